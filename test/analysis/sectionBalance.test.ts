import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { SyntaxBackend } from '../../server/src/analysis';
import { analyzeText } from '../support/check';
import { syntaxForTests } from '../support/syntax';

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

/** A correct section, with `extra` statements behind its end. */
function findings(
  extra: string,
  { head = 'int counter_inc', before: text = '', path = 'a.c' } = {},
): readonly string[] {
  const code = `${text}
${head}(long *counters, long rseq, int cpu)
{
  __asm__ goto (
    ".pushsection __rseq_cs, \\"aw\\"\\n.balign 32\\n3: .long 0, 0; .quad 1f, 2f - 1f, 4f\\n.popsection\\n"
    ".pushsection __rseq_cs_ptr_array, \\"aw\\"; .quad 3b; .popsection\\n"
    "leaq 3b(%%rip), %%rax\\nmovq %%rax, %%fs:8(%[rseq])\\n"
    "1: cmpl %[cpu], %%fs:4(%[rseq])\\njnz 4f\\nincq (%[counter])\\n2: jmp 5f\\n"
    ".byte 0x0f, 0xb9, 0x3d; .long 0x53053053\\n4: jmp %l[aborted]\\n5:\\n"
    "${extra}"
    : : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]) : "rax", "memory", "cc" : aborted);
  return 0;
aborted:
  return -1;
}
`;
  return analyzeText(syntax, { path, text: code, targets: ['x86_64'] }).findings.map(({ rule }) => rule);
}

const unbalanced = ['pushsection-unbalanced'];

describe('where section directives leave an asm', () => {
  for (const [extra, expected] of [
    ['', []],
    ['.pushsection .data; .popsection', []],
    ['.pushsection .data; .previous', []],
    ['.pushsection .data; .section .bss; .popsection', []],
    ['.pushsection .data; .pushsection .bss; .popsection; .popsection', []],
    ['.section .data; .previous', []],
    ['.data; .previous; .previous; .previous', []],
    ['.subsection 1; nop; .previous', []],
    ['.subsection 1; nop; .subsection 0', []],
    ['.pushsection .text, 2; nop; .popsection', []],
    ['.data; .long 1; .text', []],
    ['.section .data', unbalanced],
    ['.data', unbalanced],
    ['.data; .previous; .previous', unbalanced],
    ['.subsection 1', unbalanced],
    ['.pushsection .data; .text', unbalanced],
    ['.pushsection .data; .popsection; .popsection', unbalanced],
    ['.pushsection .data; .pushsection .bss; .popsection', unbalanced],
    // Not known: where .previous goes to, what a macro does.
    ['.previous', []],
    ['frobnicate %%rax; .data', unbalanced],
    ['.frobnicate; .data', []],
  ] as const) {
    it(extra, () => {
      assert.deepEqual(findings(extra), expected);
    });
  }

  it('is not known if assembler macros may switch', () => {
    const defining = '__asm__ (".macro leave_data\\n.previous\\n.endm");';
    assert.deepEqual(findings('.data; leave_data', { before: defining }), []);
    assert.deepEqual(findings('.data; leave_data'), unbalanced);
  });

  it('is .text for functions that are there', () => {
    const extra = '.data; .long 1; .text';
    assert.deepEqual(findings(extra, { head: 'int main' }), unbalanced);
    assert.deepEqual(findings(extra, { head: '__attribute__((section(".mine"))) int counter_inc' }), unbalanced);
  });
});
