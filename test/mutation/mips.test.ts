import { testTargets } from './harness';

testTargets('mips', 'mipsel', 'mips64', 'mips64el');
