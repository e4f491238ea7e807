import { testTargets } from './harness';

testTargets('aarch64', 'arm');
