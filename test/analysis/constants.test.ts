import assert from 'node:assert/strict';
import { it } from 'node:test';
import { analyzeText } from '../support/check';
import { syntaxForTests } from '../support/syntax';

/** A section whose descriptor has `expression` as its version, through an operand. */
function sectionWith(expression: string): string {
  return `int section(long *counter, long rseq)
{
	__asm__ goto (
		".pushsection __rseq_cs, \\"aw\\"\\n\\t.balign 32\\n3: .long %c[version], 0\\n\\t.quad 1f, 2f - 1f, 4f\\n\\t.popsection\\n\\t"
		"leaq 3b(%%rip), %%rax\\n\\tmovq %%rax, %%fs:8(%[rseq])\\n1: incq %[counter]\\n2: jmp 5f\\n\\t.long 0x53053053\\n4: jmp %l[out]\\n5:"
		: : [rseq] "r" (rseq), [counter] "m" (*counter), [version] "i" (${expression}) : "rax", "memory", "cc" : out);
out:
	return 0;
}
`;
}

it('constant operands have the value that C gives them', async () => {
  const syntax = await syntaxForTests();
  const cases: readonly (readonly [string, number | undefined])[] = [
    ['7', 7],
    ['1 | 4', 5],
    ['1 << 3', 8],
    ['(1 << 3) | 1', 9],
    ['2 + 3 * 4', 14],
    ['9 - 4 - 3', 2],
    ['(int)+6', 6],
    ['((unsigned int) 5)', 5],
    ['6 & ~2', 4],
    ['1 << 99', undefined],
    ['UNKNOWN | 1', undefined],
    ['1 ? 2 : 3', undefined],
  ];
  for (const [expression, version] of cases) {
    const { sections } = analyzeText(syntax, { path: 'a.c', text: sectionWith(expression) });
    assert.equal(sections[0]?.descriptor.version, version, expression);
  }
});
