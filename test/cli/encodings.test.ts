import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { documentOf, runCli } from '../support/runCli';
import { TemporaryFolder } from '../support/temporaryFolder';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = new TemporaryFolder();
  folder.makeFolder('.git');
});
afterEach(() => {
  folder.remove();
});

/** A section with a signature that microMIPS code may have and MIPS code may not. */
const counter = (set = '', signature = '0x0000d407') => String.raw`int counter_inc(long *counter, long rseq, int cpu)
{
	__asm__ goto (
		"${set}.pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0, 0, 1f, 0, 2f - 1f, 0, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .word 0, 3b; .popsection\n\t"
		"la $4, 3b\n\t"
		"sw $4, 12(%[rseq])\n"
		"1: lw $4, 4(%[rseq])\n\t"
		"bne $4, %[cpu], 4f\n\t"
		"lw $4, %[counter]\n\t"
		"addiu $4, $4, 1\n\t"
		"sw $4, %[counter]\n"
		"2: b 5f\n\t"
		".word ${signature}\n"
		"4: b %l[aborted]\n"
		"5:"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "m" (*counter)
		: "$4", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`;

async function check(...words: string[]) {
  const { findings, notes } = documentOf(await runCli(['check', '--format', 'json', ...words], { cwd: folder.path }));
  return { found: findings.map(({ rule }) => rule), notes: notes.map(({ message }) => message) };
}

describe('code in an encoding that no table describes', () => {
  it('is not checked, and a note says so', async () => {
    folder.write('a.c', counter());
    assert.deepEqual((await check('--target', 'mips')).found, ['abort-signature-mismatch']);
    for (const [flag, name] of [
      ['-mmicromips', 'microMIPS'],
      ['-mips16', 'MIPS16'],
    ]) {
      const command = { directory: folder.path, file: 'a.c', command: `mips-linux-gnu-gcc ${flag} -c a.c` };
      folder.write('compile_commands.json', JSON.stringify([command]));
      assert.deepEqual(await check('a.c'), {
        found: [],
        notes: [`compiled to ${name} code for mips; no table describes it, so its sections are not checked`],
      });
    }
  });

  it('is noted where the text itself asks for it', async () => {
    folder.write('a.c', counter('.set push; .set micromips; ', '0x0350000d').replace('"5:"', '"5: .set pop"'));
    const { found, notes } = await check('--target', 'mips');
    assert.deepEqual(found, []);
    assert.deepEqual(notes, [
      '`.set` asks for another encoding (microMIPS, MIPS16, nanoMIPS); no table describes it, so the instructions behind it are unknown',
    ]);
  });
});
