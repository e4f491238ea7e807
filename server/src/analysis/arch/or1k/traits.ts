import type { Traits } from '../traits';

/** Source: OpenRISC 1000 Architecture Manual 1.4, l.lwa, l.swa and l.msync. */
export const or1kTraits: Traits = {
  linked: { load: /^l\.lwa$/, store: /^l\.swa$/ },
};
