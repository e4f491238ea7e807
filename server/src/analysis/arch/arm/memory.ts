import type { Effect, Operand } from '../instruction';
import { type FormTable, type OperandConventions, applyForms, makeEffect, parseForms } from '../roles';
import { intoProgramCounter } from './flow';
import { memoryMnemonics, vectorMnemonics } from './mnemonics';

/** What a load or store of single registers does; undefined if the mnemonic is none or its operands do not fit. */
export function lowerMemory(
  mnemonic: string,
  operands: readonly Operand[],
  conventions: OperandConventions,
): Effect | undefined {
  const literal = literalOf(mnemonic, operands);
  if (literal) return literal;
  const forms = table.get(mnemonic);
  if (!forms) return undefined;
  const step = withPostIndex(withSecondRegister(mnemonic, operands));
  if (!step?.operands.slice(0, -1).every(({ kind }) => kind === 'register' || kind === 'list')) return undefined;
  const [first] = operands;
  const vector = first?.kind === 'register' ? first.width : undefined;
  const effect = applyForms(forms, step.operands, conventions, () => vector);
  if (!effect) return undefined;
  const stepped = { ...effect, reads: [...effect.reads, ...step.reads] };
  if (!/^ldr/.test(mnemonic) || first?.kind !== 'register' || first.register !== 'pc') return stepped;
  const address = step.operands.at(-1);
  return intoProgramCounter(stepped, address?.kind === 'memory' && address.writeBack && address.address.base === 'sp');
}

const table: FormTable = new Map([...parseForms(memoryMnemonics), ...parseForms(vectorMnemonics)]);

/** `ldr r0, =value` puts a constant into a register, by way of a literal pool or not. */
function literalOf(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const [register, value] = operands;
  if (!/^v?ldr$/.test(mnemonic) || operands.length !== 2 || register?.kind !== 'register') return undefined;
  const literal = value?.kind === 'immediate' || (value?.kind === 'symbol' && value.modifier === '=');
  if (!literal) return undefined;
  if (register.register === 'pc') return intoProgramCounter(makeEffect({}), false);
  return makeEffect({ writes: [register.register] });
}

/** `ldrd r0, [r2]` is short for `ldrd r0, r1, [r2]`. */
function withSecondRegister(mnemonic: string, operands: readonly Operand[]): readonly Operand[] {
  if (!/^(ldr|str)d$/.test(mnemonic)) return operands;
  const [first, second] = operands;
  const number = first?.kind === 'register' ? /^r(\d|10)$/.exec(first.register)?.[1] : undefined;
  if (!first || number === undefined || second?.kind === 'register') return operands;
  const next: Operand = { kind: 'register', register: `r${Number(number) + 1}`, width: 4, indirect: false };
  return [first, next, ...operands.slice(1)];
}

/** Folds what stands behind a memory operand into it: the step of `[r1], #8`, `[r1], -r2` and `[r1], r2, lsl #2`. */
function withPostIndex(
  operands: readonly Operand[],
): { readonly operands: readonly Operand[]; readonly reads: readonly string[] } | undefined {
  const at = operands.findIndex((operand) => operand.kind === 'memory');
  const [memory, step, shift, ...others] = at < 0 ? [] : operands.slice(at);
  if (memory?.kind !== 'memory' || !step) return { operands, reads: [] };
  if (memory.writeBack || memory.address.base === undefined || others.length > 0) return undefined;
  if (shift && (shift.kind !== 'word' || step.kind !== 'register')) return undefined;
  const folded = [...operands.slice(0, at), { ...memory, writeBack: true }];
  if (step.kind === 'register') return { operands: folded, reads: [step.register] };
  return step.kind === 'immediate' || step.kind === 'symbol' ? { operands: folded, reads: [] } : undefined;
}
