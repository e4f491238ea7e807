import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { SyntaxBackend } from '../../server/src/analysis';
import { analyzeText, checkText } from '../support/check';
import { assertMended, fixedTexts } from '../support/examples';
import { sourceFixtures } from '../support/sourceFixtures';
import { syntaxForTests } from '../support/syntax';

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

describe('the ways to write sections down', () => {
  for (const fixture of sourceFixtures()) {
    it(`${fixture.path}: findings, sections and what is known of them`, () => {
      checkText(syntax, fixture);
      const { sections } = analyzeText(syntax, fixture);
      assert.deepEqual(
        { sections: sections.length, resolved: sections.filter(({ resolved }) => resolved).length },
        { sections: fixture.sections, resolved: fixture.resolved },
        JSON.stringify(
          sections.map(({ functions, unknown }) => [functions, unknown]),
          null,
          1,
        ),
      );
    });

    it(`${fixture.path}: every fix mends one finding and nothing else`, () => {
      const found = new Set(analyzeText(syntax, fixture).findings.map(({ rule }) => rule));
      for (const rule of found) {
        for (const mended of fixedTexts(syntax, rule, fixture)) assertMended(syntax, fixture, mended);
      }
    });
  }
});

describe('descriptors that C fills in without any asm', () => {
  const text = `
void f(void) {
  static const struct rseq_cs cs = { 1, 0, (unsigned long)&&start, (char *)&&end - (char *)&&start };
start:
end:;
}`;

  it('are for no target, and judged once', () => {
    const { findings, sections, targets } = analyzeText(syntax, { path: 'a.c', text });
    assert.deepEqual(
      findings.map((finding) => [finding.rule, finding.targets, finding.instances]),
      [['descriptor-version', [], 1]],
    );
    assert.deepEqual(
      sections.map((section) => [section.functions, section.targets]),
      [[['f'], []]],
    );
    assert.deepEqual(targets, []);
  });

  it('are for the target that is asked for', () => {
    const { findings, targets } = analyzeText(syntax, { path: 'a.c', text, targets: ['s390x'] });
    assert.deepEqual([findings.map((finding) => finding.targets), targets], [[['s390x']], ['s390x']]);
  });
});

describe('a signature that a program registers', () => {
  const text = (call: string): string => `
struct rseq_cs { unsigned version, flags; unsigned long start_ip, post_commit_offset, abort_ip; } __attribute__((aligned(32)));
extern char start, end, handler;
static struct rseq_cs cs;
int begin(void *area) {
  cs.start_ip = (unsigned long)&start;
  cs.post_commit_offset = (unsigned long)&end - (unsigned long)&start;
  cs.abort_ip = (unsigned long)&handler;
  return ${call};
}
void f(long *v) {
  __asm__ volatile ("start: incq %0\\nend:\\njmp 1f\\n.long 0x12345678\\nhandler:\\n1:" : "+m" (*v) : : "memory");
}`;
  const rulesFor = (call: string): string[] =>
    analyzeText(syntax, { path: 'a.c', text: text(call), targets: ['x86_64'] })
      .findings.map(({ rule }) => rule)
      .filter((rule) => rule.startsWith('abort-signature'));

  it('is known by the number of the system call, or by a name for it from a header that is not here', () => {
    assert.deepEqual(rulesFor('0'), ['abort-signature-mismatch']);
    assert.deepEqual(rulesFor('syscall(334, area, 32, 0, 0x12345678)'), []);
    assert.deepEqual(rulesFor('syscall(__NR_rseq, area, 32, 0, 0x12345678)'), []);
    assert.deepEqual(rulesFor('syscall(335, area, 32, 0, 0x12345678)'), ['abort-signature-mismatch']);
    assert.deepEqual(rulesFor('syscall(number, area, 32, 0, 0x12345678)'), ['abort-signature-mismatch']);
  });
});

describe('the way a unit is compiled', () => {
  const inc = (lines: readonly string[]): string => `
int inc(long *v, char *rseq, int cpu)
{
  __asm__ __volatile__ goto (${lines.map((line) => `"${line}\\n"`).join('\n')}
    : : [cpu] "r" (cpu), [rseq] "r" (rseq), [v] "r" (v) : "rax", "memory", "cc" : aborted);
  return 0;
aborted:
  return -1;
}`;
  const table = [
    '.pushsection __rseq_cs, \\"aw\\"',
    '.balign 32',
    '3: .long 0, 0; .quad 1f, 2f - 1f, 4f',
    '.popsection',
    '.pushsection __rseq_cs_ptr_array, \\"aw\\"; .quad 3b; .popsection',
  ];
  const handler = ['.pushsection __rseq_failure, \\"ax\\"', '.long 0x53053053', '4: jmp %l[aborted]', '.popsection'];
  const rulesOf = (text: string, intelSyntax = false): string[] =>
    analyzeText(syntax, { path: 'a.c', text, targets: ['x86_64'], intelSyntax }).findings.map(({ rule }) => rule);

  it('decides whether the address of a descriptor may be a number', () => {
    const text = inc([
      ...table,
      'movq $3b, 8(%[rseq])',
      '1: cmpl %[cpu], 4(%[rseq])',
      'jnz 4f',
      'incq (%[v])',
      '2:',
      ...handler,
    ]);
    assert.deepEqual(rulesOf(text), ['non-pic-descriptor-address']);
    const undefined_ = ['__pic__', '__PIC__', '__pie__', '__PIE__'].map((name) => `#undef ${name}\n`).join('');
    assert.deepEqual(rulesOf(undefined_ + text), []);
  });

  it('decides which dialect is to be left behind', () => {
    const text = inc([
      '.intel_syntax noprefix',
      ...table,
      'lea rax, 3b[rip]',
      'mov [%[rseq] + 8], rax',
      '1: cmp dword ptr [%[rseq] + 4], %[cpu]',
      'jnz 4f',
      'inc qword ptr [%[v]]',
      '2:',
      ...handler,
    ]);
    assert.deepEqual(rulesOf(text), ['assembler-state-leaks']);
    assert.deepEqual(rulesOf(text, true), []);
  });
});
