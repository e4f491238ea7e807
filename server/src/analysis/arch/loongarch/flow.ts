import { branchTarget, branchThrough, callTo, jumpTo, registersOf } from '../branches';
import type { Effect, Operand } from '../instruction';

const link = '$r1';
const zero = '$r0';

/** What a branch, call or return does; undefined if the mnemonic is none or its operands do not fit. */
export function lowerFlow(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const target = branchTarget(operands.at(-1));
  const registers = registersOf(operands.slice(0, -1));
  const compared = comparisons[mnemonic];
  if (compared !== undefined) {
    if (!target || registers?.length !== compared) return undefined;
    const reads = registers.filter((register) => register !== zero);
    return jumpTo(target, true, reads);
  }
  switch (mnemonic) {
    case 'b':
      return target && operands.length === 1 ? jumpTo(target, false) : undefined;
    case 'bl':
    case 'call36':
      return target && operands.length === 1 ? callTo(target.symbol, link) : undefined;
    case 'tail36':
      return target && registers?.length === 1 ? { ...jumpTo(target, false), writes: registers } : undefined;
    case 'jr':
      return through(operands, zero, true);
    case 'ret':
      return operands.length === 0 ? branchThrough(link, link) : undefined;
    case 'jirl': {
      const [register, base, offset] = operands;
      if (register?.kind !== 'register' || operands.length !== 3 || !base) return undefined;
      if (offset?.kind !== 'immediate' && offset?.kind !== 'symbol') return undefined;
      const plain = offset.kind === 'immediate' && offset.value?.terms.length === 0 && offset.value.constant === 0n;
      return through([base], register.register, plain);
    }
    default:
      return undefined;
  }
}

/** How many registers a conditional branch compares. */
const comparisons: Readonly<Record<string, number>> = {
  ...Object.fromEntries('beq bne blt bge bltu bgeu bgt ble bgtu bleu'.split(' ').map((name) => [name, 2])),
  ...Object.fromEntries('beqz bnez bltz bgez blez bgtz bceqz bcnez'.split(' ').map((name) => [name, 1])),
};

/** A branch to the address in a register, `plain` if nothing is added to it. */
function through(operands: readonly Operand[], into: string, plain: boolean): Effect | undefined {
  const registers = registersOf(operands);
  const [base] = registers ?? [];
  if (base === undefined || registers?.length !== 1) return undefined;
  if (into !== zero) return callTo(undefined, into, [base]);
  return branchThrough(base, plain ? link : '');
}
