import { describe, it } from 'node:test';
import { x86_64 } from '../../../server/src/analysis/arch/x86_64';
import { checkAssembles, checkTable, readTable } from './table';

const tables = {
  moves: `
    mov %rax, %rbx                       | alu: rax > rbx
    movl %eax, (%rdi)                    | store: rax rdi [write 4 0(rdi)]
    mov %eax, (%rdi)                     | store: rax rdi [write 4 0(rdi)]
    mov (%rdi), %ax                      | load: rdi > rax [read 2 0(rdi)]
    movb $1, 8(%rsi,%rcx,4)              | store: rcx rsi [write 1 8(rsi,rcx*4)]
    movq $3, (%rdi)                      | store: rdi [write 8 0(rdi)]
    movq $descriptor, (%rdi)             | store: rdi [write 8 0(rdi)] &descriptor
    movq $descriptor, %rax               | alu: > rax &descriptor
    mov $descriptor+8, %rax              | alu: > rax
    movabs $descriptor, %rax             | alu: > rax &descriptor
    movabsq $0x123456789abcdef0, %rax    | alu: > rax
    movq descriptor@GOTPCREL(%rip), %rax | load: > rax [read 8 0+descriptor@GOTPCREL(rip)] &descriptor
    movq descriptor(%rip), %rax          | load: > rax [read 8 0+descriptor(rip)]
    movq descriptor+8(%rip), %rax        | load: > rax [read 8 8+descriptor(rip)]
    mov counter, %eax                    | load: > rax [read 4 0+counter()]
    movl %eax, counter                   | store: rax [write 4 0+counter()]
    movq %rax, %fs:8                     | store: rax [write 8 fs:8()]
    movq %rax, %fs:abi@TPOFF+8           | store: rax [write 8 fs:8+abi@TPOFF()]
    movzwl %fs:abi@TPOFF(%rcx), %eax     | load: rcx > rax [read 2 fs:0+abi@TPOFF(rcx)]
    mov %fs:0, %rax                      | load: > rax [read 8 fs:0()]
    mov %al, (%rdx)                      | store: rax rdx [write 1 0(rdx)]
    mov %ah, %cl                         | alu: rax > rcx
    mov %r8d, %r9d                       | alu: r8 > r9
    mov %r8, -0x28(%rbp)                 | store: r8 rbp [write 8 -40(rbp)]
    mov %ds, %eax                        | alu: ds > rax
    mov %cs, (%rsp)                      | store: cs rsp [write 2 0(rsp)]
  `,
  'sign and zero extensions': `
    movzwq (%r8,%rdi,4), %r9 | load: r8 rdi > r9 [read 2 0(r8,rdi*4)]
    movzbl %al, %eax         | alu: rax > rax
    movzb %al, %eax          | alu: rax > rax
    movzb (%rdi), %eax       | load: rdi > rax [read 1 0(rdi)]
    movzx %al, %eax          | alu: rax > rax
    movsx %al, %eax          | alu: rax > rax
    movsbl (%rdi), %eax      | load: rdi > rax [read 1 0(rdi)]
    movsbl %al, %eax         | alu: rax > rax
    movsb (%rdi), %eax       | load: rdi > rax [read 1 0(rdi)]
    movswl %ax, %eax         | alu: rax > rax
    movslq %eax, %rcx        | alu: rax > rcx
    movslq (%rdi), %rcx      | load: rdi > rcx [read 4 0(rdi)]
    movsxd %eax, %rcx        | alu: rax > rcx
    movsl (%rdi), %rcx       | load: rdi > rcx [read 4 0(rdi)]
  `,
  'string instructions': `
    movsb                    | store: rdi rsi > rdi rsi [read 1 0(rsi)] [write 1 0(rdi)]
    movsw                    | store: rdi rsi > rdi rsi [read 2 0(rsi)] [write 2 0(rdi)]
    movsl                    | store: rdi rsi > rdi rsi [read 4 0(rsi)] [write 4 0(rdi)]
    movsq                    | store: rdi rsi > rdi rsi [read 8 0(rsi)] [write 8 0(rdi)]
    movsb (%rsi), (%rdi)     | store: rdi rsi > rdi rsi [read 1 0(rsi)] [write 1 0(rdi)]
    movsb (%rsi), %es:(%rdi) | store: rdi rsi > rdi rsi [read 1 0(rsi)] [write 1 0(rdi)]
    rep movsb                | store: rcx rdi rsi > rcx rdi rsi [read ? 0(rsi)] [write ? 0(rdi)]
    rep movsq                | store: rcx rdi rsi > rcx rdi rsi [read ? 0(rsi)] [write ? 0(rdi)]
    rep stosb                | store: rax rcx rdi > rcx rdi [write ? 0(rdi)]
    repe cmpsb               | compare: rcx rdi rsi > flags rcx rdi rsi [read ? 0(rsi)] [read ? 0(rdi)]
    repne scasb              | compare: rax rcx rdi > flags rcx rdi [read ? 0(rdi)]
    repne scasb (%rdi), %al  | compare: rax rcx rdi > flags rcx rdi [read ? 0(rdi)]
    lodsb                    | load: rsi > rax rsi [read 1 0(rsi)]
    lodsq (%rsi), %rax       | load: rsi > rax rsi [read 8 0(rsi)]
    stosl                    | store: rax rdi > rdi [write 4 0(rdi)]
    stosb %al, %es:(%rdi)    | store: rax rdi > rdi [write 1 0(rdi)]
    cmpsl                    | compare: rdi rsi > flags rdi rsi [read 4 0(rsi)] [read 4 0(rdi)]
    scasw                    | compare: rax rdi > flags rdi [read 2 0(rdi)]
  `,
  'moves of vector registers': `
    movsd (%rdi), %xmm0        | load: rdi > xmm0 [read 8 0(rdi)]
    movsd %xmm0, (%rdi)        | store: rdi xmm0 [write 8 0(rdi)]
    movss %xmm1, 4(%rdi)       | store: rdi xmm1 [write 4 4(rdi)]
    movq %xmm0, (%rdi)         | store: rdi xmm0 [write 8 0(rdi)]
    movq %xmm0, %rax           | alu: xmm0 > rax
    movd %xmm0, %eax           | alu: xmm0 > rax
    movd (%rdi), %xmm3         | load: rdi > xmm3 [read 4 0(rdi)]
    movaps %xmm0, (%rdi)       | store: rdi xmm0 [write 16 0(rdi)]
    movups (%rdi), %xmm2       | load: rdi > xmm2 [read 16 0(rdi)]
    movdqu (%rdi), %xmm2       | load: rdi > xmm2 [read 16 0(rdi)]
    movdqa %xmm2, (%rdi)       | store: rdi xmm2 [write 16 0(rdi)]
    vmovdqu (%rdi), %ymm2      | load: rdi > xmm2 [read 32 0(rdi)]
    vmovdqa %xmm2, (%rdi)      | store: rdi xmm2 [write 16 0(rdi)]
    vmovsd %xmm0, (%rdi)       | store: rdi xmm0 [write 8 0(rdi)]
    vmovsd %xmm0, %xmm1, %xmm2 | alu: xmm0 xmm1 > xmm2
    vmovq %xmm0, %rax          | alu: xmm0 > rax
    movnti %eax, (%rdi)        | store: rax rdi [write 4 0(rdi)]
    movntdq %xmm0, (%rdi)      | store: rdi xmm0 [write 16 0(rdi)]
    pxor %xmm0, %xmm0          | alu: > xmm0
  `,
  addresses: `
    lea 8(%rax), %rbx             | alu: rax > rbx
    lea 1(%r8), %r8               | alu: r8 > r8
    leaq descriptor(%rip), %rax   | alu: > rax &descriptor
    lea descriptor, %eax          | alu: > rax &descriptor
    leaq descriptor+8(%rip), %rax | alu: > rax
    leaq abi@TLSGD(%rip), %rdi    | alu: > rdi
    lea -1(%rax), %rax            | alu: rax > rax
    lea (%rax,%rbx,8), %rcx       | alu: rax rbx > rcx
  `,
  'arithmetic and logic': `
    add %rax, %rbx           | alu: rax rbx > flags rbx
    addq $1, (%rdi)          | read-modify-write: rdi > flags [update 8 0(rdi)]
    addq %rax, 8(%rdi)       | read-modify-write: rax rdi > flags [update 8 8(rdi)]
    add 8(%rdi), %rax        | load: rax rdi > flags rax [read 8 8(rdi)]
    addl $0, -128(%rsp)      | read-modify-write: rsp > flags [update 4 -128(rsp)]
    lock addl $0, -128(%rsp) | barrier: rsp > flags
    lock orq $0, (%rsp)      | barrier: rsp > flags
    lock addl $1, (%rsp)     | read-modify-write: rsp > flags [update 4 0(rsp)]
    lock andl $0, (%rsp)     | read-modify-write: rsp > flags [update 4 0(rsp)]
    lock incq (%rdi)         | read-modify-write: rdi > flags [update 8 0(rdi)]
    lock xaddq %rax, (%rdi)  | read-modify-write: rax rdi > flags rax [update 8 0(rdi)]
    sub %r9, %r10            | alu: r10 r9 > flags r10
    sub %eax, %eax           | alu: > flags rax
    xor %eax, %eax           | alu: > flags rax
    xorq %rax, %rax          | alu: > flags rax
    xor %rax, %rbx           | alu: rax rbx > flags rbx
    xor %eax, (%rdi)         | read-modify-write: rax rdi > flags [update 4 0(rdi)]
    xorb %ah, %al            | alu: rax > flags rax
    sbb %eax, %eax           | alu: flags rax > flags rax
    adc $0, %rdx             | alu: flags rdx > flags rdx
    adcq $0, (%rdi)          | read-modify-write: flags rdi > flags [update 8 0(rdi)]
    and $-16, %rsp           | alu: rsp > flags rsp
    orl $1, (%rdi)           | read-modify-write: rdi > flags [update 4 0(rdi)]
    incq %r9                 | alu: r9 > flags r9
    inc %rax                 | alu: rax > flags rax
    decl (%rdi)              | read-modify-write: rdi > flags [update 4 0(rdi)]
    neg %rax                 | alu: rax > flags rax
    notq (%rdi)              | read-modify-write: rdi [update 8 0(rdi)]
    not %eax                 | alu: rax > rax
  `,
  shifts: `
    shl %rax               | alu: rax > flags rax
    shl $3, %rax           | alu: rax > flags rax
    shl %cl, %rax          | alu: rax rcx > flags rax
    shll %cl, (%rdi)       | read-modify-write: rcx rdi > flags [update 4 0(rdi)]
    shrq (%rdi)            | read-modify-write: rdi > flags [update 8 0(rdi)]
    sarl $31, %eax         | alu: rax > flags rax
    rol $8, %ax            | alu: rax > flags rax
    ror %cl, %rbx          | alu: rbx rcx > flags rbx
    rcl $1, %rax           | alu: flags rax > flags rax
    rcrl (%rdi)            | read-modify-write: flags rdi > flags [update 4 0(rdi)]
    shld $3, %rax, %rbx    | alu: rax rbx > flags rbx
    shld %cl, %rax, (%rdi) | read-modify-write: rax rcx rdi > flags [update 8 0(rdi)]
    shrd %rax, %rbx        | alu: rax rbx rcx > flags rbx
  `,
  'multiplication and division': `
    mul %rcx               | alu: rax rcx > flags rax rdx
    mulb %cl               | alu: rax rcx > flags rax
    mulb (%rdi)            | load: rax rdi > flags rax [read 1 0(rdi)]
    mulq (%rdi)            | load: rax rdi > flags rax rdx [read 8 0(rdi)]
    imul %rcx              | alu: rax rcx > flags rax rdx
    imul %rcx, %rdx        | alu: rcx rdx > flags rdx
    imul $3, %rcx, %rdx    | alu: rcx > flags rdx
    imulq $3, (%rdi), %rdx | load: rdi > flags rdx [read 8 0(rdi)]
    imul (%rdi), %rdx      | load: rdi rdx > flags rdx [read 8 0(rdi)]
    div %rcx               | alu: rax rcx rdx > flags rax rdx
    divl (%rdi)            | load: rax rdi rdx > flags rax rdx [read 4 0(rdi)]
    idivq %rcx             | alu: rax rcx rdx > flags rax rdx
    divb %cl               | alu: rax rcx > flags rax
  `,
};

describe('x86-64 data instructions', () => {
  for (const [title, table] of Object.entries(tables)) {
    it(title, () => {
      checkTable(x86_64, table);
    });
  }

  it('has instructions in its tables that an assembler takes', () => {
    const lines = Object.values(tables).flatMap((table) => readTable(table).map((row) => row.text));
    checkAssembles(['as', '--64'], lines);
  });
});
