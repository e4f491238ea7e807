import { branchTarget, branchThrough, callTo, jumpTo } from '../branches';
import type { Effect, Operand } from '../instruction';
import { makeEffect } from '../roles';
import { asRegister, registerAfter } from './registers';

/** What a branch, call, return or trap does; undefined if the mnemonic is none or its operands do not fit. */
export function lowerFlow(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  return (
    relative(mnemonic, operands) ??
    throughRegister(mnemonic, operands) ??
    throughMemory(mnemonic, operands) ??
    call(mnemonic, operands) ??
    counting(mnemonic, operands) ??
    comparing(mnemonic, operands)
  );
}

const link = 'r14';
const condition = '(?:o|h|nle|l|nhe|lh|ne|e|nlh|he|nl|le|nh|no|z|nz|p|np|m|nm)';
const [jumps, branches, registerBranches] = [
  new RegExp(`^(?:j|jg)(${condition}?)$`),
  new RegExp(`^b(${condition}?)$`),
  new RegExp(`^b(${condition}?)r$`),
];

/** `j out`, `jgnz out`, `brc 8, out`. */
function relative(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const [, tested] = jumps.exec(mnemonic) ?? [];
  if (tested !== undefined) {
    const target = operands.length === 1 ? branchTarget(operands[0]) : undefined;
    return target && conditionalJump(target.symbol, tested === '' ? 15 : undefined);
  }
  if (!/^(brcl?|jc|jlc|jgc)$/.test(mnemonic) || operands.length !== 2) return undefined;
  const target = branchTarget(operands[1]);
  const mask = numberOf(operands[0]);
  return target && mask !== undefined ? conditionalJump(target.symbol, mask) : undefined;
}

/** A jump under the conditions of a mask; undefined: some condition. */
function conditionalJump(symbol: Parameters<typeof jumpTo>[0]['symbol'], mask: number | undefined): Effect {
  if (mask === 0) return makeEffect({ kind: 'nop', padding: true });
  return mask === 15 ? jumpTo({ symbol }, false) : jumpTo({ symbol }, true, ['flags']);
}

/** `br %r14`, `ber %r1`, `bcr 15, 0`. */
function throughRegister(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const named = registerBranches.exec(mnemonic)?.[1];
  const mask = mnemonic === 'bcr' ? numberOf(operands[0]) : named === '' ? 15 : undefined;
  if (named === undefined && mask === undefined) return undefined;
  const rest = mnemonic === 'bcr' ? operands.slice(1) : operands;
  const register = registerAt(rest[0]);
  if (register === undefined || rest.length !== 1) return undefined;
  // Without a register nothing is branched to; masks 14 and 15 then serialize (Principles of Operation, "Branch on Condition").
  if (register === 'r0')
    return mask === 15 || mask === 14 ? makeEffect({ kind: 'barrier', orders: 'full' }) : makeEffect({ kind: 'nop' });
  if (mask === 0) return makeEffect({ kind: 'nop', padding: true });
  return mask === 15 ? branchThrough(register, link) : jumpThrough(['flags', register]);
}

/** A conditional jump to where a register says. */
function jumpThrough(reads: readonly string[]): Effect {
  return makeEffect({
    kind: 'branch',
    reads,
    flow: { kind: 'jump', conditional: true, target: undefined, indirect: true },
  });
}

/** `b 0(%r1)`, `bc 8, 0(%r1)`. */
function throughMemory(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const named = branches.exec(mnemonic)?.[1];
  const mask = mnemonic === 'bc' ? numberOf(operands[0]) : named === '' ? 15 : undefined;
  if (named === undefined && mask === undefined) return undefined;
  const rest = mnemonic === 'bc' ? operands.slice(1) : operands;
  const reads = registersOfAddress(rest[0]);
  if (!reads || rest.length !== 1) return undefined;
  if (mask === 0) return makeEffect({ kind: 'nop', padding: true });
  if (mask === 15) return makeEffect({ kind: 'branch', reads, flow: { kind: 'indirect' } });
  return jumpThrough(['flags', ...reads]);
}

/** `brasl %r14, f`, `basr %r14, %r1`, `bas %r14, 0(%r1)`. */
function call(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const [first, second] = operands;
  const saved = registerAt(first);
  if (saved === undefined || operands.length !== 2) return undefined;
  if (/^(brasl?|jasl?)$/.test(mnemonic)) {
    const target = branchTarget(second);
    return target && callTo(target.symbol, saved);
  }
  if (/^(basr|balr|basl?|bal)$/.test(mnemonic)) {
    const register = mnemonic.endsWith('r') ? registerAt(second) : undefined;
    // Without a register the address of the next instruction is all that there is to it.
    if (register === 'r0') return makeEffect({ writes: [saved] });
    const reads = register === undefined ? registersOfAddress(second) : [register];
    return reads && callTo(undefined, saved, reads);
  }
  return undefined;
}

/** `brct %r1, out`, `bctr %r1, 0`, `brxle %r1, %r2, out`. */
function counting(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const counter = registerAt(operands[0]);
  if (counter === undefined) return undefined;
  if (/^(brctg?|jctg?|brcth)$/.test(mnemonic) && operands.length === 2) {
    const target = branchTarget(operands[1]);
    return target && { ...jumpTo(target, true, [counter]), writes: [counter] };
  }
  if (/^bctg?r$/.test(mnemonic) && operands.length === 2) {
    const register = registerAt(operands[1]);
    if (register === 'r0') return makeEffect({ reads: [counter], writes: [counter] });
    return register === undefined ? undefined : { ...jumpThrough([counter, register]), writes: [counter] };
  }
  if (!/^(brx(h|hg|le|lg)|jx(h|hg|le|leg))$/.test(mnemonic) || operands.length !== 3) return undefined;
  const [limit, target] = [registerAt(operands[1]), branchTarget(operands[2])];
  if (limit === undefined || !target) return undefined;
  // The step is in the second register, the limit in that with the next odd number.
  const number = /^r\d*[02468]$/.test(limit) ? registerAfter(limit) : undefined;
  const reads = [counter, limit, ...(number === undefined ? [] : [number])];
  return { ...jumpTo(target, true, reads), writes: [counter] };
}

const comparison = new RegExp(`^cl?g?([ri])([jbt])(${condition}?)$`);

/** `cgrj %r1, %r2, 8, out`, `cijne %r1, 0, out`, `crb …, 0(%r3)`, and the comparisons that trap. */
function comparing(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const [, right, action, named] = comparison.exec(mnemonic) ?? [];
  if (right === undefined || named === undefined) return undefined;
  const [first, second, ...others] = operands;
  const left = registerAt(first);
  const other = right === 'r' ? registerAt(second) : undefined;
  if (left === undefined || (right === 'r' ? other === undefined : second?.kind !== 'immediate')) return undefined;
  const compared = other === undefined ? [left] : [left, other];
  const rest = named === '' ? others.slice(1) : others;
  if (named === '' && numberOf(others[0]) === undefined) return undefined;
  if (action === 't') {
    return rest.length === 0 ? makeEffect({ kind: 'trap', reads: compared, flow: { kind: 'next' } }) : undefined;
  }
  if (rest.length !== 1) return undefined;
  const target = action === 'j' ? branchTarget(rest[0]) : undefined;
  if (target) return jumpTo(target, true, compared);
  const address = action === 'b' ? registersOfAddress(rest[0]) : undefined;
  return address && jumpThrough([...compared, ...address]);
}

function registerAt(operand: Operand | undefined): string | undefined {
  const found = operand && asRegister(operand, 'r');
  return found?.kind === 'register' ? found.register : undefined;
}

function registersOfAddress(operand: Operand | undefined): readonly string[] | undefined {
  if (operand?.kind === 'immediate') return [];
  if (operand?.kind !== 'memory') return undefined;
  const { base, index } = operand.address;
  return [base, index].filter((name) => name !== undefined && name !== 'r0').map(String);
}

function numberOf(operand: Operand | undefined): number | undefined {
  return operand?.kind === 'immediate' && operand.value?.terms.length === 0
    ? Number(operand.value.constant)
    : undefined;
}
