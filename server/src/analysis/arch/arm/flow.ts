import { branchThrough, branchTarget, callTo, jumpTo } from '../branches';
import type { Effect, Operand } from '../instruction';
import { type OperandConventions, applyForms, makeEffect, parseForms } from '../roles';

/** What a branch or call does; undefined if the mnemonic is none or its operands do not fit. */
export function lowerFlow(
  mnemonic: string,
  operands: readonly Operand[],
  conventions: OperandConventions,
): Effect | undefined {
  const [first, second] = operands;
  if (!first) return undefined;
  if (operands.length === 2) return second && compareAndBranch(mnemonic, first, second);
  if (operands.length > 2) return undefined;
  if (/^tb[bh]$/.test(mnemonic)) return throughTable(mnemonic, first, conventions);
  const target = branchTarget(first);
  if (target) {
    if (mnemonic === 'b') return jumpTo(target, false);
    return mnemonic === 'bl' || mnemonic === 'blx' ? callTo(target.symbol, 'lr') : undefined;
  }
  if (first.kind !== 'register') return undefined;
  const reads = first.register === 'pc' ? [] : [first.register];
  if (mnemonic === 'blx') return callTo(undefined, 'lr', reads);
  if (mnemonic !== 'bx' && mnemonic !== 'bxj') return undefined;
  return { ...branchThrough(first.register, 'lr'), reads };
}

function compareAndBranch(mnemonic: string, tested: Operand, destination: Operand): Effect | undefined {
  const target = branchTarget(destination);
  if (!/^cbn?z$/.test(mnemonic) || tested.kind !== 'register' || !target) return undefined;
  return jumpTo(target, true, [tested.register]);
}

const entry = parseForms({ tbb: 'mr @ 1', tbh: 'mr @ 2' });

/** A jump by an offset from a table in memory. */
function throughTable(mnemonic: string, table: Operand, conventions: OperandConventions): Effect | undefined {
  const effect = applyForms(entry.get(mnemonic) ?? [], [table], conventions, () => undefined);
  return effect && { ...effect, kind: 'branch', flow: { kind: 'indirect' } };
}

/** What an instruction does that writes `pc`; `returns`: it takes the address from where calls have left it. */
export function intoProgramCounter(effect: Effect, returns: boolean): Effect {
  return { ...effect, kind: 'branch', flow: { kind: returns ? 'return' : 'indirect' } };
}

/**
 * An effect that only takes place on a condition: what would be written may keep its value, and control may go on behind the
 * instruction.
 */
export function onCondition(effect: Effect): Effect {
  const reads = [...effect.reads, ...effect.writes, 'flags'];
  switch (effect.flow.kind) {
    case 'jump':
      return { ...effect, reads, flow: { ...effect.flow, conditional: true } };
    case 'indirect':
    case 'return':
      return { ...effect, reads, flow: { kind: 'jump', conditional: true, target: undefined, indirect: true } };
    case 'trap':
      return makeEffect({ kind: 'trap', reads });
    default:
      return { ...effect, reads };
  }
}
