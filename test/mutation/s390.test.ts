import { testTargets } from './harness';

testTargets('s390x');
