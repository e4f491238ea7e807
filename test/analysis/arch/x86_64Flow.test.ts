import { describe, it } from 'node:test';
import { x86_64 } from '../../../server/src/analysis/arch/x86_64';
import { checkAssembles, checkTable, readTable } from './table';

const tables = {
  comparisons: `
    cmp %rax, %rbx          | compare: rax rbx > flags
    cmpq (%rdi), %rax       | compare: rax rdi > flags [read 8 0(rdi)]
    cmpq %rax, (%rdi)       | compare: rax rdi > flags [read 8 0(rdi)]
    cmpl $3, (%rdi)         | compare: rdi > flags [read 4 0(rdi)]
    cmp 2(%rax,%rbx,4), %cx | compare: rax rbx rcx > flags [read 2 2(rax,rbx*4)]
    test %rax, %rax         | compare: rax > flags
    testb $7, %al           | compare: rax > flags
    testl $1, (%rdi)        | compare: rdi > flags [read 4 0(rdi)]
    test %eax, (%rdi)       | compare: rax rdi > flags [read 4 0(rdi)]
    btq $63, %r8            | compare: r8 > flags
  `,
  bits: `
    btrq $63, %r8          | alu: r8 > flags r8
    btsl $3, (%rdi)        | read-modify-write: rdi > flags [update 4 0(rdi)]
    btl $3, (%rdi)         | compare: rdi > flags [read 4 0(rdi)]
    lock btsq $3, (%rdi)   | read-modify-write: rdi > flags [update 8 0(rdi)]
    bt %rax, %rbx          | compare: rax rbx > flags
    bt %rax, (%rdi)        | opaque
    btcq %rax, %rbx        | alu: rax rbx > flags rbx
    lock btsl %eax, (%rdi) | opaque
    bsf %rax, %rbx         | alu: rax rbx > flags rbx
    bsrq (%rdi), %rbx      | load: rbx rdi > flags rbx [read 8 0(rdi)]
    tzcnt %rax, %rbx       | alu: rax > flags rbx
    lzcntl (%rdi), %ebx    | load: rdi > flags rbx [read 4 0(rdi)]
    popcnt %rax, %rbx      | alu: rax > flags rbx
    popcntq (%rdi), %rbx   | load: rdi > flags rbx [read 8 0(rdi)]
    bswap %eax             | alu: rax > rax
  `,
  exchanges: `
    xchg %rax, %rbx            | alu: rax rbx > rax rbx
    xchgq %rax, (%rdi)         | read-modify-write: rax rdi > rax [update 8 0(rdi)]
    xchg (%rdi), %eax          | read-modify-write: rax rdi > rax [update 4 0(rdi)]
    xadd %rax, %rbx            | alu: rax rbx > flags rax rbx
    cmpxchg %rcx, (%rdi)       | read-modify-write: rax rcx rdi > flags rax [update 8 0(rdi)]
    lock cmpxchgl %ecx, (%rdi) | read-modify-write: rax rcx rdi > flags rax [update 4 0(rdi)]
    cmpxchg8b (%rdi)           | read-modify-write: rax rbx rcx rdi rdx > flags rax rdx [update 8 0(rdi)]
    lock cmpxchg16b (%rdi)     | read-modify-write: rax rbx rcx rdi rdx > flags rax rdx [update 16 0(rdi)]
  `,
  'conditional moves': `
    cmova %rdx, %r10    | alu: flags r10 rdx > r10
    cmovaq %rdx, %r10   | alu: flags r10 rdx > r10
    cmovl %eax, %ebx    | alu: flags rax rbx > rbx
    cmovll (%rdi), %ebx | load: flags rbx rdi > rbx [read 4 0(rdi)]
    cmovbe (%rdi), %rbx | load: flags rbx rdi > rbx [read 8 0(rdi)]
    cmovne %rax, %rbx   | alu: flags rax rbx > rbx
    setb %al            | alu: flags > rax
    sete (%rdi)         | store: flags rdi [write 1 0(rdi)]
    setnb %cl           | alu: flags > rcx
    setl %dl            | alu: flags > rdx
  `,
  'the stack': `
    push %rax     | store: rax rsp > rsp [write 8 -8(rsp)]
    pushq $3      | store: rsp > rsp [write 8 -8(rsp)]
    pushq (%rdi)  | store: rdi rsp > rsp [read 8 0(rdi)] [write 8 -8(rsp)]
    push %r12     | store: r12 rsp > rsp [write 8 -8(rsp)]
    pushw $3      | store: rsp > rsp [write 2 -2(rsp)]
    pop %rax      | load: rsp > rax rsp [read 8 0(rsp)]
    popq (%rdi)   | store: rdi rsp > rsp [write 8 0(rdi)] [read 8 0(rsp)]
    pushf         | store: flags rsp > rsp [write 8 -8(rsp)]
    pushfq        | store: flags rsp > rsp [write 8 -8(rsp)]
    popfq         | load: rsp > flags rsp [read 8 0(rsp)]
    leave         | load: rbp > rbp rsp [read 8 0(rbp)]
    enter $16, $0 | store: rbp rsp > rbp rsp [write 8 -8(rsp)]
  `,
  branches: `
    jmp target          | branch: jump target
    jmp out             | branch: jump out
    jmp *%rax           | branch: rax indirect
    jmp *(%rax)         | branch: rax [read 8 0(rax)] indirect
    jmp *table(,%rax,8) | branch: rax [read 8 0+table(,rax*8)] indirect
    jmp *table(%rip)    | branch: [read 8 0+table(rip)] indirect
    notrack jmp *%rax   | branch: rax indirect
    bnd jmp target      | branch: jump target
    jnc full            | branch: flags may-jump full
    jae full            | branch: flags may-jump full
    jbe out             | branch: flags may-jump out
    jl out              | branch: flags may-jump out
    jz out              | branch: flags may-jump out
    jnz out             | branch: flags may-jump out
    jecxz out           | branch: rcx may-jump out
    jrcxz out           | branch: rcx may-jump out
    loop out            | branch: rcx > rcx may-jump out
    loopne out          | branch: flags rcx > rcx may-jump out
    loopz out           | branch: flags rcx > rcx may-jump out
  `,
  'calls and returns': `
    call function                 | call: rsp > rsp call function
    callq function@PLT            | call: rsp > rsp call function
    call *%rax                    | call: rax rsp > rsp call ?
    call *8(%rax)                 | call: rax rsp > rsp [read 8 8(rax)] call ?
    call *function@GOTPCREL(%rip) | call: rsp > rsp [read 8 0+function@GOTPCREL(rip)] call ?
    ret                           | branch: rsp > rsp return
    retq                          | branch: rsp > rsp return
    rep ret                       | branch: rsp > rsp return
    ret $8                        | branch: rsp > rsp return
    iretq                         | branch: rsp > rsp return
  `,
  'system calls': `
    syscall   | syscall: r10 r8 r9 rax rdi rdx rsi > r11 rax rcx syscall
    sysenter  | syscall: rax rbp rbx rcx rdi rdx rsi > rax rcx rdx syscall
    int $0x80 | syscall: rax rbp rbx rcx rdi rdx rsi > rax syscall
  `,
  traps: `
    int $3                     | trap: trap
    int3                       | trap: trap
    ud2                        | trap: trap
    ud1 0x53053053(%rip), %edi | trap: trap {53 30 05 53}
    ud1 %eax, %edi             | trap: trap
    ud1 0x53053053, %edi       | trap: trap {53 30 05 53}
    ud1l (%rax), %edi          | trap: trap
    hlt                        | trap: trap
  `,
  'sign extension of rax': `
    cqto | alu: rax > rdx
    cltd | alu: rax > rdx
    cltq | alu: rax > rax
    cwtl | alu: rax > rax
    cwtd | alu: rax > rdx
    cbtw | alu: rax > rax
    cwde | alu: rax > rax
    cdqe | alu: rax > rax
    cdq  | alu: rax > rdx
    cqo  | alu: rax > rdx
  `,
  flags: `
    cld  | alu: > flags
    std  | alu: > flags
    clc  | alu: > flags
    stc  | alu: > flags
    cmc  | alu: flags > flags
    sahf | alu: rax > flags
    lahf | alu: flags > rax
  `,
  padding: `
    nop                    | nop: padding
    nopl 0x53053053(%rip)  | nop: padding {53 30 05 53}
    nopw 0(%rax,%rax,1)    | nop: padding
    cs nopw 0(%rax,%rax,1) | nop: padding
    nopl (%rax)            | nop: padding
  `,
  'instructions without effect': `
    rep nop | nop:
    pause   | nop:
    endbr64 | nop: padding
  `,
  barriers: `
    mfence    | barrier:
    lfence    | barrier:
    sfence    | barrier:
    serialize | barrier:
  `,
  'the processor about itself': `
    cpuid              | alu: rax rcx > rax rbx rcx rdx
    rdtsc              | alu: > rax rdx
    rdtscp             | alu: > rax rcx rdx
    rdpid %rax         | alu: > rax
    rdpru              | alu: rcx > flags rax rdx
    xgetbv             | alu: rcx > rax rdx
    rdrand %eax        | alu: > flags rax
    rdseed %rcx        | alu: > flags rcx
    prefetcht0 (%rdi)  | nop: rdi
    prefetchw 64(%rdi) | nop: rdi
    clflush (%rdi)     | nop: rdi
    clflushopt (%rdi)  | nop: rdi
    clwb (%rdi)        | nop: rdi
  `,
  'extensions of the instruction set': `
    crc32b %al, %ecx         | alu: rax rcx > rcx
    crc32q (%rdi), %rcx      | load: rcx rdi > rcx [read 8 0(rdi)]
    andn %rax, %rbx, %rcx    | alu: rax rbx > flags rcx
    blsr %rax, %rbx          | alu: rax > flags rbx
    bextr %rax, (%rdi), %rcx | load: rax rdi > flags rcx [read 8 0(rdi)]
    pdep %rax, %rbx, %rcx    | alu: rax rbx > rcx
    rorx $3, (%rdi), %rcx    | load: rdi > rcx [read 8 0(rdi)]
    shlx %rax, %rbx, %rcx    | alu: rax rbx > rcx
    mulx %rax, %rbx, %rcx    | alu: rax rdx > rbx rcx
    adcx %rax, %rbx          | alu: flags rax rbx > flags rbx
    movbe (%rdi), %eax       | load: rdi > rax [read 4 0(rdi)]
    movbe %eax, (%rdi)       | store: rax rdi [write 4 0(rdi)]
    rdfsbase %rax            | alu: > rax
    wrfsbase %rax            | alu: rax > fs
    ldmxcsr (%rdi)           | load: rdi [read 4 0(rdi)]
    stmxcsr (%rdi)           | store: rdi [write 4 0(rdi)]
  `,
};

describe('x86-64 comparisons, branches and system instructions', () => {
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
