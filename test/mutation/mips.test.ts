import { testTargets } from './harness';

testTargets('mips', 'mips64', 'mips64el');
