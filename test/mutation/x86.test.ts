import { testTargets } from './harness';

testTargets('x86_64', 'i386');
