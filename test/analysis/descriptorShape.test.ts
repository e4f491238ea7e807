import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { SyntaxBackend } from '../../server/src/analysis';
import { analyzeText } from '../support/check';
import { syntaxForTests } from '../support/syntax';

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

/** A section whose descriptor is `data`, in C in front of which `before` stands. */
function section(data: string, { before = '', head = 'int counter_inc' } = {}): string {
  return `${before}
${head}(long *counters, long rseq, int cpu)
{
  __asm__ goto (
    ".pushsection __rseq_cs, \\"aw\\"\\n.balign 32\\n3:\\n"
${data}
    "\\n.popsection\\n"
    ".pushsection __rseq_cs_ptr_array, \\"aw\\"; .quad 3b; .popsection\\n"
    "leaq 3b(%%rip), %%rax\\n"
    "movq %%rax, %%fs:8(%[rseq])\\n"
    "1: cmpl %[cpu], %%fs:4(%[rseq])\\n"
    "jnz 4f\\n"
    "incq (%[counter])\\n"
    "2: jmp 5f\\n"
    ".byte 0x0f, 0xb9, 0x3d; .long 0x53053053\\n"
    "4: jmp %l[aborted]\\n"
    "5:"
    : : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]), [one] "i" (1), [some] "i" (&counters)
    : "rax", "memory", "cc" : aborted);
  return 0;
aborted:
  return -1;
}
`;
}

function rulesIn(text: string, path = 'a.c', targets: readonly string[] = ['x86_64']): readonly string[] {
  const { findings } = analyzeText(syntax, { path, text, targets });
  return findings.flatMap(({ rule, severity }) => (severity === 'info' ? [] : [`${severity} ${rule}`]));
}

describe('data that is no struct rseq_cs', () => {
  const width = ['error descriptor-field-width'];
  for (const [what, data, expected] of [
    ['a missing start', '".long 0, 0; .quad 2f - 1f, 4f"', width],
    ['a missing version and flags', '".quad 1f, 2f - 1f, 4f"', width],
    ['16-bit addresses', '".long 0, 0; .short 1f, 2f - 1f, 4f"', width],
    ['a start that is wider than all others', '".long 0, 0; .quad 1f; .long 2f - 1f, 4f"', width],
    ['something behind it', '".long 0, 0; .quad 1f, 2f - 1f, 4f; .quad 0"', width],
    ['a number in the upper half', '".long 0, 0, 1f, 0, 2f - 1f, 0, 4f, 7"', width],
    ['numbers alone', '".zero 40"', []],
    ['strings', '".string \\"counter\\""', []],
    ['a value that is not known', '".long 0, 0; .quad 1f, 2f - 1f; .long %c[some]"', []],
    ['padding in the middle', '".long 0; .balign 8; .quad 1f, 2f - 1f, 4f"', []],
    ['a directive that is not known', '".long 0, 0; .frobnicate 1f; .quad 2f - 1f, 4f"', []],
    ['a conditional', '".long 0, 0\\n.if 1\\n.quad 1f\\n.endif\\n.quad 2f - 1f, 4f"', []],
  ] as const) {
    it(what, () => {
      assert.deepEqual(rulesIn(section(`    ${data}`)), expected);
    });
  }

  it('is not judged where a part of it is missing', () => {
    const data = `    ".long 0, 0; .quad 1f\\n"
#ifdef UNKNOWN_VALUE
#endif
#if MISSING(1)
    ".quad 2f - 1f\\n"
#endif
    ".quad 4f"`;
    assert.deepEqual(rulesIn(section(data, { before: '#include "missing.h"' })), []);
  });

  it('may be written in any widths that add up', () => {
    for (const data of [
      '".quad 0; .8byte 1f; .quad (2f - 1f); .4byte 4f, 0"',
      '".4byte 0; .int 0; .long 1f, 0; .quad 2f - 1f, 4f"',
      '".long 0\\nflags_%=: .long 0; .quad 1f; length_%=: .quad 2f - 1f; .quad 4f"',
      '".quad 0, 0, 2f - 1f, 4f"',
      '".long %c[one] - 1, 0; .quad 1f, 2f - 1f, 4f"',
    ]) {
      assert.deepEqual(rulesIn(section(`    ${data}`)), [], data);
    }
  });
});

describe('the byte order of a target that only the text suggests', () => {
  const code = (order: string, behind = ''): string => `${behind}
struct rseq;
int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
  __asm__ goto (
    ".pushsection __rseq_cs, \\"aw\\"\\n.balign 32\\n9: .word 0, 0\\n.word ${order}\\n.popsection\\n"
    ".pushsection __rseq_cs_ptr_array, \\"aw\\"; .word 9b; .popsection\\n"
    "ldr r0, =9b\\nstr r0, [%[rseq], #8]\\n"
    "1: ldr r0, [%[rseq], #4]\\ncmp %[cpu], r0\\nbne 4f\\n"
    "ldr r0, [%[counter]]\\nadd r0, r0, #1\\nstr r0, [%[counter]]\\n"
    "2: b 5f\\n.word 0xe7f5def3\\n4: b %l[aborted]\\n5:"
    : : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]) : "r0", "memory", "cc" : aborted);
  return 0;
aborted:
  return -1;
}
`;
  const little = '1f, 0, 2f - 1f, 0, 4f, 0';
  const big = '0, 1f, 0, 2f - 1f, 0, 4f';
  const wrong = ['error descriptor-field-width'];
  // Arm's signature is an instruction, which has another byte order than data on some of these.
  const widthsIn = (text: string, targets: readonly string[]): readonly string[] =>
    rulesIn(text, 'a.c', targets).filter((found) => wrong.includes(found));

  it('is not known', () => {
    assert.deepEqual([rulesIn(code(little), 'a.c', []), rulesIn(code(big), 'a.c', [])], [[], []]);
  });

  it('is known where it is declared', () => {
    assert.deepEqual([rulesIn(code(little), 'a.c', ['arm']), rulesIn(code(big), 'a.c', ['arm'])], [[], wrong]);
    assert.deepEqual([widthsIn(code(little), ['armeb']), widthsIn(code(big), ['armeb'])], [wrong, []]);
  });

  it('is known where the code asks for it', () => {
    const asking = '#ifdef __ARMEL__\n#endif\n';
    assert.deepEqual(rulesIn(code(big, asking), 'a.c', []), wrong);
  });
});

describe('functions of which the linker keeps one copy', () => {
  const data = '    ".long 0, 0; .quad 1f, 2f - 1f, 4f"';
  const found = ['error descriptor-comdat'];
  for (const [head, expected] of [
    ['int counter_inc', []],
    ['inline int counter_inc', found],
    ['constexpr int counter_inc', found],
    ['template <typename T> int counter_inc', found],
    ['template <> int counter_inc<long>', []],
    ['template <> inline int counter_inc<long>', found],
    ['extern "C" inline int counter_inc', found],
    ['namespace a { inline int counter_inc', found],
    ['namespace { inline int counter_inc', []],
    ['namespace a { namespace { namespace b { struct C { int counter_inc', []],
    ['struct C { int counter_inc', found],
    ['struct C { enum E { one }; int x[2] = { 1, 2 }; public: static int counter_inc', found],
    ['static inline int counter_inc', []],
    ['int C::counter_inc', []],
    ['inline int C::counter_inc', found],
    ['inline __attribute__((always_inline)) int counter_inc', ['warning descriptor-comdat']],
  ] as const) {
    it(head, () => {
      assert.deepEqual(rulesIn(section(data, { head }), 'a.cpp'), expected);
    });
  }

  it('are none in C', () => {
    assert.deepEqual(rulesIn(section(data, { head: 'inline int counter_inc' })), []);
  });

  it('leave the sections that have a group alone', () => {
    const grouped = section(data, { head: 'inline int counter_inc' }).replaceAll('\\"aw\\"', '\\"aw?\\"');
    assert.deepEqual(rulesIn(grouped, 'a.cpp'), []);
  });
});
