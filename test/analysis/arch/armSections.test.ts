import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { SyntaxBackend } from '../../../server/src/analysis';
import { analyzeText } from '../../support/check';
import { syntaxForTests } from '../../support/syntax';

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

interface Outcome {
  readonly findings: readonly string[];
  /** Of each section the bytes of its signature and the text of its commit, or what is not known. */
  readonly sections: readonly string[];
}

function outcome(target: string, lines: readonly string[], clobbers: string): Outcome {
  const text = `struct rseq { int cpu_id_start, cpu_id; long long rseq_cs; };

int counter_inc(long *counters, struct rseq *rseq, int cpu)
{
  __asm__ goto (${lines.map((line) => `"${line}\\n"`).join('\n')}
    : : [cpu] "r" (cpu), [rseq] "r" (rseq), [id] "m" (rseq->cpu_id), [rseq_cs] "m" (rseq->rseq_cs),
        [counter] "r" (&counters[cpu])
    : ${clobbers}, "memory", "cc" : aborted);
  return 0;
aborted:
  return -1;
}
`;
  const { findings, sections } = analyzeText(syntax, { path: 'a.c', text, targets: [target] });
  return {
    // Neither information nor what tools miss is about how a text is read.
    findings: findings.flatMap(({ rule, severity }) =>
      severity === 'info' || rule === 'descriptor-not-listed' ? [] : [rule],
    ),
    sections: sections.map(({ resolved, unknown, signature, commit }) =>
      resolved ? `${signature?.bytes ?? '-'} ${commit?.text ?? '-'}` : unknown.join(),
    ),
  };
}

/** As the kernel's selftests have it: a copy of the descriptor in front of the handler, whose address adr can form. */
function armSection(pointer: (label: string) => string, signature: string): readonly string[] {
  const fields = (direction: 'f' | 'b'): string =>
    `.word 0, 0; .word ${pointer(`1${direction}`)}, ${pointer(`2${direction} - 1${direction}`)}, ${pointer('4f')}`;
  return [
    '.pushsection __rseq_cs, \\"aw\\"',
    '.balign 32',
    `9: ${fields('f')}`,
    '.popsection',
    'adr r0, 3f',
    'str r0, %[rseq_cs]',
    '1: ldr r0, %[id]',
    'cmp %[cpu], r0',
    'bne 4f',
    'ldr r0, [%[counter]]',
    'add r0, #1',
    'str r0, [%[counter]]',
    '2: b 5f',
    '.balign 32',
    `3: ${fields('b')}`,
    signature,
    '4: b %l[aborted]',
    '5:',
  ];
}

const little = (label: string): string => `${label}, 0`;
const big = (label: string): string => `0, ${label}`;

describe('a section for 32-bit Arm', () => {
  const understood = { findings: [], sections: ['f3def5e7 str r0, [%[counter]]'] };

  it('has the signature as data or as an instruction', () => {
    for (const statement of ['.word 0xe7f5def3', '.inst 0xe7f5def3', 'udf #24035', '.inst.n 0xdef3; .inst.n 0xe7f5']) {
      assert.deepEqual(outcome('arm', armSection(little, statement), '"r0"'), understood, statement);
    }
  });

  it('has other data with big-endian data, and the same instructions', () => {
    for (const statement of ['.word 0xf3def5e7', '.inst 0xe7f5def3', 'udf #24035', '.inst.n 0xdef3; .inst.n 0xe7f5']) {
      assert.deepEqual(outcome('armeb', armSection(big, statement), '"r0"'), understood, statement);
    }
  });

  it('has another signature where the order of bytes is the other one', () => {
    const swapped = ['abort-signature-endianness'];
    assert.deepEqual(outcome('arm', armSection(little, '.word 0xf3def5e7'), '"r0"').findings, swapped);
    assert.deepEqual(outcome('armeb', armSection(big, '.word 0xe7f5def3'), '"r0"').findings, swapped);
    assert.deepEqual(outcome('arm', armSection(little, 'udf #24036'), '"r0"').findings, ['abort-signature-mismatch']);
  });

  it('is told where the halves of the addresses are swapped', () => {
    assert.deepEqual(outcome('arm', armSection(big, '.word 0xe7f5def3'), '"r0"'), {
      findings: ['descriptor-field-width'],
      sections: ['layout'],
    });
  });

  it('may be armed by movw and movt, or by a literal', () => {
    for (const forming of ['movw r0, #:lower16:9b; movt r0, #:upper16:9b', 'ldr r0, =9b']) {
      const lines = armSection(little, '.word 0xe7f5def3').map((line) => line.replace('adr r0, 3f', forming));
      assert.deepEqual(outcome('arm', lines, '"r0"'), understood, forming);
    }
  });

  it('is reported where it is never armed', () => {
    const lines = armSection(little, '.word 0xe7f5def3').map((line) => line.replace('str r0, %[rseq_cs]', 'nop'));
    assert.deepEqual(outcome('arm', lines, '"r0"').findings, ['section-never-armed']);
  });
});

describe('a file for 32-bit Arm', () => {
  it('has comments, directives and lists of its own', () => {
    const text = `
	.syntax unified
	.arm
	.fnstart
counter_inc:	@ r0: the counter, r1: the area, r2: the cpu
	.pushsection __rseq_cs, "aw", %progbits
	.balign 32
9:	.word 0, 0
	.word 1f, 0, (2f - 1f), 0, 4f, 0
	.popsection
	.pushsection __rseq_cs_ptr_array, "aw", %progbits
	.word	9b
	.popsection
	.save	{r4, lr}
	push	{r4, lr}
	adr	r3, 9b
	str	r3, [r1, #8] @arm
1:
	ldr	r3, [r1, #4]	@ cpu_id
	cmp	r3, r2
	bne	4f
	ldr	r3, [r0]
	add	r3, r3, #1 @ more
	str	r3, [r0]	@ commit
2:	mov	r0, #0
	pop	{r4, pc}
	.word 0xe7f5def3
4:	mov	r0, #-1
	pop	{r4, pc}
	.fnend
`;
    const { findings, sections } = analyzeText(syntax, { path: 'a.S', text, targets: ['arm'] });
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      [],
    );
    const [section] = sections;
    assert.deepEqual(
      [section?.resolved, section?.commit?.text, section?.body.map(({ kind }) => kind).join(' ')],
      [true, 'str r3, [r0]', 'load compare branch load alu store'],
    );
    assert.deepEqual(
      section?.abortHandler && text.slice(section.abortHandler.span.start, section.abortHandler.span.end),
      '4:',
    );
  });

  it('has a section that cannot be read if a directive in it is not known', () => {
    const text = '.pushsection __rseq_cs, "aw"\n.balign 32\n9: .word 0, 0, 1f, 0, 2f - 1f, 0, 4f, 0\n.popsection\n';
    const unknownOf = (directive: string): readonly string[] => {
      const code = `1: ${directive}\nstr r0, [r1]\n2: bx lr\n.word 0xe7f5def3\n4: bx lr\n`;
      const { sections } = analyzeText(syntax, { path: 'a.S', text: text + code, targets: ['arm'] });
      return sections.flatMap(({ unknown }) => unknown);
    };
    assert.deepEqual(unknownOf('.thumb'), []);
    assert.deepEqual(unknownOf('.ltorg'), ['mnemonic']);
  });
});

describe('a section for AArch64 with big-endian data', () => {
  const section = (signature: string): readonly string[] => [
    '.pushsection __rseq_cs, \\"aw\\"',
    '.balign 32',
    '3: .long 0, 0; .quad 1f, 2f - 1f, 4f',
    '.popsection',
    'adrp x15, 3b',
    'add x15, x15, :lo12:3b',
    'str x15, [%[rseq], #8]',
    '1: ldr w15, [%[rseq], #4]',
    'cmp w15, %w[cpu]',
    'b.ne 4f',
    'ldr x15, [%[counter]]',
    'add x15, x15, #1',
    'str x15, [%[counter]]',
    '2: b 5f',
    signature,
    '4: b %l[aborted]',
    '5:',
  ];

  it('has the same instruction as signature, and other data', () => {
    for (const statement of ['.inst 0xd428bc00', 'brk #0x45e0', '.word 0x00bc28d4']) {
      assert.deepEqual(outcome('aarch64_be', section(statement), '"x15"'), {
        findings: [],
        sections: ['00bc28d4 str x15, [%[counter]]'],
      });
    }
    assert.deepEqual(outcome('aarch64_be', section('.word 0xd428bc00'), '"x15"').findings, [
      'abort-signature-endianness',
    ]);
  });
});

describe('a section for i386', () => {
  const section = (arming: readonly string[], segment = 'gs'): readonly string[] => [
    '.pushsection __rseq_cs, \\"aw\\"',
    '.balign 32',
    '3: .long 0, 0; .long 1f, 0, 2f - 1f, 0, 4f, 0',
    '.popsection',
    ...arming,
    `1: cmpl %[cpu], %%${segment}:4(%[rseq])`,
    'jnz 4f',
    'incl (%[counter])',
    '2:',
    '.pushsection __rseq_failure, \\"ax\\"',
    '.byte 0x0f, 0xb9, 0x3d',
    '.long 0x53053053',
    '4: jmp %l[aborted]',
    '.popsection',
  ];
  const understood = { findings: [], sections: ['53300553 incl (%[counter])'] };

  it('may be armed by an absolute address', () => {
    assert.deepEqual(outcome('i386', section(['movl $3b, %%gs:8(%[rseq])']), '"eax"'), understood);
  });

  it('may be armed relative to the instruction pointer that a call has left', () => {
    const arming = [
      'jmp 779f',
      '880: movl (%%esp), %%eax',
      'ret',
      '779: call 880b',
      '881: leal (3b - 881b)(%%eax), %%eax',
      'movl %%eax, %%gs:8(%[rseq])',
    ];
    assert.deepEqual(outcome('i386', section(arming), '"eax"'), understood);
  });

  it('is reported where it is never armed', () => {
    assert.deepEqual(outcome('i386', section(['movl $3b, %%eax']), '"eax"').findings, ['section-never-armed']);
  });

  it('cannot be read with instructions of 64-bit mode', () => {
    const lines = section(['movl $3b, %%gs:8(%[rseq])']).map((line) => line.replace('incl', 'incq'));
    assert.deepEqual(outcome('i386', lines, '"eax"'), { findings: [], sections: ['mnemonic'] });
  });
});
