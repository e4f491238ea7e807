import { testTargets } from './harness';

testTargets('riscv64', 'loongarch64', 'or1k');
