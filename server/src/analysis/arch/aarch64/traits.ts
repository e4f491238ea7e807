import type { Operand, Ordering } from '../instruction';
import { barrierOption, severalRegisters, type Traits } from '../traits';

const atomics = '(?:(?:ld|st)(?:add|clr|eor|set|[su]max|[su]min)|swp|casp?)';

/** Source: Arm Architecture Reference Manual (DDI 0487), B2.2 for single-copy atomicity, B2.3.12 for barriers, B2.9, C3.2.12. */
export const aarch64Traits: Traits = {
  linked: { load: /^lda?x[rp][bh]?$/, store: /^stl?x[rp][bh]?$/ },
  orders: [
    [/^st(l[lu]?r|lx[rp])[bh]?$/, 'release'],
    [/^ld(a|la|ap|apu|ax)[rp][bh]?$/, 'acquire'],
    [/^ldapur(s[bhw]|[bh])$/, 'acquire'],
    [new RegExp(`^${atomics}al[bh]?$`), 'full'],
    [new RegExp(`^${atomics}a[bh]?$`), 'acquire'],
    [new RegExp(`^${atomics}l[bh]?$`), 'release'],
    [/^d[ms]b$/, domain],
    [/^(isb|csdb|esb|sb|ssbb|pssbb|clrex)$/, 'none'],
  ],
  split: [
    [/^stn?p$/, 'pair'],
    [/^st[234]$/, 'list'],
    [/^st1$/, severalRegisters],
  ],
};

/** `ishst` and its kin order stores, `ishld` and its kin what comes behind loads; numbers are the same as fields. */
export function domain([option]: readonly Operand[]): Ordering {
  const name = barrierOption(option) ?? 'sy';
  const field = /^\d+$/.test(name) ? Number(name) & 3 : undefined;
  if (/st$/.test(name) || field === 2) return 'stores';
  return /ld$/.test(name) || field === 1 ? 'acquire' : 'full';
}
