/**
 * What x86 instructions do with their operands, in AT&T order, for {@link parseForms}. Registers have their 64-bit names here;
 * {@link tablesOf} translates them for 32-bit mode. Sources: Intel SDM volume 2, AMD APM volume 3; names and suffixes as GNU as
 * takes them (opcodes/i386-opc.tbl).
 */

/** Mnemonics that may carry a size suffix `b`, `w`, `l` or, in 64-bit mode, `q`. */
export const sizedMnemonics: Readonly<Record<string, string>> = {
  'mov movnti movbe': 'r w',
  lea: 'a w',
  'add sub and or xor': 'r u > flags',
  'adc sbb': 'r u < flags > flags',
  'inc dec neg': 'u > flags',
  'not bswap': 'u',
  'shl sal shr sar rol ror': 'u > flags | c u > flags',
  'rcl rcr': 'u < flags > flags | c u < flags > flags',
  'shld shrd': 'r u < rcx > flags | c r u > flags',
  mul: 'r < rax > rax rdx flags',
  imul: 'r < rax > rax rdx flags | r u > flags | i r w > flags',
  'div idiv': 'r < rax rdx > rax rdx flags',
  'cmp test bt': 'r r > flags = compare',
  'bts btr btc': 'r u > flags',
  // With a source of zero the destination keeps its value.
  'bsf bsr': 'r u > flags',
  'tzcnt lzcnt popcnt': 'r w > flags',
  xchg: 'u u',
  xadd: 'u u > flags',
  cmpxchg: 'r u < rax > rax flags',
  'rdrand rdseed': 'w > flags',
  crc32: 'r u',
  'andn bextr bzhi': 'r r w > flags',
  'blsi blsr blsmsk': 'r w > flags',
  'pdep pext sarx shlx shrx': 'r r w',
  rorx: 'c r w',
  mulx: 'r w w < rdx',
  'adcx adox': 'r u < flags > flags',
  nop: '= padding | x = padding | x x = padding',
  'ud0 ud1 ud2b': 'x x = trap',
};

/** Mnemonics that stand for themselves only. */
export const exactMnemonics: Readonly<Record<string, string>> = {
  pushw: 'r < rsp > rsp [rsp-2] @ 2',
  popw: 'w < rsp [rsp] > rsp @ 2',

  cmpxchg8b: 'mu < rax rbx rcx rdx > rax rdx flags @ 8',

  'cbtw cbw cwtl cwde': '< rax > rax',
  'cwtd cwd cltd cdq': '< rax > rdx',
  'cld std clc stc': '> flags',
  cmc: '< flags > flags',
  sahf: '< rax > flags',
  lahf: '< flags > rax',

  'endbr64 endbr32': '= padding',
  pause: '= nop',
  'prefetcht0 prefetcht1 prefetcht2 prefetchnta prefetchw prefetch prefetchwt1': 'a = nop',
  'clflush clflushopt clwb cldemote': 'a = nop',
  'mfence lfence sfence serialize': '= barrier',

  'int3 int1 ud2 ud2a hlt': '= trap',
  sysenter: '< rax rbx rcx rdx rsi rdi rbp > rax rcx rdx = syscall',

  cpuid: '< rax rcx > rax rbx rcx rdx',
  rdtsc: '> rax rdx',
  rdtscp: '> rax rcx rdx',
  'rdpmc xgetbv': '< rcx > rax rdx',
  rdpru: '< rcx > rax rdx flags',
  rdpid: 'w',

  'movss vmovss': 'r w @ 4 | r r w @ 4',
  'movsd vmovsd': 'r w @ 8 | r r w @ 8',
  'movd vmovd': 'r w @ 4',
  'vmovq movlps movhps movlpd movhpd movq2dq movdq2q movntq': 'r w @ 8',
  'movaps movapd movups movupd movdqa movdqu lddqu movntdq movntdqa movntps movntpd': 'r w @ 16',
  'vmovaps vmovapd vmovups vmovupd vmovdqa vmovdqu vlddqu vmovntdq vmovntdqa vmovntps vmovntpd': 'r w',
  'vmovdqa32 vmovdqa64 vmovdqu8 vmovdqu16 vmovdqu32 vmovdqu64': 'r w',
  'pxor por pand pandn xorps xorpd andps andpd orps orpd': 'r u @ 16',
  'vpxor vpor vpand vpandn vxorps vxorpd': 'r r w',
  ldmxcsr: 'mr @ 4',
  stmxcsr: 'mw @ 4',
};

/** What only 64-bit mode has, or has with 64-bit operands: mnemonics with size suffixes. */
export const longModeSized: Readonly<Record<string, string>> = {
  movabs: 'r w',
  'rdfsbase rdgsbase': 'w',
  wrfsbase: 'r > fs',
  wrgsbase: 'r > gs',
};

/** What only 64-bit mode has, or has with 64-bit operands: mnemonics that stand for themselves. */
export const longModeExact: Readonly<Record<string, string>> = {
  'push pushq': 'r < rsp > rsp [rsp-8] @ 8',
  'pop popq': 'w < rsp [rsp] > rsp @ 8',
  'pushf pushfq': '< rsp flags > rsp [rsp-8] @ 8',
  'popf popfq': '< rsp [rsp] > rsp flags @ 8',
  'leave leaveq': '< rbp [rbp] > rsp rbp @ 8',
  'enter enterq': 'i i < rsp rbp > rsp rbp [rsp-8] @ 8',
  cmpxchg16b: 'mu < rax rbx rcx rdx > rax rdx flags @ 16',
  'cltq cdqe': '< rax > rax',
  'cqto cqo': '< rax > rdx',
  syscall: '< rax rdi rsi rdx r10 r8 r9 > rax rcx r11 = syscall',
};

/** What only 32-bit mode has, or has with 32-bit operands. */
export const legacyModeExact: Readonly<Record<string, string>> = {
  'push pushl': 'r < rsp > rsp [rsp-4] @ 4',
  'pop popl': 'w < rsp [rsp] > rsp @ 4',
  'pushf pushfl': '< rsp flags > rsp [rsp-4] @ 4',
  'popf popfl': '< rsp [rsp] > rsp flags @ 4',
  'pusha pushal pushad': '< rax rcx rdx rbx rsp rbp rsi rdi > rsp [rsp-32] @ 32',
  'popa popal popad': '< rsp [rsp] > rax rcx rdx rbx rsp rbp rsi rdi @ 32',
  'leave leavel': '< rbp [rbp] > rsp rbp @ 4',
  'enter enterl': 'i i < rsp rbp > rsp rbp [rsp-4] @ 4',
  'aaa aas': '< rax flags > rax flags',
  'daa das': '< rax flags > rax flags',
  'aad aam': '< rax > rax flags | i < rax > rax flags',
  'salc setalc': '< flags > rax',
  // Of the vector registers; there are no 64-bit general ones.
  movq: 'r w @ 8',
  // On AMD processors the kernel's vDSO uses it in 32-bit programs too.
  syscall: '< rax rbx rcx rdx rsi rdi rbp > rax rcx = syscall',
};

/** String instructions without their size suffix; the accesses are those of one step. */
export const stringMnemonics: Readonly<Record<string, string>> = {
  movs: '< rsi rdi [rsi] > rsi rdi [rdi]',
  stos: '< rax rdi > rdi [rdi]',
  lods: '< rsi [rsi] > rax rsi',
  cmps: '< rsi rdi [rsi] [rdi] > rsi rdi flags = compare',
  scas: '< rax rdi [rdi] > rdi flags = compare',
};

/** Suffixes of `jcc`, `setcc` and `cmovcc`. */
export const conditionCodes: ReadonlySet<string> = new Set(
  'o no b c nae nb nc ae e z ne nz be na nbe a s ns p pe np po l nge nl ge le ng nle g'.split(' '),
);
