import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { glibcBehaviour, registrationMode, usableSize } from '../../../server/src/analysis';
import { glibcBehaviours } from '../../../server/src/analysis/abi/libc';
import { eraOf, registeredLength } from '../../../server/src/analysis/abi/registration';
import { isSince } from '../../../server/src/analysis/abi/version';

describe('versions', () => {
  it('are compared by numbers, whatever stands behind them', () => {
    assert.equal(isSince('6.10.0-rc1', '6.9'), true);
    assert.equal(isSince('6.9', '6.10'), false);
    assert.equal(isSince('7.0.12', '7.0.13'), false);
    assert.equal(isSince('7.0.13+deb14-amd64', '7.0.13'), true);
    assert.equal(isSince('7.1', '7.0.13'), true);
    assert.equal(isSince('7.0', '7.0.0'), true);
    assert.equal(isSince('2.36', '2.36.1'), false);
    assert.equal(isSince('unstable', '2.0'), undefined);
  });
});

describe('glibc', () => {
  it('is known by version', () => {
    const since = (version: string) => glibcBehaviour(version)?.since;
    assert.deepEqual(['2.31', '2.35', '2.36', '2.40', '2.41', '2.44', 'x'].map(since), [
      '2.0',
      '2.35',
      '2.35',
      '2.40',
      '2.41',
      '2.41',
      undefined,
    ]);
  });

  it('of every version registers what it publishes or more', () => {
    for (const { registers, sizes, length } of glibcBehaviours) {
      assert.equal(registers, sizes.length > 0 && length !== undefined);
      if (typeof length === 'number') for (const size of sizes) assert.ok(typeof size === 'number' && size <= length);
    }
  });

  it('tells what can be used only together with the kernel', () => {
    // __rseq_size, AT_RSEQ_FEATURE_SIZE, what is maintained
    const measured: readonly (readonly [number, number | undefined, number])[] = [
      [0, 28, 0],
      [32, undefined, 20],
      [20, undefined, 20],
      [32, 28, 28],
      [20, 28, 28],
      // An area of 32 bytes has nothing behind them.
      [32, 33, 32],
      [28, 28, 28],
      [33, 33, 33],
    ];
    for (const [library, kernel, usable] of measured) assert.equal(usableSize(library, kernel), usable);
  });
});

describe('a registration', () => {
  it('has the length that the kernel wants', () => {
    assert.deepEqual([undefined, 28, 33, 40].map(registeredLength), [32, 32, 33, 40]);
  });

  it('is answered by era', () => {
    const releases = ['4.17.0', '4.18.0', '6.2.9', '6.3.0', '6.19.14', '7.0.4', '10.1', 'unknown'];
    assert.deepEqual(releases.map(eraOf), [undefined, '4.18', '4.18', '6.3', '6.3', '7.0', '7.0', undefined]);
  });

  it('of more than 32 bytes is ABI v2 where the kernel has it', () => {
    const mode = (machine: string) => registrationMode(33, '7.1.13', machine);
    assert.deepEqual(['x86_64', 'i686', 'aarch64', 'riscv64', 's390x', 'loongarch64'].map(mode), Array(6).fill('v2'));
    assert.deepEqual(['armv7l', 'mips64', 'openrisc'].map(mode), ['extended', 'extended', 'extended']);
    assert.equal(mode('ppc64le'), undefined);
    assert.deepEqual(
      [0, 32].map((length) => registrationMode(length, '7.1.13', 'x86_64')),
      ['none', 'legacy'],
    );
  });
});
