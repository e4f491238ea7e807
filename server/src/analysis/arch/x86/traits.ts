import type { Traits } from '../traits';

/** Source: Intel SDM, volume 3, 9.2.5. Where the memory model keeps an order anyway, nothing is said. */
export const x86Traits: Traits = {
  orders: [
    [/^sfence$/, 'stores'],
    [/^lfence$/, 'acquire'],
  ],
};
