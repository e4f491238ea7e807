import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { SyntaxBackend } from '../../../server/src/analysis';
import { architectureOf } from '../../../server/src/analysis/arch/index';
import { analyzeText } from '../../support/check';
import { syntaxForTests } from '../../support/syntax';

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

/** A section in the assembler of one target. Every line becomes a string literal. */
interface Section {
  /** Up to the start label, with r for the pointer to the area. */
  readonly arm: readonly string[];
  /** Up to the post-commit label. */
  readonly body: readonly string[];
  readonly abort: readonly string[];
  readonly pointer: string;
  /** What follows the address; undefined: nothing. */
  readonly fieldEnd?: string;
  readonly clobbers: string;
  readonly signature: string;
  readonly swapped: string;
}

const powerpc64: Section = {
  arm: [
    'lis %%r17, (3b)@highest',
    'ori %%r17, %%r17, (3b)@higher',
    'rldicr %%r17, %%r17, 32, 31',
    'oris %%r17, %%r17, (3b)@high',
    'ori %%r17, %%r17, (3b)@l',
    'std %%r17, 8(%[rseq])',
  ],
  body: [
    'lwz %%r17, 4(%[rseq])',
    'cmpw cr7, %[cpu], %%r17',
    'bne- cr7, 4f',
    'ld%U[v]%X[v] %%r17, %[v]',
    'addi %%r17, %%r17, 1',
    'std%U[v]%X[v] %%r17, %[v]',
  ],
  abort: ['b %l[aborted]'],
  pointer: '.quad ',
  clobbers: '"r17", "cr7"',
  signature: '0x0fe5000b',
  swapped: '0x0b00e50f',
};

const riscv64: Section = {
  arm: ['la t6, 3b', 'sd t6, 8(%[rseq])'],
  body: ['lw t6, 4(%[rseq])', 'bne t6, %[cpu], 4f', 'ld t6, %[v]', 'addi t6, t6, 1', 'sd t6, %[v]'],
  abort: ['j %l[aborted]'],
  pointer: '.quad ',
  clobbers: '"t6"',
  signature: '0xf1401073',
  swapped: '0x731040f1',
};

const mips64: Section = {
  arm: ['dla $4, 3b', 'sd $4, 8(%[rseq])'],
  body: ['lw $4, 4(%[rseq])', 'bne $4, %[cpu], 4f', 'ld $4, %[v]', 'daddiu $4, $4, 1', 'sd $4, %[v]'],
  abort: ['b %l[aborted]'],
  pointer: '.dword ',
  clobbers: '"$4"',
  signature: '0x0350000d',
  swapped: '0x0d005003',
};

const mips: Section = {
  ...mips64,
  arm: ['la $4, 3b', 'sw $4, 12(%[rseq])'],
  body: ['lw $4, 4(%[rseq])', 'bne $4, %[cpu], 4f', 'lw $4, %[v]', 'addiu $4, $4, 1', 'sw $4, %[v]'],
  pointer: '.word 0, ',
};

const sections: Readonly<Record<string, Section>> = {
  riscv64,
  riscv32: {
    ...riscv64,
    arm: ['1234: auipc t6, %%pcrel_hi(3b)', 'addi t6, t6, %%pcrel_lo(1234b)', 'sw t6, 8(%[rseq])'],
    body: ['lw t6, 4(%[rseq])', 'bne t6, %[cpu], 4f', 'lw t6, %[v]', 'addi t6, t6, 1', 'sw t6, %[v]'],
  },
  loongarch64: {
    arm: ['pcalau12i $r4, %%pc_hi20(3b)', 'addi.d $r4, $r4, %%pc_lo12(3b)', 'st.d $r4, %[rseq], 8'],
    body: ['ld.w $r4, %[rseq], 4', 'bne $r4, %[cpu], 4f', 'ld.d $r4, %[v]', 'addi.d $r4, $r4, 1', 'st.d $r4, %[v]'],
    abort: ['b %l[aborted]'],
    pointer: '.dword ',
    clobbers: '"$r4"',
    signature: '0x002a0010',
    swapped: '0x10002a00',
  },
  mips64,
  mips64el: mips64,
  mips,
  mipsn32: mips,
  mipsn32el: { ...mips, arm: ['la $4, 3b', 'sw $4, 8(%[rseq])'], fieldEnd: ', 0', pointer: '.word ' },
  mipsel: { ...mips, arm: ['la $4, 3b', 'sw $4, 8(%[rseq])'], fieldEnd: ', 0', pointer: '.word ' },
  ppc64le: powerpc64,
  ppc64: powerpc64,
  ppc: {
    ...powerpc64,
    arm: ['lis %%r17, (3b)@ha', 'addi %%r17, %%r17, (3b)@l', 'stw %%r17, 12(%[rseq])'],
    body: [
      'lwz %%r17, 4(%[rseq])',
      'cmpw cr7, %[cpu], %%r17',
      'bne- cr7, 4f',
      'lwz%U[v]%X[v] %%r17, %[v]',
      'addi %%r17, %%r17, 1',
      'stw%U[v]%X[v] %%r17, %[v]',
    ],
    pointer: '.long 0, ',
  },
  s390x: {
    arm: ['larl %%r1, 3b', 'stg %%r1, 8(%[rseq])'],
    body: ['c %[cpu], 4(%[rseq])', 'jnz 4f', 'lg %%r1, %[v]', 'aghi %%r1, 1', 'stg %%r1, %[v]'],
    abort: ['jg %l[aborted]'],
    pointer: '.quad ',
    clobbers: '"r1"',
    signature: '0xb2ff0fff',
    swapped: '0xff0fffb2',
  },
  or1k: {
    arm: ['l.movhi r31, hi(3b)', 'l.ori r31, r31, lo(3b)', 'l.sw 12(%[rseq]), r31'],
    body: [
      'l.lwz r31, 4(%[rseq])',
      'l.sfne r31, %[cpu]',
      'l.bf 4f',
      'l.nop',
      'l.lwz r31, %[v]',
      'l.addi r31, r31, 1',
      'l.sw %[v], r31',
    ],
    abort: ['l.j %l[aborted]', 'l.nop'],
    pointer: '.long 0, ',
    clobbers: '"r31"',
    signature: '0x15000035',
    swapped: '0x35000015',
  },
};

function textOf(section: Section, signature: readonly string[], abort = section.abort): string {
  const lines = [
    '.pushsection __rseq_cs, \\"aw\\"',
    '.balign 32',
    '3: .long 0, 0',
    ...['1f', '2f - 1f', '4f'].map((field) => `${section.pointer}${field}${section.fieldEnd ?? ''}`),
    '.popsection',
    '.pushsection __rseq_cs_ptr_array, \\"aw\\"',
    `${section.pointer}3b${section.fieldEnd ?? ''}`,
    '.popsection',
    ...section.arm,
    '1:',
    ...section.body,
    '2:',
    '.pushsection __rseq_failure, \\"ax\\"',
    ...signature,
    '4:',
    ...abort,
    '.popsection',
  ];
  return [
    'int add(long *v, char *rseq, int cpu)',
    '{',
    '  __asm__ __volatile__ goto (',
    ...lines.map((line) => `    "${line}\\n\\t"`),
    '    : : [cpu] "r" (cpu), [rseq] "b" (rseq), [v] "m" (v[cpu])',
    `    : "memory", "cc", ${section.clobbers} : aborted);`,
    '  return 0;',
    'aborted:',
    '  return -1;',
    '}',
    '',
  ].join('\n');
}

for (const [target, section] of Object.entries(sections)) {
  describe(`a section for ${target}`, () => {
    /** Without information: that is about how a text is written, not about how it is read. */
    const analyzed = (text: string): ReturnType<typeof analyzeText> => {
      const analysis = analyzeText(syntax, { path: 'add.c', text, targets: [target] });
      return { ...analysis, findings: analysis.findings.filter(({ severity }) => severity !== 'info') };
    };

    it('is understood', () => {
      const { findings, sections: found } = analyzed(textOf(section, [`.long ${section.signature}`]));
      assert.deepEqual(
        found.map(({ resolved, armed, signature, commit, body }) => ({
          resolved,
          armed: armed !== undefined,
          bytes: signature?.bytes,
          commit: commit?.text,
          statements: body.length,
        })),
        [
          {
            resolved: true,
            armed: true,
            bytes: (architectureOf(target)?.dataEndian === 'little' ? section.swapped : section.signature).slice(2),
            commit: section.body.at(-1),
            statements: section.body.length,
          },
        ],
      );
      assert.deepEqual(findings, []);
    });

    it('needs its signature, with its bytes in the right order', () => {
      const rulesOf = (text: string): readonly string[] => analyzed(text).findings.map(({ rule }) => rule);
      assert.deepEqual(rulesOf(textOf(section, [])), ['abort-signature-missing']);
      assert.deepEqual(rulesOf(textOf(section, [`.long ${section.swapped}`])), ['abort-signature-endianness']);
    });

    it('may not be entered again without arming', () => {
      const back = section.abort.map((line) => line.replace('%l[aborted]', '1b'));
      const { findings } = analyzed(textOf(section, [`.long ${section.signature}`], back));
      assert.deepEqual(
        findings.map(({ rule }) => rule),
        ['retry-without-rearm'],
      );
    });
  });
}
