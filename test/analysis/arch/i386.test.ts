import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { i386 } from '../../../server/src/analysis/arch/i386';
import { x32 } from '../../../server/src/analysis/arch/x32';
import { x86_64 } from '../../../server/src/analysis/arch/x86_64';
import { checkAssembles, checkTable, lowered, readTable } from './table';

const tables = {
  'moves and arithmetic': `
    movl %eax, %ebx               | alu: eax > ebx
    movl %eax, %gs:4(%ecx)        | store: eax ecx [write 4 gs:4(ecx)]
    movl $descriptor, %gs:8(%ecx) | store: ecx [write 4 gs:8(ecx)] &descriptor
    mov (%edi,%ecx,4), %ax        | load: ecx edi > eax [read 2 0(edi,ecx*4)]
    movzbl (%esi), %eax           | load: esi > eax [read 1 0(esi)]
    movzwl %ax, %eax              | alu: eax > eax
    movsbw %al, %cx               | alu: eax > ecx
    movb %ah, (%edx)              | store: eax edx [write 1 0(edx)]
    cmpl %gs:4(%eax), %ecx        | compare: eax ecx > flags [read 4 gs:4(eax)]
    addl $1, (%esp)               | read-modify-write: esp > flags [update 4 0(esp)]
    lock addl $0, -128(%esp)      | barrier: esp > flags
    xorl %eax, %eax               | alu: > eax flags
    incl counter                  | read-modify-write: > flags [update 4 0+counter()]
    dec %edx                      | alu: edx > edx flags
    mull %ecx                     | alu: eax ecx > eax edx flags
    divb %cl                      | alu: eax ecx > eax flags
    shldl %cl, %eax, %ebx         | alu: eax ebx ecx > ebx flags
    cltd                          | alu: eax > edx
    cmovnel %eax, %ecx            | alu: eax ecx flags > ecx
    sete (%edi)                   | store: edi flags [write 1 0(edi)]
    cmpxchgl %ecx, (%edi)         | read-modify-write: eax ecx edi > eax flags [update 4 0(edi)]
    lock cmpxchg8b (%edi)         | read-modify-write: eax ebx ecx edi edx > eax edx flags [update 8 0(edi)]
    aaa                           | alu: eax flags > eax flags
    aam $10                       | alu: eax > eax flags
    movq %mm0, (%edi)             | store: edi mm0 [write 8 0(edi)]
    movq (%edi), %xmm1            | load: edi > xmm1 [read 8 0(edi)]
    movdqu (%esi), %xmm7          | load: esi > xmm7 [read 16 0(esi)]
  `,
  'addresses of symbols': `
    leal descriptor, %eax             | alu: > eax &descriptor
    leal descriptor@GOTOFF(%ebx), %eax | alu: ebx > eax &descriptor
    movl descriptor@GOT(%ebx), %eax   | load: ebx > eax [read 4 0+descriptor@GOT(ebx)] &descriptor
    leal descriptor(%ebx), %eax       | alu: ebx > eax
    leal descriptor(,%ebx,4), %eax    | alu: ebx > eax
    leal counter@NTPOFF(%ebx), %eax   | alu: ebx > eax
    movl descriptor, %eax             | load: > eax [read 4 0+descriptor()]
  `,
  'the stack': `
    push %eax         | store: eax esp > esp [write 4 -4(esp)]
    pushl $3          | store: esp > esp [write 4 -4(esp)]
    pushl (%edi)      | store: edi esp > esp [read 4 0(edi)] [write 4 -4(esp)]
    pushw $3          | store: esp > esp [write 2 -2(esp)]
    popl %ecx         | load: esp > ecx esp [read 4 0(esp)]
    pushf             | store: esp flags > esp [write 4 -4(esp)]
    popfl             | load: esp > esp flags [read 4 0(esp)]
    pusha             | store: eax ebp ebx ecx edi edx esi esp > esp [write 32 -32(esp)]
    popal             | load: esp > eax ebp ebx ecx edi edx esi esp [read 32 0(esp)]
    leave             | load: ebp > ebp esp [read 4 0(ebp)]
  `,
  'string instructions': `
    movsb                       | store: edi esi > edi esi [read 1 0(esi)] [write 1 0(edi)]
    rep movsl                   | store: ecx edi esi > ecx edi esi [read ? 0(esi)] [write ? 0(edi)]
    stosl %eax, %es:(%edi)      | store: eax edi > edi [write 4 0(edi)]
    repne scasb %es:(%edi), %al | compare: eax ecx edi > ecx edi flags [read ? 0(edi)]
  `,
  'branches and calls': `
    jmp target        | branch: jump target
    jmpl *%eax        | branch: eax indirect
    jmp *table(,%eax,4) | branch: eax [read 4 0+table(,eax*4)] indirect
    jnz full          | branch: flags may-jump full
    jcxz out          | branch: ecx may-jump out
    jecxz out         | branch: ecx may-jump out
    loop out          | branch: ecx > ecx may-jump out
    loopne out        | branch: ecx flags > ecx may-jump out
    call function     | call: esp > esp call function
    calll *%gs:16     | call: esp > esp [read 4 gs:16()] call ?
    ret               | branch: esp > esp return
    rep ret           | branch: esp > esp return
    retl $4           | branch: esp > esp return
  `,
  'system instructions': `
    int $0x80            | syscall: eax ebp ebx ecx edi edx esi > eax syscall
    sysenter             | syscall: eax ebp ebx ecx edi edx esi > eax ecx edx syscall
    syscall              | syscall: eax ebp ebx ecx edi edx esi > eax ecx syscall
    int3                 | trap: trap
    ud2                  | trap: trap
    ud1 0x53053053, %edi | trap: trap {53 30 05 53}
    nopl 0x53053053      | nop: padding {53 30 05 53}
    rep nop              | nop:
    endbr32              | nop: padding
    mfence               | barrier:
    cpuid                | alu: eax ecx > eax ebx ecx edx
    rdtsc                | alu: > eax edx
  `,
};

describe('x86 in 32-bit mode', () => {
  for (const [title, table] of Object.entries(tables)) {
    it(title, () => {
      checkTable(i386, table);
    });
  }

  it('has instructions in its tables that an assembler takes', () => {
    const lines = Object.values(tables).flatMap((table) => readTable(table).map((row) => row.text));
    checkAssembles(['as', '--32'], lines);
  });

  it('forms the address of a descriptor relative to a label whose address is in a register', () => {
    const [symbol, here] = ['descriptor', 'here'].map((name) => ({ kind: 'external' as const, name }));
    assert.ok(symbol && here);
    const terms = [
      { symbol, sign: 1 as const },
      { symbol: here, sign: -1 as const },
    ];
    const leaOf = (constant: bigint): unknown => {
      const address = { base: 'eax', displacement: { constant, terms }, key: '' };
      const operand = { kind: 'memory' as const, address, writeBack: false, indirect: false };
      return i386.lower('leal', [operand, { kind: 'register', register: 'eax', indirect: false }], [])?.addressOf;
    };
    assert.deepEqual(leaOf(0n), symbol);
    assert.equal(leaOf(4n), undefined);
  });

  it('does not have what is new in 64-bit mode', () => {
    const rows = [
      'movq $3, (%edi)',
      'addq $1, (%edi)',
      'pushq $3',
      'popq %eax',
      'leaveq',
      'movabs $3, %eax',
      'movslq %eax, %ecx',
      'movsxd %eax, %ecx',
      'movzbq (%edi), %eax',
      'movsl (%edi), %eax',
      'cmovneq %eax, %ecx',
      'cqto',
      'cltq',
      'cdqe',
      'movsq',
      'rep stosq',
      'cmpxchg16b (%edi)',
      'rdfsbase %eax',
      'wrgsbase %eax',
      'callq function',
      'jmpq out',
      'retq',
      'jrcxz out',
      'loopq out',
      'mov %rax, %eax',
      'mov %r8d, %eax',
      'mov (%rdi), %eax',
      'mov descriptor(%rip), %eax',
    ];
    assert.deepEqual(
      rows.filter((row) => lowered(i386, row) !== 'opaque' && !/%r/.test(lowered(i386, row))),
      [],
    );
    assert.equal(i386.lower('incl', [{ kind: 'register', register: 'eax', indirect: false }], ['rex64']), undefined);
    for (const name of ['rax', 'r8d', 'sil', 'spl', 'xmm8', 'eip', 'rip', 'ymm31']) {
      assert.equal(i386.register(name), undefined, name);
    }
  });

  it('does not have what is only in 32-bit mode, in the other one', () => {
    const rows = ['pushl $3', 'pusha', 'popal', 'aaa', 'pushfl', 'leavel', 'calll function', 'jcxz out', 'retl'];
    assert.deepEqual(
      rows.filter((row) => lowered(x86_64, row) !== 'opaque'),
      [],
    );
  });
});

describe('x32', () => {
  it('has the instructions of 64-bit mode and pointers of 32 bits', () => {
    checkTable(
      x32,
      `
      movl $descriptor, %fs:8(%eax) | store: rax [write 4 fs:8(rax)] &descriptor
      movq (%rdi), %rax             | load: rdi > rax [read 8 0(rdi)]
      push %rax                     | store: rax rsp > rsp [write 8 -8(rsp)]
      `,
    );
    assert.equal(x32.pointerBytes, 4);
  });
});
