import { branchTarget, branchThrough, callTo, jumpTo, registersOf } from '../branches';
import type { Effect, Operand } from '../instruction';

/** What a branch, call or return does; undefined if the mnemonic is none or its operands do not fit. */
export function lowerFlow(written: string, operands: readonly Operand[]): Effect | undefined {
  const mnemonic = written.replace(/^c\./, '');
  const compared = comparisons[mnemonic];
  if (compared !== undefined) {
    const [target, registers] = [branchTarget(operands.at(-1)), registersOf(operands.slice(0, -1))];
    return target && registers?.length === compared ? jumpTo(target, true, tracked(registers)) : undefined;
  }
  switch (mnemonic) {
    case 'j':
    case 'tail': {
      const target = operands.length === 1 ? branchTarget(operands[0]) : undefined;
      return target && jumpTo(target, false);
    }
    case 'jump':
      return jumpByWay(operands);
    case 'jal':
    case 'call':
      return direct(operands);
    case 'jr':
      return operands.length <= 2 ? through(operands, 'zero') : undefined;
    case 'jalr':
      return linked(operands);
    case 'ret':
      return operands.length === 0 ? branchThrough('ra', 'ra') : undefined;
    default:
      return undefined;
  }
}

/** How many registers a conditional branch compares. */
const comparisons: Readonly<Record<string, number>> = {
  ...Object.fromEntries('beq bne blt bge bltu bgeu bgt ble bgtu bleu'.split(' ').map((name) => [name, 2])),
  ...Object.fromEntries('beqz bnez blez bgez bltz bgtz'.split(' ').map((name) => [name, 1])),
};

function tracked(registers: readonly string[]): readonly string[] {
  return registers.filter((register) => register !== 'zero');
}

/** `jump symbol, register`: a far jump that needs a register for the address. */
function jumpByWay([symbol, register, ...rest]: readonly Operand[]): Effect | undefined {
  const target = branchTarget(symbol);
  if (!target || register?.kind !== 'register' || rest.length > 0) return undefined;
  return { ...jumpTo(target, false), writes: [register.register] };
}

/** `jal symbol`, `jal register, symbol`; without use for the return address it is a jump. */
function direct(operands: readonly Operand[]): Effect | undefined {
  const target = branchTarget(operands.at(-1));
  const registers = registersOf(operands.slice(0, -1));
  if (!target || !registers || registers.length > 1) return undefined;
  const [link = 'ra'] = registers;
  return link === 'zero' ? jumpTo(target, false) : callTo(target.symbol, link);
}

/** `jalr base`, `jalr offset(base)`, `jalr link, base`, `jalr link, offset(base)`, `jalr link, base, offset`. */
function linked(operands: readonly Operand[]): Effect | undefined {
  const [first, second] = operands;
  const isBare = operands.length === 1 || second?.kind === 'immediate' || second?.kind === 'symbol';
  if (isBare) return through(operands, 'ra');
  return first?.kind === 'register' ? through(operands.slice(1), first.register) : undefined;
}

/** A branch to `offset(base)` or `base, offset` that leaves the return address in `link`. */
function through([where, offset, ...rest]: readonly Operand[], link: string): Effect | undefined {
  const base = where?.kind === 'register' ? where.register : where?.kind === 'memory' ? where.address.base : undefined;
  if (base === undefined || rest.length > 0) return undefined;
  if (offset && offset.kind !== 'immediate' && offset.kind !== 'symbol') return undefined;
  if (link !== 'zero') return callTo(undefined, link, [base]);
  return branchThrough(base, isNothing(where) && isNothing(offset) ? 'ra' : '');
}

/** True if an operand adds no displacement to the address that it gives. */
function isNothing(operand: Operand | undefined): boolean {
  if (!operand || operand.kind === 'register') return true;
  const value =
    operand.kind === 'memory' ? operand.address.displacement : operand.kind === 'immediate' ? operand.value : undefined;
  return value?.constant === 0n && value.terms.length === 0;
}
