/**
 * What 32-bit Arm instructions, A32 and T32, do with their operands, for {@link parseForms}; without conditions, `s` and width
 * qualifiers. Source: Arm Architecture Reference Manual (DDI 0406), chapter A8; names as GNU as takes them
 * (gas/config/tc-arm.c). Shifts behind an operand are taken off before.
 */

/** Data processing that sets the flags if its name ends in `s`. */
export const settingMnemonics: Readonly<Record<string, string>> = {
  'mov mvn neg cpy': 'w r',
  'add sub rsb and orr eor bic orn': 'w r r | u r',
  'adc sbc rsc': 'w r r < flags | u r < flags',
  'lsl lsr asr ror': 'w r r | u r',
  rrx: 'w r < flags',
  mul: 'w r r | u r',
  mla: 'w r r r',
  'umull smull': 'w w r r',
  'umlal smlal': 'u u r r',
};

/** Everything but branches, accesses to memory and what {@link settingMnemonics} has. */
export const dataMnemonics: Readonly<Record<string, string>> = {
  movw: 'w r',
  movt: 'u r',
  'addw subw': 'w r r | u r',
  'cmp cmn tst teq': 'r r > flags = compare',
  'adr adrl': 'w i',
  'mls smmla smmlar smmls smmlsr': 'w r r r',
  umaal: 'u u r r',
  'smulbb smulbt smultb smultt smulwb smulwt smmul smmulr smuad smuadx smusd smusdx': 'w r r',
  'smlabb smlabt smlatb smlatt smlawb smlawt smlad smladx smlsd smlsdx': 'w r r r',
  'smlalbb smlalbt smlaltb smlaltt smlald smlaldx smlsld smlsldx': 'u u r r',
  'sdiv udiv': 'w r r | u r',
  'clz rbit rev rev16 revsh': 'w r',
  'sxtb sxth uxtb uxth sxtb16 uxtb16': 'w r | u',
  'sxtab sxtah uxtab uxtah sxtab16 uxtab16': 'w r r | u r',
  'ubfx sbfx': 'w r i i',
  bfi: 'u r i i',
  bfc: 'u i i',
  'ssat usat ssat16 usat16': 'w i r',
  'pkhbt pkhtb': 'w r r',
  sel: 'w r r < flags',
  'qadd qsub qdadd qdsub usad8': 'w r r',
  usada8: 'w r r r',
  'sadd8 sadd16 ssub8 ssub16 sasx ssax uadd8 uadd16 usub8 usub16 uasx usax': 'w r r > flags',
  'qadd8 qadd16 qsub8 qsub16 qasx qsax uqadd8 uqadd16 uqsub8 uqsub16 uqasx uqsax': 'w r r',
  'shadd8 shadd16 shsub8 shsub16 shasx shsax uhadd8 uhadd16 uhsub8 uhsub16 uhasx uhsax': 'w r r',
  'crc32b crc32h crc32w crc32cb crc32ch crc32cw': 'w r r',

  mrs: 'w k',
  msr: 'k r',
  'mrc mrc2': 'k k w k k | k k w k k k | k k k k k k > flags',
  'mcr mcr2': 'k k r k k | k k r k k k',
  'mrrc mrrc2': 'k k w w k',
  'mcrr mcrr2': 'k k r r k',
  vmrs: 'w k | k k > flags',
  vmsr: 'k r',
  'vmvn vdup vcnt': 'w r',
  'vand vorr veor vbic vadd vsub': 'w r r | u r',

  nop: '= padding',
  'yield wfe wfi sev sevl': '= nop',
  'dbg hint': 'i = nop',
  setend: 'k = nop',
  'pld pldw pli': 'a = nop',
  'dmb dsb isb': '= barrier | k = barrier',
  'clrex csdb esb sb ssbb pssbb': '= barrier',

  // The number is in r7, as the ABI of the kernel has it (arch/arm/kernel/entry-common.S).
  'svc swi': 'i < r0 r1 r2 r3 r4 r5 r6 r7 > r0 = syscall',
  // Not for programs: the processor takes them for undefined instructions.
  'udf bkpt hlt hvc smc': 'i = trap | = trap',

  // The instructions behind carry their conditions themselves.
  'it itt ite ittt itte itet itee itttt ittte ittet ittee itett itete iteet iteee': 'k < flags',
};

/** Loads and stores of one register or, `d`, two; with the bytes that move. */
export const memoryMnemonics: Readonly<Record<string, string>> = {
  'ldr ldrt': 'w ml @ 4',
  'ldrb ldrbt ldrsb ldrsbt': 'w ml @ 1',
  'ldrh ldrht ldrsh ldrsht': 'w ml @ 2',
  ldrd: 'w w ml @ 8',
  'str strt': 'r mw @ 4',
  'strb strbt': 'r mw @ 1',
  'strh strht': 'r mw @ 2',
  strd: 'r r mw @ 8',
  'ldrex lda ldaex': 'w mr @ 4',
  'ldrexb ldab ldaexb': 'w mr @ 1',
  'ldrexh ldah ldaexh': 'w mr @ 2',
  'ldrexd ldaexd': 'w w mr @ 8',
  'strex stlex': 'w r mw @ 4',
  'strexb stlexb': 'w r mw @ 1',
  'strexh stlexh': 'w r mw @ 2',
  'strexd stlexd': 'w r r mw @ 8',
  stl: 'r mw @ 4',
  stlb: 'r mw @ 1',
  stlh: 'r mw @ 2',
  swp: 'w r mu @ 4',
  swpb: 'w r mu @ 1',
};

/** Loads and stores of vector registers; how much moves is in their operands. */
export const vectorMnemonics: Readonly<Record<string, string>> = {
  vldr: 'w ml',
  vstr: 'r mw',
  'vld1 vld2 vld3 vld4': 'w mr',
  'vst1 vst2 vst3 vst4': 'r mw',
};

/** Conditions behind a mnemonic. */
export const conditions: ReadonlySet<string> = new Set(
  'eq ne cs hs cc lo ul mi pl vs vc hi ls ge lt gt le al'.split(' '),
);
