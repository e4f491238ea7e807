import type { AbsoluteAddressing } from '../architecture';

/** `mov $symbol, …`, and memory that is nothing but a symbol: its address is in the instruction. */
export const x86AbsoluteAddressing: AbsoluteAddressing = {
  breaksLink: true,
  isAbsolute: (_, [source]) => {
    if (source?.kind === 'immediate') return true;
    if (source?.kind === 'symbol') return source.modifier === undefined;
    if (source?.kind !== 'memory') return false;
    const { base, index, modifier } = source.address;
    return base === undefined && index === undefined && modifier === undefined;
  },
};
