import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileOf, type GeneratedRead, type LaterField, laterFields, readsOf } from '../support/fieldReads';
import { CLI, compileText } from './support';

/**
 * The reads of `test/analysis/fieldReads.test.ts`, compiled and run here: each form reads the field that the analysis takes it for, and each
 * right test of the feature size lets it be read where kernel and libc of this machine have it, and nowhere else.
 */
interface Machine {
  readonly featureSize: number | null;
  readonly libc: { readonly size: number | null };
}

const pattern: Readonly<Record<number, string>> = { 1: '0x5a', 2: '0x5a5a', 4: '0x5a5a5a5a' };

/** Calls every function with an area of its own, in which the field has a value that nothing else has. */
function mainOf(field: LaterField, reads: readonly GeneratedRead[]): string {
  const member = field.name === 'slice_ctrl' ? 'slice_ctrl.all' : field.name;
  const lines = reads.map(
    ({ name }, i) => `\tprintf("%d %d\\n", ${i}, ${name}(&area) == (${field.type})area.${member});`,
  );
  return `
#include <stdio.h>

static struct rseq area __attribute__((aligned(64)));

struct rseq *rseq_area(void) { return &area; }
void log_line(const char *text) { (void)text; }
void take(${field.type} value) { (void)value; }

int main(void)
{
	area.${member} = ${pattern[field.end - field.offset]};
${lines.join('\n')}
	return 0;
}
`;
}

/** Of these the area that is read is libc's own, or they do not end. */
const elsewhere = /thread-local object|thread pointer|loop|assertion|end of the program/;

const machine = JSON.parse(
  spawnSync(process.execPath, [CLI, 'abi', '--format', 'json'], { encoding: 'utf8' }).stdout,
) as Machine;

describe('reads of struct rseq do on this machine what the analysis says of them', () => {
  for (const field of laterFields()) {
    it(`${field.name} of ${field.home.name}`, () => {
      const reads = readsOf(field).filter(({ title }) => !elsewhere.test(title));
      const program = compileText(fileOf(field, reads) + mainOf(field, reads));
      const { stdout, status } = spawnSync(program, { encoding: 'utf8' });
      assert.equal(status, 0);
      const results = stdout.trim().split('\n').map((line) => line.endsWith(' 1')); // prettier-ignore
      assert.equal(results.length, reads.length);
      const wrong = reads.filter((read, i) => {
        if (read.title.endsWith('guard: none')) return results[i] !== true;
        if (!read.isGuarded) return false;
        const size = /kernel|through a variable/.test(read.title) ? machine.featureSize : machine.libc.size;
        // What a truth value is made of is 1, or 0.
        return !/by (&&|\|\|)/.test(read.title) && results[i] !== (size ?? 0) >= field.end;
      });
      assert.deepEqual(wrong.map(({ title }) => title), []); // prettier-ignore
    });
  }
});
