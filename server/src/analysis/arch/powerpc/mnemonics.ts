/**
 * What PowerPC instructions do with their operands, for {@link parseForms}. Source: Power ISA 3.0 B, books I and II; names and
 * extended mnemonics as GNU as takes them (opcodes/ppc-opc.c). A dot behind a name (`add.`) adds a comparison of the result with
 * zero to every mnemonic of the first three tables; names with a dot here have no form without.
 */

const carry = 'xer';

/** Instructions on general registers. */
export const generalMnemonics: Readonly<Record<string, string>> = {
  'add subf sub mullw mulld mulhw mulhwu mulhd mulhdu divw divwu divd divdu divwe divweu divde divdeu': 'w r r',
  'and or xor nand nor eqv andc orc slw srw sld srd cmpb modsw moduw modsd modud bpermd': 'w r r',
  'addc subfc subc': `w r r > ${carry}`,
  'adde subfe': `w r r < ${carry} > ${carry}`,
  'addme addze subfme subfze': `w r < ${carry} > ${carry}`,
  'maddld maddhd maddhdu': 'w r r r',
  'sraw srad': `w r r > ${carry}`,
  'neg mr not cntlzw cntlzd cnttzw cnttzd extsb extsh extsw popcntb popcntw popcntd prtyw prtyd brw brh brd': 'w r',

  'addi addis subi subis mulli ori oris xori xoris': 'w r i',
  'addic subic subfic': `w r i > ${carry}`,
  'addic. subic.': `w r i > ${carry} cr0`,
  'andi. andis.': 'w r i > cr0',
  'li lis': 'w i',
  la: 'w a',

  'rlwinm rlwnm': 'w r x i i | w r x i',
  rlwimi: 'u r i i i | u r i i',
  'rldicl rldicr rldic': 'w r i i',
  rldimi: 'u r i i',
  'rldcl rldcr': 'w r r i',
  'rotlw rotld': 'w r r',
  'slwi srwi sldi srdi rotlwi rotrwi rotldi rotrdi clrlwi clrldi clrrwi clrrdi': 'w r i',
  'extlwi extrwi extldi extrdi clrlslwi clrlsldi': 'w r i i',
  'inslwi insrwi insrdi': 'u r i i',
  'srawi sradi': `w r i > ${carry}`,
  extswsli: 'w r i',

  'mfcr mfocrf': 'w < cr0 cr1 cr2 cr3 cr4 cr5 cr6 cr7 | w i < cr0 cr1 cr2 cr3 cr4 cr5 cr6 cr7',
  mtcr: 'r > cr0 cr1 cr2 cr3 cr4 cr5 cr6 cr7',
  mflr: 'w < lr',
  mfctr: 'w < ctr',
  mfxer: 'w < xer',
  mtlr: 'r > lr',
  mtctr: 'r > ctr',
  mtxer: 'r > xer',
  'mfvrsave mfdscr mfppr mfppr32 mfpvr mftbl mftbu mfspr mftb mfmsr': 'w | w k',
  'mtvrsave mtdscr mtppr mtppr32': 'r',
  mtspr: 'k r',
  darn: 'w i',

  nop: '= padding',
  xnop: '= padding',
  'dcbt dcbtst': 'r r = nop | r r i = nop | i r r = nop',
  'dcbf dcbst icbi icbt dcbfl dcbflp': 'r r = nop | i r r = nop',
  'sync hwsync lwsync ptesync': '= barrier | i = barrier',
  'isync eieio msync': '= barrier',
  mbar: '= barrier | i = barrier',
  wait: '= nop | i = nop',

  // Arguments in r3 to r8; powerpc/syscall64-abi.rst of the kernel.
  sc: '< r0 r3 r4 r5 r6 r7 r8 > r0 r3 r4 r5 r6 r7 r8 r9 r10 r11 r12 cr0 ctr xer = syscall',
  scv: 'i < r0 r3 r4 r5 r6 r7 r8 > r0 r3 r4 r5 r6 r7 r8 r9 r10 r11 r12 cr0 ctr lr xer = syscall',
  // Not for programs: a trap in problem state.
  'rfid rfi hrfid attn': '= trap',
};

/** Instructions on floating-point registers. */
export const floatMnemonics: Readonly<Record<string, string>> = {
  'fmr fneg fabs fnabs frsp fctiwz fctidz fcfid fsqrt fsqrts': 'w r',
  'fadd fadds fsub fsubs fmul fmuls fdiv fdivs': 'w r r',
  'fmadd fmadds fmsub fmsubs fnmadd fnmsub fsel': 'w r r r',
};

/** Instructions on vector registers. */
export const vectorMnemonics: Readonly<Record<string, string>> = {
  'vand vandc vor vnor vxor vaddubm vadduhm vadduwm vaddudm vsububm vsubuhm vsubuwm vsubudm': 'w r r',
  vmr: 'w r',
  'vspltisb vspltish vspltisw': 'w i',
};

/** Loads and stores on general registers: `u` and `ux` write the address back, `x` adds two registers. */
export const memoryMnemonics: Readonly<Record<string, string>> = {
  'lbz lbzu lbzx lbzux': 'w mr @ 1',
  'lhz lhzu lhzx lhzux lha lhau lhax lhaux lhbrx': 'w mr @ 2',
  'lwz lwzu lwzx lwzux lwa lwax lwaux lwbrx': 'w mr @ 4',
  'ld ldu ldx ldux ldbrx': 'w mr @ 8',
  lq: 'w mr @ 16',
  'stb stbu stbx stbux': 'r mw @ 1',
  'sth sthu sthx sthux sthbrx': 'r mw @ 2',
  'stw stwu stwx stwux stwbrx': 'r mw @ 4',
  'std stdu stdx stdux stdbrx': 'r mw @ 8',
  stq: 'r mw @ 16',
  lbarx: 'w mr @ 1',
  lharx: 'w mr @ 2',
  lwarx: 'w mr @ 4',
  ldarx: 'w mr @ 8',
  lqarx: 'w mr @ 16',
  'stbcx.': 'r mw > cr0 @ 1',
  'sthcx.': 'r mw > cr0 @ 2',
  'stwcx.': 'r mw > cr0 @ 4',
  'stdcx.': 'r mw > cr0 @ 8',
  'stqcx.': 'r mw > cr0 @ 16',
  lmw: 'w mr',
  stmw: 'r mw',
};

export const floatMemoryMnemonics: Readonly<Record<string, string>> = {
  'lfs lfsu lfsx lfsux lfiwax lfiwzx': 'w mr @ 4',
  'lfd lfdu lfdx lfdux': 'w mr @ 8',
  'stfs stfsu stfsx stfsux stfiwx': 'r mw @ 4',
  'stfd stfdu stfdx stfdux': 'r mw @ 8',
};

export const vectorMemoryMnemonics: Readonly<Record<string, string>> = {
  'lvx lvxl': 'w mr @ 16',
  'stvx stvxl': 'r mw @ 16',
  'lvebx lvehx lvewx': 'u mr',
  'stvebx stvehx stvewx': 'r mw',
};

export const scalarVectorMemoryMnemonics: Readonly<Record<string, string>> = {
  'lxv lxvx lxvd2x lxvw4x lxvh8x lxvb16x': 'w mr @ 16',
  'stxv stxvx stxvd2x stxvw4x stxvh8x stxvb16x': 'r mw @ 16',
  lxsdx: 'w mr @ 8',
  stxsdx: 'r mw @ 8',
};
