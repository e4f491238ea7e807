import type { Operand, Ordering } from '../instruction';
import { barrierOption, type Traits } from '../traits';

/** Source: MIPS Architecture for Programmers, volume II, "LL", "SC" and "SYNC"; gas/config/tc-mips.c for the macros. */
export const mipsTraits = (bits: 32 | 64): Traits => ({
  linked: { load: /^ll[de]?$/, store: /^sc[de]?$/ },
  orders: [
    [/^sync$/, synchronisation],
    [/^sync_release$/, 'release'],
    [/^sync_acquire$/, 'acquire'],
    [/^sync_wmb$/, 'stores'],
    [/^(sync_rmb|synci|ehb)$/, 'none'],
  ],
  split: [[bits === 32 ? /^(us[hwd]|sd)$/ : /^us[hwd]$/, 'macro']],
});

/** Types of sync; those that the manual leaves to the processor are taken for full ones. */
function synchronisation([type]: readonly Operand[]): Ordering | 'none' {
  const types: Readonly<Record<string, Ordering | 'none'>> = {
    4: 'stores',
    17: 'acquire',
    18: 'release',
    19: 'none',
  };
  return types[barrierOption(type) ?? '0'] ?? 'full';
}
