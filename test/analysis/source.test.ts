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
