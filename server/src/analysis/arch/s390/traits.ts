import type { Operand, Split } from '../instruction';
import type { Traits } from '../traits';

/** Source: Principles of Operation (SA22-7832), 5-127, "Storage-Operand Consistency". */
export const s390Traits: Traits = {
  split: [
    [/^st(m[yhg]?|am)$/, 'list'],
    [/^(mvc|nc|oc|xc)$/, severalBytes],
    [/^mv(cle?|st)$/, 'storage'],
  ],
};

function severalBytes([first]: readonly Operand[]): Split | undefined {
  return first?.kind === 'memory' && first.address.length === 1n ? undefined : 'storage';
}
