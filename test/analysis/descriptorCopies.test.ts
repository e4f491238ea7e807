import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { SyntaxBackend } from '../../server/src/analysis';
import { analyzeText } from '../support/check';
import { syntaxForTests } from '../support/syntax';

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

/** A section with a descriptor for tools and a copy in front of the handler, which `armed` names one of. */
function section({ armed = '3f', abortOfCopy = '4f', alignment = 32, behind = '' }): string {
  const lines = [
    '.pushsection __rseq_cs, \\"aw\\"',
    '.balign 32',
    '9: .long 0, 0; .quad 1f, 2f - 1f, 4f',
    '.popsection',
    '.pushsection __rseq_cs_ptr_array, \\"aw\\"; .quad 9b; .popsection',
    `leaq ${armed}(%%rip), %%rax`,
    'movq %%rax, %%fs:8(%[rseq])',
    '1: cmpl %[cpu], %%fs:4(%[rseq])',
    'jnz 4f',
    'incq (%[counter])',
    '2: jmp 5f',
    `.balign ${alignment}`,
    `3: .long 0, 0; .quad 1b, 2b - 1b, ${abortOfCopy}${behind}`,
    '.long 0x53053053',
    '4: jmp %l[aborted]',
    '5:',
  ];
  return `int counter_inc(long *counters, long rseq, int cpu)
{
  __asm__ goto (${lines.map((line) => `"${line}\\n"`).join('\n')}
    : : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu]) : "rax", "memory", "cc" : aborted);
  return 0;
aborted:
  return -1;
}
`;
}

/** Rules of the findings, and the line of the `.balign` or label where each section stands. */
function outcome(text: string): { readonly findings: readonly string[]; readonly sections: readonly string[] } {
  const { findings, sections } = analyzeText(syntax, { path: 'a.c', text, targets: ['x86_64'] });
  return {
    findings: findings.map(({ rule }) => rule),
    sections: sections.map(
      ({ span, resolved }) => `${text.slice(span.start, span.end)} ${resolved ? '' : 'unresolved'}`,
    ),
  };
}

describe('a descriptor with a copy in front of the abort handler', () => {
  it('is one section, which is the copy that is armed', () => {
    assert.deepEqual(outcome(section({})), { findings: [], sections: ['3: '] });
  });

  it('may be armed by the entry for tools too', () => {
    assert.deepEqual(outcome(section({ armed: '9b' })), { findings: [], sections: ['9: '] });
  });

  it('has the alignment of the copy that is armed', () => {
    assert.deepEqual(outcome(section({ alignment: 8 })).findings, ['descriptor-misaligned']);
    assert.deepEqual(outcome(section({ armed: '9b', alignment: 8 })).findings, []);
  });

  it('is one section too where a field differs, and says so', () => {
    const { findings, sections } = outcome(section({ abortOfCopy: '5f' }));
    assert.deepEqual([findings, sections], [['descriptor-copies-disagree'], ['3: unresolved']]);
  });

  it('has a version that either of the two gets wrong', () => {
    const wrong = section({}).replace('9: .long 0', '9: .long 1');
    assert.deepEqual(outcome(wrong).findings, ['descriptor-version']);
  });

  it('needs no label between descriptor and signature, but the signature', () => {
    assert.deepEqual(outcome(section({ behind: '; .long 0x12345678' })), { findings: [], sections: ['3: '] });
    const withoutSignature = section({}).replace('.long 0x53053053', 'nop');
    assert.deepEqual(outcome(withoutSignature).findings, ['abort-signature-missing']);
  });
});
