/**
 * What MIPS instructions do with their operands, for {@link parseForms}. Source: MIPS Architecture for Programmers, volume II
 * (releases 1 to 6), and the macros of GNU as (opcodes/mips-opc.c). Branches are in flow.ts. With one source less the destination
 * is a source, and an immediate can stand for the last register.
 */

const three = 'w r r | u r';

/** Instructions without access to memory that both widths have. */
export const dataMnemonics: Readonly<Record<string, string>> = {
  'move not abs seb seh wsbh clz clo bitswap': 'w r',
  'neg negu': 'w r | u',
  'li la lui auipc aluipc addiupc': 'w i',
  aui: 'w r i',
  'add addu addi addiu sub subu and andi or ori xor xori nor': three,
  'slt sltu slti sltiu seq sne sge sgeu sgt sgtu sle sleu': three,
  'sll srl sra sllv srlv srav rotr rotrv ror rol': three,
  'movn movz': 'u r r',
  'movf movt': 'u r r',
  'seleqz selnez mul muh mulu muhu mod modu': three,
  'mult multu': 'r r > hi lo',
  'div divu rem remu': 'w r r > hi lo | u r > hi lo',
  'mulo mulou': 'w r r > hi lo | u r > hi lo',
  'madd maddu msub msubu': 'r r < hi lo > hi lo',
  mfhi: 'w < hi',
  mflo: 'w < lo',
  mthi: 'r > hi',
  mtlo: 'r > lo',
  lsa: 'w r r i',
  align: 'w r r i',
  ext: 'w r i i',
  ins: 'u r i i',

  rdhwr: 'w x | w x i',
  'mfc0 mfc2 mfhc0': 'w x | w x i',
  'mtc0 mtc2 mthc0': 'r x | r x i',
  'mfc1 mfhc1 mov.s mov.d': 'w r',
  mtc1: 'r w',
  mthc1: 'r u',
  cfc1: 'w x',
  ctc1: 'r x',

  nop: '= padding',
  'ssnop pause wait': '= nop',
  pref: 'i a = nop',
  sync: '= barrier | i = barrier',
  'sync_mb sync_acquire sync_release sync_rmb sync_wmb ehb': '= barrier',
  synci: 'a = barrier',

  'teq tne tge tgeu tlt tltu': 'r r | r r i',
  'teqi tnei tgei tgeiu tlti tltiu': 'r i',
  'break sdbbp': '= trap | i = trap | i i = trap',
  syscall: '< $2 $4 $5 $6 $7 > $2 $7 = syscall | i < $2 $4 $5 $6 $7 > $2 $7 = syscall',
};

/** Instructions without access to memory that only 64-bit processors have. */
export const wideMnemonics: Readonly<Record<string, string>> = {
  'dclz dclo dsbh dshd dbitswap': 'w r',
  'dneg dnegu': 'w r | u',
  'dli dla': 'w i',
  'daui dahi dati': 'w r i | u i',
  'dadd daddu daddi daddiu dsub dsubu': three,
  'dsll dsrl dsra dsll32 dsrl32 dsra32 dsllv dsrlv dsrav drotr drotr32 drotrv dror drol': three,
  'dmul dmuh dmulu dmuhu dmod dmodu': three,
  'dmult dmultu': 'r r > hi lo',
  'ddiv ddivu drem dremu': 'w r r > hi lo | u r > hi lo',
  dlsa: 'w r r i',
  dalign: 'w r r i',
  'dext dextm dextu': 'w r i i',
  'dins dinsm dinsu': 'u r i i',
  dmfc0: 'w x | w x i',
  dmtc0: 'r x | r x i',
  dmfc1: 'w r',
  dmtc1: 'r w',
};

/** Loads and stores; those of a symbol are sequences that end with the access. */
export const memoryMnemonics: Readonly<Record<string, string>> = {
  'lb lbu lbe lbue': 'w mr @ 1',
  'lh lhu lhe lhue': 'w mr @ 2',
  'lw lwe ll lle lwc1 l.s': 'w mr @ 4',
  'ldc1 l.d': 'w mr @ 8',
  'sb sbe': 'r mw @ 1',
  'sh she': 'r mw @ 2',
  'sw swe swc1 s.s': 'r mw @ 4',
  'sdc1 s.d': 'r mw @ 8',
  // The register says afterwards whether it was stored.
  'sc sce': 'u mw @ 4',
  // Parts of a word that may lie across two.
  'lwl lwr': 'u mr',
  'swl swr': 'r mw',
  'ulh ulhu': 'w mr @ 2',
  ulw: 'w mr @ 4',
  ush: 'r mw @ 2',
  usw: 'r mw @ 4',
};

/** To 32-bit processors `ld` and `sd` are macros that access two words, the second with the next register. */
export const pairMemoryMnemonics: Readonly<Record<string, string>> = {
  ld: 'w w mr @ 8',
  sd: 'r r mw @ 8',
};

/** Loads and stores that only 64-bit processors have. */
export const wideMemoryMnemonics: Readonly<Record<string, string>> = {
  lwu: 'w mr @ 4',
  'ld lld uld': 'w mr @ 8',
  'sd usd': 'r mw @ 8',
  scd: 'u mw @ 8',
  'ldl ldr': 'u mr',
  'sdl sdr': 'r mw',
};
