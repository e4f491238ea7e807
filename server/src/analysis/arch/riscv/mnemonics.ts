/**
 * What RISC-V instructions do with their operands, for {@link parseForms}. Source: The RISC-V Instruction Set Manual, volume I
 * (RV32/RV64 I, M, A, C, Zicsr, Zifencei, Zicond, Zba, Zbb, Zbs, Zacas), and the pseudo-instructions of the RISC-V assembly
 * programmer's manual; names as GNU as takes them (opcodes/riscv-opc.c). Branches are in flow.ts.
 */

/** Instructions without access to memory that both widths have. */
export const dataMnemonics: Readonly<Record<string, string>> = {
  'mv neg not seqz snez sltz sgtz sext.b sext.h zext.b zext.h': 'w r',
  'li la lla la.tls.ie la.tls.gd lui auipc': 'w i',
  // The fourth operand only carries the relocation %tprel_add.
  add: 'w r r | w r r i',
  'sub and or xor sll srl sra slt sltu sgt sgtu': 'w r r',
  'addi andi ori xori slti sltiu slli srli srai': 'w r i',
  'mul mulh mulhu mulhsu div divu rem remu': 'w r r',
  'sh1add sh2add sh3add andn orn xnor min minu max maxu rol ror pack packh clmul clmulh clmulr': 'w r r',
  'czero.eqz czero.nez bclr bext binv bset': 'w r r',
  'rori bclri bexti binvi bseti': 'w r i',
  'clz ctz cpop orc.b rev8': 'w r',
  'fmv.x.w fmv.w.x fmv.x.s fmv.s.x fmv.s fmv.d': 'w r',

  csrr: 'w k',
  'csrw csrs csrc': 'k r',
  'csrwi csrsi csrci': 'k i',
  'csrrw csrrs csrrc': 'w k r',
  'csrrwi csrrsi csrrci': 'w k i',
  'rdcycle rdtime rdinstret rdcycleh rdtimeh rdinstreth frcsr frrm frflags': 'w',
  'fscsr fsrm fsflags': 'r | w r',

  'nop c.nop': '= padding',
  'pause wfi ntl.p1 ntl.pall ntl.s1 ntl.all': '= nop',
  'prefetch.r prefetch.w prefetch.i': 'a = nop',
  fence: '= barrier | k k = barrier',
  'fence.i fence.tso': '= barrier',

  'ecall scall': '< a0 a1 a2 a3 a4 a5 a6 a7 > a0 = syscall',
  'ebreak sbreak c.ebreak unimp c.unimp': '= trap',

  'c.mv': 'w r',
  'c.add c.sub c.and c.or c.xor c.mul': 'u r',
  'c.addi c.addi16sp c.andi c.slli c.srli c.srai': 'u i',
  'c.addi4spn': 'w r i',
  'c.li c.lui': 'w i',
  'c.not c.zext.b c.zext.h c.sext.b c.sext.h': 'u',
};

/** Instructions without access to memory that only RV64 has. */
export const wideMnemonics: Readonly<Record<string, string>> = {
  'negw sext.w zext.w': 'w r',
  'addw subw sllw srlw sraw mulw divw divuw remw remuw rolw rorw packw': 'w r r',
  'addiw slliw srliw sraiw roriw slli.uw': 'w r i',
  'add.uw sh1add.uw sh2add.uw sh3add.uw': 'w r r',
  'clzw ctzw cpopw fmv.x.d fmv.d.x': 'w r',
  'c.addw c.subw': 'u r',
  'c.addiw': 'u i',
  'c.sext.w c.zext.w': 'u',
};

/**
 * Loads and stores. A symbol in place of the address makes a sequence of two instructions; stores and floating-point loads then
 * name a register for the address.
 */
export const memoryMnemonics: Readonly<Record<string, string>> = {
  'lb lbu': 'w ml @ 1',
  'lh lhu': 'w ml @ 2',
  lw: 'w ml @ 4',
  sb: 'r mw @ 1 | r mw w @ 1',
  sh: 'r mw @ 2 | r mw w @ 2',
  sw: 'r mw @ 4 | r mw w @ 4',
  flh: 'w mr @ 2 | w mr w @ 2',
  flw: 'w mr @ 4 | w mr w @ 4',
  fld: 'w mr @ 8 | w mr w @ 8',
  fsh: 'r mw @ 2 | r mw w @ 2',
  fsw: 'r mw @ 4 | r mw w @ 4',
  fsd: 'r mw @ 8 | r mw w @ 8',
  'c.lbu': 'w mr @ 1',
  'c.lh c.lhu': 'w mr @ 2',
  'c.lw c.lwsp c.flw c.flwsp': 'w mr @ 4',
  'c.fld c.fldsp': 'w mr @ 8',
  'c.sb': 'r mw @ 1',
  'c.sh': 'r mw @ 2',
  'c.sw c.swsp c.fsw c.fswsp': 'r mw @ 4',
  'c.fsd c.fsdsp': 'r mw @ 8',
};

/** Loads and stores that only RV64 has. */
export const wideMemoryMnemonics: Readonly<Record<string, string>> = {
  lwu: 'w ml @ 4',
  ld: 'w ml @ 8',
  sd: 'r mw @ 8 | r mw w @ 8',
  'c.ld c.ldsp': 'w mr @ 8',
  'c.sd c.sdsp': 'r mw @ 8',
};

/** Atomic instructions without their size (`.w`, `.d`) and ordering (`.aq`, `.rl`, `.aqrl`). */
export const atomicMnemonics: Readonly<Record<string, string>> = {
  lr: 'w mr',
  sc: 'w r mw',
  'amoswap amoadd amoxor amoand amoor amomin amomax amominu amomaxu': 'w r mu',
  amocas: 'u r mu',
};
