/**
 * What OpenRISC instructions do with their operands, for {@link parseForms}. Source: OpenRISC 1000 Architecture Manual 1.4,
 * chapter 5; names as GNU as takes them (cpu/or1korbis.cpu). `flags` is the condition bit of the supervision register,
 * `carry` its carry and overflow.
 */

const integer: Readonly<Record<string, string>> = {
  'add sub': 'w r r > carry',
  addc: 'w r r < carry > carry',
  addi: 'w r i > carry',
  addic: 'w r i < carry > carry',
  'mul mulu div divu': 'w r r > carry',
  muli: 'w r i > carry',
  'and or xor sll srl sra ror': 'w r r',
  'andi ori xori slli srli srai rori': 'w r i',
  'exths exthz extbs extbz extws extwz ff1 fl1': 'w r',
  cmov: 'w r r < flags',
  'movhi adrp': 'w i',

  'sfeq sfne sfgtu sfgeu sfltu sfleu sfgts sfges sflts sfles': 'r r > flags = compare',
  'sfeqi sfnei sfgtui sfgeui sfltui sfleui sfgtsi sfgesi sfltsi sflesi': 'r i > flags = compare',

  'mac macu msb msbu muld muldu': 'r r < acc > acc carry',
  maci: 'r i < acc > acc carry',
  macrc: 'w < acc > acc',
  mfspr: 'w r i',
  mtspr: 'r r i',

  'lwz lws': 'w mr @ 4',
  lwa: 'w mr @ 4',
  'lhz lhs': 'w mr @ 2',
  'lbz lbs': 'w mr @ 1',
  ld: 'w mr @ 8',
  sw: 'mw r @ 4',
  swa: 'mw r > flags @ 4',
  sh: 'mw r @ 2',
  sb: 'mw r @ 1',
  sd: 'mw r @ 8',

  nop: '= padding | i = padding',
  'msync psync csync': '= barrier',
  // The number in r11, arguments in r3 to r8: arch/openrisc/kernel/entry.S of Linux.
  sys: 'i < r3 r4 r5 r6 r7 r8 r11 > r11 r12 = syscall',
  trap: 'i = trap',
  // Not for programs.
  rfe: '= trap',
};

const float: Readonly<Record<string, string>> = {
  'add.s sub.s mul.s div.s rem.s': 'w r r',
  'itof.s ftoi.s': 'w r',
  'madd.s': 'u r r',
  'sfeq.s sfne.s sfgt.s sfge.s sflt.s sfle.s': 'r r > flags = compare',
};

/** Every mnemonic with its prefix, `l.` or `lf.`. */
export const mnemonics: Readonly<Record<string, string>> = { ...prefixed('l.', integer), ...prefixed('lf.', float) };

function prefixed(prefix: string, table: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(table).map(([names, specification]) => [
      names
        .split(' ')
        .map((name) => `${prefix}${name}`)
        .join(' '),
      specification,
    ]),
  );
}
