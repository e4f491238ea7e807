import type { Effect, Operand, SymbolRef } from '../instruction';
import { type FormTable, type OperandConventions, applyForms, parseForms } from '../roles';
import { withTraits } from '../traits';
import { intoProgramCounter, lowerFlow, onCondition } from './flow';
import { lowerMemory } from './memory';
import { dataMnemonics, settingMnemonics } from './mnemonics';
import { lowerMultiple } from './multiple';
import { type Reading, readingsOf } from './readings';
import { armTraits } from './traits';

/** What a 32-bit Arm instruction does, A32 or T32; undefined: the tables do not know it, or not with these operands. */
export function lowerArm(
  mnemonic: string,
  operands: readonly Operand[],
  prefixes: readonly string[],
): Effect | undefined {
  if (prefixes.length > 0) return undefined;
  for (const reading of readingsOf(mnemonic)) {
    const effect = lowerReading(reading, operands);
    if (!effect) continue;
    return reading.condition === undefined || reading.condition === 'al' ? effect : onCondition(effect);
  }
  return undefined;
}

const conventions: OperandConventions = { memory: 'loads-and-stores', untracked: new Set(['pc']) };
const setting: FormTable = parseForms(settingMnemonics);
const data: FormTable = parseForms(dataMnemonics);

function lowerReading(reading: Reading, operands: readonly Operand[]): Effect | undefined {
  const { base, setsFlags } = reading;
  if (setsFlags) return lowerSetting(base, operands, true);
  const effect =
    lowerFlow(base, operands, conventions) ??
    withTraits(
      armTraits,
      lowerMultiple(base, operands) ??
        lowerMemory(base, operands, conventions) ??
        lowerSetting(base, operands, false) ??
        lowerData(base, operands),
      base,
      operands,
    );
  const symbol = effect && addressTaken(base, operands);
  return symbol ? { ...effect, addressOf: symbol } : effect;
}

function lowerSetting(base: string, operands: readonly Operand[], setsFlags: boolean): Effect | undefined {
  const forms = setting.get(base);
  const { plain, reads } = withoutShift(operands);
  const found = forms && applyForms(forms, plain, conventions, () => undefined);
  if (!found) return undefined;
  const effect = {
    ...found,
    reads: [...found.reads, ...reads],
    writes: setsFlags ? [...found.writes, 'flags'] : found.writes,
  };
  const [target, source] = operands;
  if (target?.kind !== 'register' || target.register !== 'pc') return effect;
  return intoProgramCounter(effect, base === 'mov' && source?.kind === 'register' && source.register === 'lr');
}

function lowerData(base: string, operands: readonly Operand[]): Effect | undefined {
  if (base === 'vmov') return vectorMove(operands);
  const forms = data.get(base);
  const { plain, reads } = withoutShift(operands);
  const effect = forms && applyForms(forms, plain, conventions, () => undefined);
  if (!effect) return undefined;
  if (isBarrier(base, operands)) return { ...effect, kind: 'barrier' };
  const bytes = base === 'udf' ? encodingOf(operands) : undefined;
  return {
    ...effect,
    reads: [...effect.reads, ...reads],
    ...(bytes && { trailingBytes: bytes }),
    ...systemFlags(base, operands, effect),
  };
}

interface Shifted {
  readonly plain: readonly Operand[];
  readonly reads: readonly string[];
}

/** Takes the shift off the last register: `lsl #3`, `ror r4`, `rrx`. */
function withoutShift(operands: readonly Operand[]): Shifted {
  const last = operands.at(-1);
  const text = nameOf(last);
  const plain = operands.slice(0, -1);
  if (text === 'rrx') return { plain, reads: ['flags'] };
  if (!/^(lsl|lsr|asr|asl|ror)\b/.test(text)) return { plain: operands, reads: [] };
  return { plain, reads: last?.kind === 'word' && last.register !== undefined ? [last.register] : [] };
}

const vectorMoves = parseForms({ toVector: 'w r | w r r | w w r r', toCore: 'w r | w w r | w w r r' });

/** `vmov` between vector registers, or between them and one or two others. */
function vectorMove(operands: readonly Operand[]): Effect | undefined {
  const [first] = operands;
  const isVector = first?.kind === 'register' && first.register.startsWith('q');
  const forms = vectorMoves.get(isVector ? 'toVector' : 'toCore') ?? [];
  return applyForms(forms, operands, conventions, () => undefined);
}

/** The barriers of Armv6, by way of coprocessor 15: c7, c5, 4 and c7, c10, 4 and 5 (DDI 0406, B3.18). */
function isBarrier(base: string, operands: readonly Operand[]): boolean {
  const [coprocessor, , , major, minor] = operands.map(nameOf);
  return base === 'mcr' && coprocessor === 'p15' && major === 'c7' && (minor === 'c5' || minor === 'c10');
}

/** The symbol whose address, or a part of it, the written register holds. Relocations: ELF for the Arm Architecture, 5.6. */
function addressTaken(base: string, operands: readonly Operand[]): SymbolRef | undefined {
  const source = operands.at(-1);
  if (source?.kind !== 'symbol' || source.addend !== 0n) return undefined;
  const accepted = { adr: /^$/, adrl: /^$/, ldr: /^=$/, movw: /^lower16$/i, movt: /^upper16$/i }[base];
  return accepted?.test(source.modifier ?? '') ? source.symbol : undefined;
}

/**
 * The encoding of `udf` in code order (DDI 0406, A8.8.247). T32 has one of its own; numbers below 256 give two bytes there, so
 * they say nothing here. A larger one is taken for A32, where it can be a signature.
 */
function encodingOf(operands: readonly Operand[]): number[] | undefined {
  const [number] = operands;
  if (number?.kind !== 'immediate' || number.value?.terms.length !== 0 || number.value.constant < 256n)
    return undefined;
  const value = BigInt.asUintN(16, number.value.constant);
  const word = 0xe7f000f0n | ((value >> 4n) << 8n) | (value & 0xfn);
  return [0n, 8n, 16n, 24n].map((byte) => Number((word >> byte) & 0xffn));
}

/** The condition flags as a system register: apsr, cpsr and their parts. */
function systemFlags(base: string, operands: readonly Operand[], effect: Effect): Partial<Effect> {
  const reads = base === 'mrs' && /^[ac]psr/.test(nameOf(operands[1]));
  if (reads) return { reads: [...effect.reads, 'flags'] };
  const writes = base === 'msr' && /^[ac]psr/.test(nameOf(operands[0]));
  return writes ? { writes: [...effect.writes, 'flags'] } : {};
}

/** A name that is neither register nor label to the instruction, however the parser took it. */
function nameOf(operand: Operand | undefined): string {
  if (operand?.kind === 'word') return operand.text.toLowerCase();
  return operand?.kind === 'symbol' ? operand.symbol.name.toLowerCase() : '';
}
