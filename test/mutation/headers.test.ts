import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import {
  createAnalysisCache,
  listRules,
  type Finding,
  type SourceSpan,
  type SyntaxBackend,
} from '../../server/src/analysis';
import { analyzeKernelUnit, corpusSources, kernelFile } from '../support/corpus';
import { syntaxForTests } from '../support/syntax';

/**
 * The kernel's header with one mistake, as an author makes it in the editor: in a macro that all sections use, or in one
 * function. Where we point at is part of the bargain: at what was written wrongly, or at what it is missing from, with the
 * macros that lead there.
 */
interface HeaderEdit {
  readonly rule: string;
  readonly header?: string;
  readonly from: string;
  readonly to: string;
  /** What the finding covers, and the line it is in, white space squeezed. */
  readonly at: string;
  readonly line: string;
  /** The macros of the expansion chain, innermost first; those that only make strings left out. */
  readonly macros: readonly string[];
  /** How many findings, and how many sections together. */
  readonly findings: number;
  readonly instances: number;
}

const sections = 7;
const everyUse = { findings: sections, instances: sections };
const oncePerMacro = { findings: 1, instances: sections };
const oneFunction = { findings: 1, instances: 1, macros: [] };
const table = { line: 'RSEQ_ASM_DEFINE_TABLE(3, 1f, 2f, 4f) /* start, commit, abort */' };
const tableMacros = ['__RSEQ_ASM_DEFINE_TABLE', 'RSEQ_ASM_DEFINE_TABLE'];
const arming = 'RSEQ_ASM_STORE_RSEQ_CS(1, 3b, RSEQ_ASM_TP_SEGMENT:RSEQ_CS_OFFSET(%[rseq_offset]))';
const signatureLine = String.raw`".long " __rseq_str(RSEQ_SIG) "\n\t"			\
`;
const branchLine = String.raw`"jnz " __rseq_str(label) "\n\t"`;

const edits: readonly HeaderEdit[] = [
  {
    rule: 'abort-signature-missing',
    from: signatureLine,
    to: '',
    at: '4',
    line: 'RSEQ_ASM_DEFINE_ABORT(4, "", abort)',
    macros: ['RSEQ_ASM_DEFINE_ABORT'],
    ...everyUse,
  },
  {
    rule: 'abort-signature-mismatch',
    from: '#define RSEQ_SIG	0x53053053',
    to: '#define RSEQ_SIG	0x53053054',
    at: '0x53053054',
    line: '#define RSEQ_SIG 0x53053054',
    macros: ['RSEQ_SIG', 'RSEQ_ASM_DEFINE_ABORT'],
    ...oncePerMacro,
  },
  {
    rule: 'abort-signature-gap',
    from: signatureLine,
    to: String.raw`${signatureLine}		".balign 16\n\t"				\
`,
    at: '4',
    line: 'RSEQ_ASM_DEFINE_ABORT(4, "", abort)',
    macros: ['RSEQ_ASM_DEFINE_ABORT'],
    ...everyUse,
  },
  {
    rule: 'abort-inside-section',
    from: '(post_commit_ip - start_ip), abort_ip)',
    to: '(post_commit_ip - start_ip), start_ip)',
    at: '1',
    line: arming,
    macros: ['RSEQ_ASM_STORE_RSEQ_CS'],
    ...everyUse,
  },
  {
    rule: 'descriptor-version',
    from: 'TABLE(label, 0x0, 0x0, start_ip',
    to: 'TABLE(label, 0x1, 0x0, start_ip',
    at: '0x1',
    line: String.raw`__RSEQ_ASM_DEFINE_TABLE(label, 0x1, 0x0, start_ip, \ `.trim(),
    macros: tableMacros,
    ...oncePerMacro,
  },
  {
    rule: 'descriptor-flags',
    from: 'TABLE(label, 0x0, 0x0, start_ip',
    to: 'TABLE(label, 0x0, 0x4, start_ip',
    at: '0x4',
    line: String.raw`__RSEQ_ASM_DEFINE_TABLE(label, 0x0, 0x4, start_ip, \ `.trim(),
    macros: tableMacros,
    ...oncePerMacro,
  },
  {
    rule: 'descriptor-misaligned',
    from: String.raw`".balign 32\n\t"`,
    to: String.raw`".balign 8\n\t"`,
    at: '3',
    ...table,
    macros: tableMacros,
    ...everyUse,
  },
  {
    rule: 'descriptor-offset-not-length',
    from: '(post_commit_ip - start_ip)',
    to: 'post_commit_ip',
    at: '2f',
    ...table,
    macros: tableMacros,
    ...everyUse,
  },
  {
    rule: 'section-never-armed',
    from: String.raw`"movq %%rax, " __rseq_str(rseq_cs) "\n\t"		\
`,
    to: '',
    at: '3',
    ...table,
    macros: tableMacros,
    ...everyUse,
  },
  {
    rule: 'cpu-compare-missing',
    from: String.raw`"cmpl %[" __rseq_str(cpu_id) "], " __rseq_str(current_cpu_id) "\n\t" \
		${branchLine}`,
    to: '""',
    at: '1',
    line: arming,
    macros: ['RSEQ_ASM_STORE_RSEQ_CS'],
    ...everyUse,
  },
  {
    rule: 'retry-without-rearm',
    from: String.raw`"jmp %l[" __rseq_str(abort_label) "]\n\t"`,
    to: String.raw`"jmp 1b\n\t"`,
    at: 'jmp 1b',
    line: String.raw`"jmp 1b\n\t" \ `.trim(),
    macros: ['RSEQ_ASM_DEFINE_ABORT'],
    ...oncePerMacro,
  },
  {
    rule: 'syscall-in-section',
    from: branchLine,
    to: String.raw`${branchLine} "syscall\n\t"`,
    at: 'syscall',
    line: String.raw`${branchLine} "syscall\n\t"`,
    macros: ['RSEQ_ASM_CMP_CPU_ID'],
    ...oncePerMacro,
  },
  {
    rule: 'call-in-section',
    from: branchLine,
    to: String.raw`${branchLine} "call trace\n\t"`,
    at: 'call trace',
    line: String.raw`${branchLine} "call trace\n\t"`,
    macros: ['RSEQ_ASM_CMP_CPU_ID'],
    ...oncePerMacro,
  },
  {
    rule: 'commit-after-section',
    from: String.raw`"addq %[count], %[v]\n\t"
		"2:\n\t"`,
    to: String.raw`"2:\n\t"
		"addq %[count], %[v]\n\t"`,
    at: 'addq %[count], %[v]',
    line: String.raw`"addq %[count], %[v]\n\t"`,
    ...oneFunction,
  },
  {
    rule: 'instruction-after-commit',
    from: String.raw`"addq %[count], %[v]\n\t"`,
    to: String.raw`"addq %[count], %[v]\n\t"
		"mfence\n\t"`,
    at: 'mfence',
    line: String.raw`"mfence\n\t"`,
    ...oneFunction,
  },
  {
    rule: 'field-not-available',
    header: 'rseq.h',
    from: 'RSEQ_ACCESS_ONCE(rseq_get_abi()->cpu_id_start)',
    to: 'RSEQ_ACCESS_ONCE(rseq_get_abi()->mm_cid)',
    at: 'mm_cid',
    line: 'return RSEQ_ACCESS_ONCE(rseq_get_abi()->mm_cid);',
    macros: ['RSEQ_ACCESS_ONCE'],
    findings: 1,
    instances: 1,
  },
];

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

describe('one mistake in the header of the kernel selftests', () => {
  for (const edit of edits) {
    it(edit.rule, () => {
      const header = kernelFile('6.1', edit.header ?? 'rseq-x86.h');
      const text = readFileSync(header, 'utf8').replace(edit.from, () => edit.to);
      assert.notEqual(text, readFileSync(header, 'utf8'), 'the edit does not apply');
      const sources = corpusSources(new Map([[header, text]]));
      const unit = { release: '6.1', file: 'param_test.c', target: 'x86_64', defines: [] } as const;
      const { findings } = analyzeKernelUnit({ syntax, sources, cache: createAnalysisCache() }, unit);
      assert.deepEqual([...new Set(findings.map(({ rule }) => rule))], [edit.rule]);
      assert.equal(findings.length, edit.findings);
      assert.equal(sum(findings.map(({ instances }) => instances)), edit.instances);
      for (const finding of edit.findings === 1 ? findings : findings.slice(0, 1)) {
        assert.equal(finding.span.file, header);
        assert.deepEqual(
          {
            at: text.slice(finding.span.start, finding.span.end),
            line: lineOf(text, finding.span),
            macros: chain(finding),
          },
          { at: edit.at, line: edit.line, macros: edit.macros },
        );
      }
    });
  }

  it('covers every rule', () => {
    assert.deepEqual(
      edits.map(({ rule }) => rule).sort(),
      listRules()
        .map(({ id }) => id)
        .sort(),
    );
  });
});

function lineOf(text: string, { start }: SourceSpan): string {
  const begin = text.lastIndexOf('\n', start - 1) + 1;
  const end = text.indexOf('\n', start);
  return text
    .slice(begin, end < 0 ? undefined : end)
    .trim()
    .replace(/\s+/g, ' ');
}

/** The names of the macros that a finding was expanded from; the selftests' stringising macros say nothing. */
function chain({ related }: Finding): string[] {
  return related
    .flatMap(({ message }) => /^in expansion of macro `(\w+)`$/.exec(message)?.[1] ?? [])
    .filter((name) => !name.startsWith('__rseq_str'));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
