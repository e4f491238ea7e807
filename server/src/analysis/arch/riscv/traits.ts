import type { Operand, Ordering } from '../instruction';
import { barrierOption, type Traits } from '../traits';

/** Source: The RISC-V Instruction Set Manual, volume I, "A" and FENCE. */
export const riscvTraits: Traits = {
  linked: { load: /^lr\.[bhwd](\.|$)/, store: /^sc\.[bhwd](\.|$)/ },
  orders: [
    [/\.aqrl$/, 'full'],
    [/\.rl$/, 'release'],
    [/\.aq$/, 'acquire'],
    [/^fence\.i$/, 'none'],
    [/^fence\.tso$/, 'full'],
    [/^fence$/, fence],
  ],
};

/** `fence before, behind`: sets of i, o, r and w; without operands, all of them. */
function fence(operands: readonly Operand[]): Ordering | 'none' {
  const [before = 'rw', behind = 'rw'] = operands.map(barrierOption);
  const [reads, writes] = [before.includes('r'), before.includes('w')];
  const [laterReads, laterWrites] = [behind.includes('r'), behind.includes('w')];
  if (reads && writes && laterWrites) return laterReads ? 'full' : 'release';
  if (writes && laterWrites) return 'stores';
  return reads && laterWrites ? 'acquire' : 'none';
}
