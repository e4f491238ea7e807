import { branchTarget, branchThrough, callTo, jumpTo, registersOf } from '../branches';
import type { Effect, Operand } from '../instruction';

const link = '$31';

/**
 * What a branch, call or return does; undefined if the mnemonic is none or its operands do not fit. Compact branches (`bc`, `jic`)
 * have no delay slot, likely ones (`beql`) one that is only executed if they are taken.
 */
export function lowerFlow(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  return (
    delayed(unconditional(mnemonic, operands) ?? conditional(mnemonic, operands), 'always') ??
    delayed(likely(mnemonic, operands), 'taken') ??
    compact(mnemonic, operands)
  );
}

function delayed(effect: Effect | undefined, delaySlot: 'always' | 'taken'): Effect | undefined {
  return effect && { ...effect, delaySlot };
}

function unconditional(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const [first, second] = operands;
  const target = branchTarget(operands.at(-1));
  const registers = registersOf(operands);
  switch (mnemonic) {
    case 'b':
    case 'j':
      if (target) return operands.length === 1 ? jumpTo(target, false) : undefined;
      return through(registers);
    case 'jr':
    case 'jr.hb':
      return through(registers);
    case 'bal':
      return target && operands.length === 1 ? callTo(target.symbol, link) : undefined;
    case 'jal':
    case 'jalr':
    case 'jalr.hb':
      if (target && mnemonic === 'jal') return operands.length === 1 ? callTo(target.symbol, link) : undefined;
      if (first?.kind !== 'register') return undefined;
      if (operands.length === 1) return callTo(undefined, link, [first.register]);
      if (second?.kind !== 'register' || operands.length !== 2) return undefined;
      if (first.register === zero) return through([second.register]);
      return callTo(undefined, first.register, [second.register]);
    default:
      return undefined;
  }
}

const zero = '$0';

function through(registers: readonly string[] | undefined): Effect | undefined {
  const [register] = registers ?? [];
  return register !== undefined && registers?.length === 1 ? branchThrough(register, link) : undefined;
}

function conditional(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const target = branchTarget(operands.at(-1));
  const tested = operands.slice(0, -1);
  if (!target) return undefined;
  const [left, right] = tested;
  if (/^bc1[tf]$/.test(mnemonic))
    return tested.length <= 1 ? jumpTo(target, true, readsOf(tested, '$fcc0')) : undefined;
  if (left?.kind !== 'register') return undefined;
  if (comparisons.has(mnemonic)) {
    if (tested.length !== 2 || (right?.kind !== 'register' && right?.kind !== 'immediate')) return undefined;
    return jumpTo(target, true, readsOf(tested));
  }
  if (tested.length !== 1) return undefined;
  if (withZero.has(mnemonic)) return jumpTo(target, true, readsOf(tested));
  // Taken or not, it leaves its return address; called or not, the way goes on behind it.
  return /^b(ge|lt)zal$/.test(mnemonic) ? callTo(target.symbol, link, readsOf(tested)) : undefined;
}

/** Branch-likely: `beql`, `bnezl`, `bgezall`, `bc1tl`. */
function likely(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  return mnemonic.endsWith('l') ? conditional(mnemonic.slice(0, -1), operands) : undefined;
}

/** Release 6: `bc`, `balc`, `beqc`, `bnezc`, `jrc`, `jic $4, 0`. */
function compact(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  if (mnemonic === 'jic' || mnemonic === 'jialc') {
    const [register, offset, ...rest] = operands;
    if (register?.kind !== 'register' || !offset || rest.length > 0) return undefined;
    if (mnemonic === 'jialc') return callTo(undefined, link, [register.register]);
    const plain = offset.kind === 'immediate' && offset.value?.constant === 0n;
    return branchThrough(register.register, plain ? link : '');
  }
  if (/^b(eq|ne|lt|ge|le|gt)zalc$/.test(mnemonic)) return conditionalCall(operands);
  const stem = mnemonic.endsWith('c') ? mnemonic.slice(0, -1) : '';
  const known = stem === 'b' || stem === 'bal' || stem === 'jr' || stem === 'jalr';
  return known ? unconditional(stem, operands) : conditional(stem, operands);
}

function conditionalCall(operands: readonly Operand[]): Effect | undefined {
  const target = branchTarget(operands.at(-1));
  const tested = operands.slice(0, -1);
  if (!target || tested.length !== 1 || tested[0]?.kind !== 'register') return undefined;
  return callTo(target.symbol, link, readsOf(tested));
}

/** Registers that decide, `otherwise` if none is written. */
function readsOf(tested: readonly Operand[], otherwise?: string): readonly string[] {
  const registers = tested.flatMap((operand) => (operand.kind === 'register' ? [operand.register] : []));
  if (registers.length === 0 && otherwise !== undefined) return [otherwise];
  return registers.filter((register) => register !== zero);
}

const comparisons: ReadonlySet<string> = new Set('beq bne blt bge ble bgt bltu bgeu bleu bgtu'.split(' '));
const withZero: ReadonlySet<string> = new Set('beqz bnez bltz bgez blez bgtz bc1eqz bc1nez'.split(' '));
