import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { SyntaxBackend } from '../../server/src/analysis';
import { analyzeText, checkText } from '../support/check';
import { syntaxForTests } from '../support/syntax';

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

/**
 * A section for mips64el whose abort handler, in front of the start label, is `handler`. What runs on from there into the section
 * runs it unprotected.
 */
function sectionWith(handler: string, mode = '.set noreorder'): string {
  const [store, branch] = ['\t\t"sd $4, 8(%[rseq])\\n\\t"', '\t\t"b 1f\\n\\t"'];
  // The store belongs right in front of the start, so that it is in the slot, or the assembler moves it there.
  const enter = (mode.includes('noreorder') ? [branch, store] : [store, branch]).join('\n');
  return String.raw`
int add(long *v, long rseq, int cpu)
{
	__asm__ goto (
		".set push; ${mode}\n\t"
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .word 0, 0\n\t"
		".dword 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .dword 3b; .popsection\n\t"
		"dla $4, 3b\n\t"
${enter}
		".word 0x0350000d\n"
		"4:\n\t"
${handler
  .split('\n')
  .map((line) => (line.startsWith('//') ? line.replace('//', '\t//') : `\t\t"${line}\\n\\t"`))
  .join('\n')}
		"1: lw $4, 4(%[rseq])\n\t"
		"bne $4, %[cpu], 5f\n\t"
		"ld $4, %[v]\n\t"
		"daddiu $4, $4, 1\n\t"
		"sd $4, %[v]\n"
		"2:\n"
		"5: .set pop"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [v] "m" (v[cpu])
		: "$4", "memory" : aborted);
	return 0;
aborted:
	return -1;
}
`;
}

const targets = ['mips64el'];

describe('delay slots that a text writes out', () => {
  it('belong to their branch: the way does not go on behind them', () => {
    checkText(syntax, { path: 'leaves.c', targets, text: sectionWith('b %l[aborted]\nnop') });
    checkText(syntax, { path: 'returns.c', targets, text: sectionWith('jr $31\nnop') });
    checkText(syntax, { path: 'labelled.c', targets, text: sectionWith('b %l[aborted]\n.set at\nmove $4, $0') });
  });

  it('go where their branch goes', () => {
    const handler = `b 1f
//       ^^^^ error: retry-without-rearm
nop
b %l[aborted]
nop`;
    checkText(syntax, { path: 'back.c', targets, text: sectionWith(handler) });
  });

  it('go on behind a branch that is not taken', () => {
    const handler = `beqz $4, %l[aborted]
//       ^^^^^^^^^^^^^^^^^^^^ error: retry-without-rearm
nop`;
    checkText(syntax, { path: 'conditional.c', targets, text: sectionWith(handler) });
  });

  it('are skipped by a likely branch that is not taken', () => {
    const handler = `beqzl $4, %l[aborted]
//       ^^^^^^^^^^^^^^^^^^^^^ error: retry-without-rearm
nop`;
    checkText(syntax, { path: 'likely.c', targets, text: sectionWith(handler) });
    const taken = 'beqzl $4, 7f\nnop\nb %l[aborted]\nnop\n7: b %l[aborted]\nnop';
    checkText(syntax, { path: 'slot.c', targets, text: sectionWith(taken) });
  });

  it('can be reached without their branch, by a label of their own', () => {
    const handler = `b 6f
nop
b %l[aborted]
6: nop
//          ^^^ error: retry-without-rearm`;
    checkText(syntax, { path: 'into.c', targets, text: sectionWith(handler) });
  });

  it('are filled by the assembler elsewhere: the statement behind a branch is not in one', () => {
    checkText(syntax, { path: 'reorder.c', targets, text: sectionWith('b %l[aborted]', '.set reorder') });
    const handler = `nop
b 6f
6:
nop
//       ^^^ error: retry-without-rearm`;
    checkText(syntax, { path: 'falls.c', targets, text: sectionWith(handler, '.set reorder') });
  });
});

describe('code in another encoding', () => {
  it('is not read, and its section says why', () => {
    const text = sectionWith('b %l[aborted]', '.set micromips');
    const { findings, sections } = analyzeText(syntax, { path: 'micro.c', targets, text });
    assert.deepEqual(findings, []);
    assert.deepEqual(
      sections.map(({ resolved, unknown }) => ({ resolved, unknown })),
      [{ resolved: false, unknown: ['target'] }],
    );
  });

  it('ends where the text says so', () => {
    const handler = '.set micromips\n.set nomicromips\nb %l[aborted]\nnop';
    const { sections } = analyzeText(syntax, { path: 'both.c', targets, text: sectionWith(handler) });
    assert.deepEqual(
      sections.map(({ resolved }) => resolved),
      [true],
    );
  });
});
