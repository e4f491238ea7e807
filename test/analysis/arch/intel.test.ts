import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { SyntaxBackend } from '../../../server/src/analysis';
import type { Architecture } from '../../../server/src/analysis/arch/architecture';
import { i386 } from '../../../server/src/analysis/arch/i386';
import { x86_64 } from '../../../server/src/analysis/arch/x86_64';
import type { Program } from '../../../server/src/analysis/model/program';
import { operandTable } from '../../../server/src/analysis/source/assembler/asmOperands';
import { buildProgram } from '../../../server/src/analysis/source/assembler/buildProgram';
import { StatementReader } from '../../../server/src/analysis/source/assembler/statements';
import { syntaxForTests } from '../../support/syntax';
import { effectText } from './effectText';
import { assemble } from './tools';

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

/** Rows `AT&T | Intel`: one instruction, written twice. */
const longMode = `
  movq %rbx, %fs:8(%rax)              | mov qword ptr fs:[rax+8], rbx
  movq %fs:8(%rax), %rbx              | mov rbx, QWORD PTR fs:8[rax]
  movq %rbx, %fs:0                    | mov fs:0, rbx
  movq %fs:__rseq_abi@TPOFF, %rax     | mov rax, fs:__rseq_abi@tpoff
  movq %fs:__rseq_abi@TPOFF+8, %rax   | mov rax, qword ptr fs:[__rseq_abi@tpoff+8]
  movq descriptor@GOTPCREL(%rip), %rax | mov rax, qword ptr descriptor@GOTPCREL[rip]
  movq descriptor@GOTPCREL(%rip), %rax | mov rax, [rip+descriptor@GOTPCREL]
  leaq 3b(%rip), %rax                 | lea rax, 3b[rip]
  leaq 3b(%rip), %rax                 | lea rax, [rip + 3b]
  leaq 4f(%rip), %rax                 | lea rax, [4f + rip]
  leaq descriptor(%rip), %rcx         | lea rcx, descriptor[rip]
  movq $descriptor, %fs:8(%rdi)       | mov qword ptr fs:[rdi + 8], offset descriptor
  movl $descriptor, %eax              | mov eax, OFFSET FLAT:descriptor
  cmpl %ecx, %fs:4(%rax)              | cmp dword ptr fs:[rax+4], ecx
  cmpl %ecx, %fs:4(%rax)              | cmp fs:4[rax], ecx
  cmpl $0, 4(%rdi)                    | cmp dword ptr [rdi+4], 0
  testb $1, (%rdi)                    | test byte ptr [rdi], 1
  btq $63, (%rdi)                     | bt qword ptr [rdi], 63
  movq (%rdi,%rcx,8), %rax            | mov rax, [rdi+rcx*8]
  movq (%rdi,%rcx,8), %rax            | mov rax, [rdi][rcx*8]
  movq -16(%rdi,%rcx,8), %rax         | mov rax, [rcx*8 + rdi - 16]
  movq -16(%rdi,%rcx,8), %rax         | mov rax, -16[rdi+8*rcx]
  movq 24(,%rcx,8), %rax              | mov rax, [8*rcx + 4*6]
  movq (%rdi,%rsi), %rax              | mov rax, [rdi+rsi]
  movq counter+8, %rax                | mov rax, counter[8]
  movq counter+8, %rax                | mov rax, qword ptr counter+8
  movq counter, %rax                  | mov rax, counter
  movl 5, %eax                        | mov eax, [5]
  movl $5, %eax                       | mov eax, 5
  movl $20, %eax                      | mov eax, 5 shl 2
  movl $-6, %eax                      | mov eax, not 5
  movl %ebx, %eax                     | mov eax, ebx
  movl %ebx, %eax                     | MOV EAX, EBX
  movb $1, (%rdi)                     | mov byte ptr [rdi], 1
  movb %al, (%rdi)                    | mov [rdi], al
  incq (%rdi)                         | inc qword ptr [rdi]
  addq $1, (%rdi)                     | add qword ptr [rdi], 1
  addq %rsi, (%rdi)                   | add [rdi], rsi
  lock xaddq %rax, (%rdi)             | lock xadd [rdi], rax
  lock cmpxchgq %rsi, (%rdi)          | lock cmpxchg [rdi], rsi
  lock cmpxchg16b (%rdi)              | lock cmpxchg16b xmmword ptr [rdi]
  xchgq %rax, (%rdi)                  | xchg [rdi], rax
  shll $2, (%rdi)                     | shl dword ptr [rdi], 2
  shll %cl, %eax                      | shl eax, cl
  shldl %cl, %eax, %ebx               | shld ebx, eax, cl
  imull $5, %ebx, %eax                | imul eax, ebx, 5
  imulq (%rdi), %rax                  | imul rax, [rdi]
  mulq (%rdi)                         | mul qword ptr [rdi]
  btrq $63, %r8                       | btr r8, 63
  xorl %eax, %eax                     | xor eax, eax
  sete (%rdi)                         | sete byte ptr [rdi]
  cmovnel (%rdi), %eax                | cmovne eax, dword ptr [rdi]
  cmovaq %rdx, %r11                   | cmova r11, rdx
  movzbl (%rdi), %eax                 | movzx eax, byte ptr [rdi]
  movzwq (%rdi), %rax                 | movzx rax, word ptr [rdi]
  movzbl %cl, %eax                    | movzx eax, cl
  movswq (%rdi), %rax                 | movsx rax, word ptr [rdi]
  movsbl (%rdi), %eax                 | movsx eax, byte ptr [rdi]
  movslq (%rdi), %rax                 | movsxd rax, dword ptr [rdi]
  movslq %ecx, %rax                   | movsxd rax, ecx
  cqto                                | cqo
  cltd                                | cdq
  movabsq $0x1234567890, %rax         | movabs rax, 0x1234567890
  pushq $5                            | push 5
  pushq (%rdi)                        | push qword ptr [rdi]
  pushw (%rdi)                        | push word ptr [rdi]
  popq %rcx                           | pop rcx
  enter $16, $0                       | enter 16, 0
  leave                               | leave
  jmp 4f                              | jmp 4f
  jmp 4f                              | jmp short 4f
  jmp target                          | jmp target
  jne 3b                              | jne 3b
  jmp *%rax                           | jmp rax
  jmp *(%rax)                         | jmp qword ptr [rax]
  jmp *(%rax)                         | jmp [rax]
  jmp *table(,%rax,8)                 | jmp table[rax*8]
  call function                       | call function
  call *%rdx                          | call rdx
  call *function@GOTPCREL(%rip)       | call [rip+function@GOTPCREL]
  ret                                 | ret
  ret $8                              | ret 8
  movsb                               | movsb
  rep movsb                           | rep movsb
  rep movsq                           | rep movsq
  stosl                               | stosd
  stosl                               | stos dword ptr es:[rdi], eax
  movsd (%rdi), %xmm0                 | movsd xmm0, qword ptr [rdi]
  movss %xmm0, (%rdi)                 | movss dword ptr [rdi], xmm0
  movups %xmm0, (%rdi)                | movups xmmword ptr [rdi], xmm0
  vmovdqu %ymm0, (%rdi)               | vmovdqu ymmword ptr [rdi], ymm0
  vpxor %ymm2, %ymm1, %ymm0           | vpxor ymm0, ymm1, ymm2
  movq %rax, %xmm0                    | movq xmm0, rax
  prefetcht0 (%rdi)                   | prefetcht0 [rdi]
  nopl (%rax)                         | nop dword ptr [rax]
  nopl 0x53053053(%rip)               | nop dword ptr [rip+0x53053053]
  ud1l 0x53053053(%rip), %edi         | ud1 edi, dword ptr [rip + 0x53053053]
  int $0x80                           | int 0x80
  syscall                             | syscall
  rdfsbase %rax                       | rdfsbase rax
  mfence                              | mfence
`;

const legacyMode = `
  movl $descriptor, %gs:8(%eax)       | mov dword ptr gs:[eax+8], offset descriptor
  leal descriptor@GOTOFF(%ebx), %eax  | lea eax, descriptor@GOTOFF[ebx]
  leal 4f-3b(%ebx), %eax              | lea eax, [ebx + 4f - 3b]
  cmpl %ecx, %gs:4(%eax)              | cmp gs:[eax+4], ecx
  incl (%edi,%ecx,4)                  | inc dword ptr [edi + 4*ecx]
  movzwl 2(%edi), %eax                | movzx eax, word ptr [edi+2]
  pushl $3                            | push 3
  pushl (%edi)                        | push dword ptr [edi]
  jmp *table(,%eax,4)                 | jmp dword ptr table[eax*4]
  call *%gs:16                        | call dword ptr gs:16
  lock cmpxchg8b (%edi)               | lock cmpxchg8b qword ptr [edi]
  movq %mm0, (%edi)                   | movq qword ptr [edi], mm0
  popa                                | popad
`;

describe('Intel syntax', () => {
  for (const [name, architecture, table] of [
    ['in 64-bit mode', x86_64, longMode],
    ['in 32-bit mode', i386, legacyMode],
  ] as const) {
    const rows = rowsOf(table);

    it(`has the effects of AT&T syntax ${name}`, () => {
      assert.deepEqual(
        rows.map(({ intel }) => `${intel} | ${effectsOf(architecture, intelText(intel))}`),
        rows.map(({ att, intel }) => `${intel} | ${effectsOf(architecture, attText(att))}`),
      );
      for (const { att } of rows) assert.doesNotMatch(effectsOf(architecture, attText(att)), /opaque/, att);
    });

    it(`has the bytes of AT&T syntax ${name}`, () => {
      const all = (text: (row: { att: string; intel: string }) => string): string =>
        `3: nop\n${rows.map((row) => `${text(row)}\n.balign 16, 0x90\n`).join('')}4: nop\n`;
      const intel = all((row) => row.intel);
      assert.equal(
        assemble(architecture, '.text', `.intel_syntax noprefix\n${intel}`).toString('hex'),
        assemble(
          architecture,
          '.text',
          all((row) => row.att),
        ).toString('hex'),
      );
    });
  }

  it('may have signs in front of registers, which it must without the word "noprefix"', () => {
    const signed = '.intel_syntax prefix\nmov %eax, dword ptr [%rdi+rax]\n';
    assert.equal(effectsOf(x86_64, signed), 'load: rdi > rax [read 4 0+rax(rdi)]');
    assert.equal(effectsOf(x86_64, signed.replace(' prefix', '')), effectsOf(x86_64, signed));
    assert.equal(
      effectsOf(x86_64, '.intel_syntax noprefix\nmov %eax, dword ptr [%rdi]\n'),
      effectsOf(x86_64, 'movl (%rdi), %eax\n'),
    );
  });

  it('ends where a directive says so', () => {
    const text = '.intel_syntax noprefix\nmov eax, ebx\n.att_syntax prefix\nmovl %ecx, %edx\n';
    assert.equal(effectsOf(x86_64, text), 'alu: rbx > rax; alu: rcx > rdx');
    assert.equal(
      effectsOf(x86_64, '.att_syntax noprefix\nmovl ecx, (rdx)\n'),
      effectsOf(x86_64, 'movl %ecx, (%rdx)\n'),
    );
  });

  it('leaves what it cannot read unknown', () => {
    for (const text of [
      'mov eax, 7 mod 3',
      'mov eax, tiny ptr [rax]',
      'mov eax, [rax-rbx]',
      'mov eax, [rax+rbx+rcx]',
      'mov eax, [rax*rbx]',
      'mov [rax], [rbx]',
      'mov 5, eax',
      'frobnicate eax, ebx',
      'mov eax, type counter',
      'jmp far ptr [rax]',
    ]) {
      assert.equal(effectsOf(x86_64, intelText(text)), 'opaque', text);
    }
  });
});

function rowsOf(table: string): readonly { readonly att: string; readonly intel: string }[] {
  return table
    .trim()
    .split('\n')
    .map((row) => {
      const [att = '', intel = ''] = row.split(' | ').map((part) => part.trim());
      return { att, intel };
    });
}

const attText = (instruction: string): string => `3: nop\n${instruction}\n4: nop\n`;
const intelText = (instruction: string): string => `.intel_syntax noprefix\n${attText(instruction)}`;

/** The effects of all instructions of a text but the nops that carry its labels. */
function effectsOf(architecture: Architecture, text: string): string {
  return programOf(architecture, text)
    .items.flatMap((item) => {
      if (item.kind === 'opaque') return ['opaque'];
      if (item.kind !== 'instruction' || item.instruction.mnemonic === 'nop') return [];
      // The index of a label is not the same with a directive in front.
      return [
        effectText(item.instruction.effect)
          .replace(/#\d+/g, '')
          .replace(/@\w+/g, (name) => name.toUpperCase()),
      ];
    })
    .join('; ');
}

function programOf(architecture: Architecture, text: string): Program {
  return buildProgram({
    text,
    statements: new StatementReader(syntax).read(text),
    architecture,
    form: 'file',
    template: false,
    intelSyntax: false,
    table: operandTable([]),
    operandsKnown: true,
    statement: undefined,
    isByteOrderKnown: true,
    isPositionIndependent: true,
    namedOutside: new Set(),
    repeatedLabels: new Set(),
    droppableSymbols: new Set(),
    elsewhere: { labels: [], sections: [] },
    assemblerMacros: false,
    registeredSignatures: [],
  });
}
