import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { cpuIdStates, registrationFlags } from '../../server/src/analysis/abi/registration';
import { auxiliaryVector, membarrier, ptraceConfiguration, sliceExtension } from '../../server/src/analysis/abi/system';
import { kernelHeaders } from '../support/corpus';

const includes = ['linux/rseq.h', 'linux/auxvec.h', 'linux/membarrier.h', 'linux/prctl.h', 'linux/ptrace.h'];

const named = [auxiliaryVector, membarrier, sliceExtension, { ptraceConfiguration }].flatMap((numbers) =>
  Object.values(numbers),
);
const numbers: readonly (readonly [string, number])[] = [
  ...named.map(({ name, value }) => [name, value] as const),
  ['RSEQ_FLAG_UNREGISTER', registrationFlags.unregister],
  ['RSEQ_FLAG_SLICE_EXT_DEFAULT_ON', registrationFlags.sliceExtensionOn],
  ['RSEQ_CPU_ID_UNINITIALIZED', cpuIdStates.uninitialized],
  ['RSEQ_CPU_ID_REGISTRATION_FAILED', cpuIdStates.registrationFailed],
];

/** What gcc complains about if every one of these is compared with the headers of Linux 7. */
function complaints(all: typeof numbers): string {
  const text = [
    ...includes.map((name) => `#include <${name}>`),
    // Most architectures number their system calls by this table.
    '#include <asm-generic/unistd.h>',
    ...all.map(([name, value]) => `_Static_assert((${name}) == ${value}, "${name}");`),
  ].join('\n');
  const options = ['-isystem', kernelHeaders('7'), '-fsyntax-only', '-x', 'c', '-'];
  const { error, stderr } = spawnSync('gcc', options, { input: `${text}\n`, encoding: 'utf8' });
  assert.equal(error, undefined);
  return stderr;
}

describe('numbers of the kernel', () => {
  it('are those of the headers of Linux 7', () => {
    assert.ok(numbers.length >= 14);
    assert.equal(complaints(numbers), '');
  });

  it('would be found wrong one by one', () => {
    for (const [name, value] of numbers) assert.match(complaints([[name, value + 1]]), new RegExp(`"${name}"`));
  });
});
