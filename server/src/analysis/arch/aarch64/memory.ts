import type { Effect, Operand } from '../instruction';
import { type Form, type FormTable, type OperandConventions, applyForms, parseForms } from '../roles';
import { atomicMnemonics, memoryMnemonics, pairMnemonics } from './mnemonics';

/** What a load, store or atomic does; undefined if the mnemonic is none or its operands do not fit. */
export function lowerMemory(
  mnemonic: string,
  operands: readonly Operand[],
  conventions: OperandConventions,
): Effect | undefined {
  const entry = entryFor(mnemonic);
  const addressing = entry && withPostIndex(operands);
  if (!addressing) return undefined;
  const transferred = addressing.operands.at(-2);
  const registers = addressing.operands.slice(0, -1);
  if (!registers.every((operand) => operand.kind === 'register' || operand.kind === 'list')) return undefined;
  const width =
    entry.width ??
    (transferred?.kind === 'register' && transferred.width !== undefined ? transferred.width * entry.count : undefined);
  const effect = applyForms(entry.forms, addressing.operands, conventions, () => width);
  return effect && { ...effect, reads: [...effect.reads, ...addressing.reads] };
}

interface Entry {
  readonly forms: readonly Form[];
  /** Bytes, where the mnemonic says so. */
  readonly width: number | undefined;
  /** How many registers as large as the one before the address move. */
  readonly count: number;
}

const singles: FormTable = parseForms(memoryMnemonics);
const pairs: FormTable = parseForms(pairMnemonics);
const atomics: FormTable = parseForms(atomicMnemonics);

const suffixWidths: Readonly<Record<string, number>> = { b: 1, sb: 1, h: 2, sh: 2, sw: 4 };

function entryFor(mnemonic: string): Entry | undefined {
  const single = singles.get(mnemonic);
  if (single) return { forms: single, width: undefined, count: 1 };
  const pair = pairs.get(mnemonic);
  if (pair) return { forms: pair, width: mnemonic === 'ldpsw' ? 8 : undefined, count: 2 };
  const [, stem = '', suffix = ''] = /^([a-z]+?)(sb|sh|sw|b|h)$/.exec(mnemonic) ?? [];
  const narrow = singles.get(stem);
  if (narrow) return { forms: narrow, width: suffixWidths[suffix], count: 1 };
  // Ordering (acquire, release), then size: ldaddalb.
  const [, operation = '', size = ''] = /^([a-z]+?)(?:al|a|l)?([bh]?)$/.exec(mnemonic) ?? [];
  const atomic = atomics.get(operation);
  return atomic && { forms: atomic, width: suffixWidths[size], count: operation === 'casp' ? 2 : 1 };
}

/** Folds the third part of `[x1], #8` and `[x1], x2` into the memory operand; undefined: operands behind it that are neither. */
function withPostIndex(
  operands: readonly Operand[],
): { readonly operands: readonly Operand[]; readonly reads: readonly string[] } | undefined {
  const [memory, step] = operands.slice(-2);
  if (memory?.kind !== 'memory' || !step) return { operands, reads: [] };
  if (memory.writeBack || memory.address.base === undefined) return undefined;
  const folded = [...operands.slice(0, -2), { ...memory, writeBack: true }];
  if (step.kind === 'register') return { operands: folded, reads: [step.register] };
  return step.kind === 'immediate' || step.kind === 'symbol' ? { operands: folded, reads: [] } : undefined;
}
