import type { Operand, Ordering } from '../instruction';
import { barrierOption, severalRegisters, type Traits } from '../traits';

/**
 * Source: Arm Architecture Reference Manual (DDI 0406), A3.4, A3.5.3, A3.8.3 and B3.18 for the barriers of Armv6; of mnemonics without
 * condition.
 */
export const armTraits: Traits = {
  linked: { load: /^ld(r|a)ex[bhd]?$/, store: /^st(r|l)ex[bhd]?$/ },
  orders: [
    [/^stl(ex[bhd]?|[bh])?$/, 'release'],
    [/^lda(ex[bhd]?|[bh])?$/, 'acquire'],
    [/^d[ms]b$/, domain],
    // mcr p15, 0, r0, c7, c5, 4 is the instruction barrier.
    [/^mcr$/, (operands) => (barrierOption(operands[4]) === 'c10' ? 'full' : 'none')],
    [/^(isb|csdb|esb|sb|ssbb|pssbb|clrex)$/, 'none'],
  ],
  split: [
    [/^strd$/, 'pair'],
    [/^(v?stm|push|vpush)/, severalRegisters],
    [/^vst[1234]$/, severalRegisters],
  ],
};

function domain([option]: readonly Operand[]): Ordering {
  const name = barrierOption(option) ?? 'sy';
  if (/st$/.test(name)) return 'stores';
  return /ld$/.test(name) ? 'acquire' : 'full';
}
