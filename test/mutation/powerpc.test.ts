import { testTargets } from './harness';

testTargets('ppc64le', 'ppc64', 'ppc');
