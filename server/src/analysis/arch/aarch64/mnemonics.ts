/**
 * What AArch64 instructions do with their operands, for {@link parseForms}. Source: Arm Architecture Reference Manual for
 * A-profile (DDI 0487), part C; names as GNU as takes them (opcodes/aarch64-tbl.h).
 */

/** Everything but branches and accesses to memory. Shift and extend operands are taken off before. */
export const dataMnemonics: Readonly<Record<string, string>> = {
  'mov movn movz mvn neg fmov movi mvni dup umov smov': 'w r',
  movk: 'u i',
  ins: 'u r',
  'add sub and orr eor bic orn eon': 'w r r',
  'adds subs ands bics': 'w r r > flags',
  negs: 'w r > flags',
  'adc sbc': 'w r r < flags',
  'adcs sbcs': 'w r r < flags > flags',
  ngc: 'w r < flags',
  ngcs: 'w r < flags > flags',
  'cmp cmn tst': 'r r > flags = compare',
  'ccmp ccmn': 'r r i k < flags > flags = compare',
  'csel csinc csinv csneg': 'w r r k < flags',
  'cinc cinv cneg': 'w r k < flags',
  'cset csetm': 'w k < flags',
  'mul mneg smull umull smnegl umnegl smulh umulh sdiv udiv smax smin umax umin': 'w r r',
  'madd msub smaddl umaddl smsubl umsubl': 'w r r r',
  'lsl lsr asr ror lslv lsrv asrv rorv': 'w r r',
  'ubfx sbfx ubfiz sbfiz ubfm sbfm': 'w r i i',
  'bfi bfxil bfm': 'u r i i',
  bfc: 'u i i',
  extr: 'w r r i',
  'sxtb sxth sxtw uxtb uxth uxtw cls clz rbit rev rev16 rev32 rev64 cnt ctz abs': 'w r',
  'crc32b crc32h crc32w crc32x crc32cb crc32ch crc32cw crc32cx': 'w r r',
  'setf8 setf16': 'r > flags',
  cfinv: '< flags > flags',
  'adr adrp': 'w i',

  'pacia pacib pacda pacdb autia autib autda autdb': 'u r',
  'paciza pacizb pacdza pacdzb autiza autizb autdza autdzb xpaci xpacd': 'u',
  pacga: 'w r r',
  'paciasp pacibsp autiasp autibsp': '< x30 sp > x30',
  'paciaz pacibz autiaz autibz xpaclri': '< x30 > x30',
  'pacia1716 pacib1716 autia1716 autib1716': '< x16 x17 > x17',

  mrs: 'w k',
  msr: 'k r',

  nop: '= padding',
  bti: '= padding | k = padding',
  'yield wfe wfi sev sevl dgh': '= nop',
  'prfm prfum': 'k a = nop',
  'dc ic': 'k r = nop',
  'dmb dsb': 'k = barrier',
  isb: '= barrier | k = barrier',
  'csdb esb sb ssbb pssbb': '= barrier',
  clrex: '= barrier | i = barrier',

  svc: 'i < x0 x1 x2 x3 x4 x5 x8 > x0 = syscall',
  // Not for programs: the processor takes them for undefined instructions at EL0.
  'brk hlt udf hvc smc': 'i = trap',
};

/** What `hint #n` is another name for; numbers that are not listed do nothing (DDI 0487, C6.2, HINT). */
export const hints: ReadonlyMap<bigint, string> = new Map<bigint, string>([
  [0n, 'nop'],
  [1n, 'yield'],
  [2n, 'wfe'],
  [3n, 'wfi'],
  [4n, 'sev'],
  [5n, 'sevl'],
  [6n, 'dgh'],
  [7n, 'xpaclri'],
  [8n, 'pacia1716'],
  [10n, 'pacib1716'],
  [12n, 'autia1716'],
  [14n, 'autib1716'],
  [16n, 'esb'],
  [20n, 'csdb'],
  [24n, 'paciaz'],
  [25n, 'paciasp'],
  [26n, 'pacibz'],
  [27n, 'pacibsp'],
  [28n, 'autiaz'],
  [29n, 'autiasp'],
  [30n, 'autibz'],
  [31n, 'autibsp'],
  [32n, 'bti'],
  [34n, 'bti'],
  [36n, 'bti'],
  [38n, 'bti'],
]);

/** Loads and stores; a suffix `b`, `h`, `sb`, `sh` or `sw` says how much of a register moves. */
export const memoryMnemonics: Readonly<Record<string, string>> = {
  ldr: 'w ml',
  'ldur ldtr ldar ldlar ldapr ldapur ldxr ldaxr ldraa ldrab': 'w mr',
  'str stur sttr stlr stllr stlur': 'r mw',
  'stxr stlxr': 'w r mw',
  'ld1 ld2 ld3 ld4 ld1r ld2r ld3r ld4r': 'w mr',
  'st1 st2 st3 st4': 'r mw',
};

/** Loads and stores of two registers. */
export const pairMnemonics: Readonly<Record<string, string>> = {
  'ldp ldnp ldpsw ldxp ldaxp': 'w w mr',
  'stp stnp': 'r r mw',
  'stxp stlxp': 'w r r mw',
};

/** Read-modify-write of the Large System Extensions, without their ordering and size suffixes. */
export const atomicMnemonics: Readonly<Record<string, string>> = {
  'ldadd ldclr ldeor ldset ldsmax ldsmin ldumax ldumin swp': 'r w mu',
  'stadd stclr steor stset stsmax stsmin stumax stumin': 'r mu',
  cas: 'u r mu',
  casp: 'u u r r mu',
};

export const conditionCodes: ReadonlySet<string> = new Set(
  'eq ne cs hs cc lo mi pl vs vc hi ls ge lt gt le al nv none any nlast last first nfrst pmore plast tcont tstop'.split(
    ' ',
  ),
);
