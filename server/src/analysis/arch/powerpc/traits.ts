import type { Traits } from '../traits';

/** Source: Power ISA 3.0 B, book II, 1.7.1, 4.6.2 and 4.6.3; book I, 3.3.5 for stmw. */
export const powerpcTraits: Traits = {
  linked: { load: /^l[bhwdq]arx$/, store: /^st[bhwdq]cx\.$/ },
  orders: [
    [/^isync$/, 'none'],
    [/^(eieio|mbar)$/, 'stores'],
  ],
  split: [[/^stmw$/, 'list']],
};
