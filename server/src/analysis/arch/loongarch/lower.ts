import { makeAddress, soleSymbol } from '../address';
import type { Effect, LinearExpression, Operand, SymbolRef } from '../instruction';
import { type FormTable, type OperandConventions, applyForms, parseForms } from '../roles';
import { withTraits } from '../traits';
import { lowerFlow } from './flow';
import { atomicMnemonics, dataMnemonics, memoryMnemonics } from './mnemonics';
import { loongarchTraits } from './traits';

/** What a LoongArch instruction does; undefined: the tables do not know it, or not with these operands. It has no prefixes. */
export function lowerLoongarch(
  mnemonic: string,
  operands: readonly Operand[],
  prefixes: readonly string[],
): Effect | undefined {
  if (prefixes.length > 0) return undefined;
  const effect =
    lowerFlow(mnemonic, operands) ??
    withTraits(loongarchTraits, lowerMemory(mnemonic, operands) ?? lowerData(mnemonic, operands), mnemonic, operands);
  const symbol = effect && addressTaken(mnemonic, operands);
  return symbol ? { ...effect, addressOf: symbol } : effect;
}

const conventions: OperandConventions = { memory: 'loads-and-stores', untracked: new Set(['$r0']) };
const data: FormTable = parseForms(dataMnemonics);
const memory: FormTable = parseForms(memoryMnemonics);
const atomics: FormTable = parseForms(atomicMnemonics);
const atomicWidths: Readonly<Record<string, number>> = { b: 1, h: 2, w: 4, wu: 4, d: 8, du: 8 };

function lowerData(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const forms = data.get(mnemonic);
  const given = mnemonic === 'preld' ? withAddress(operands) : operands;
  const effect = forms && applyForms(forms, given, conventions, () => undefined);
  const bytes = effect?.kind === 'trap' ? encodingOf(operands) : undefined;
  return effect && bytes ? { ...effect, trailingBytes: bytes } : effect;
}

function lowerMemory(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const forms = memory.get(mnemonic);
  if (forms) return applyForms(forms, withAddress(operands), conventions, () => undefined);
  const [, operation = '', size = ''] = /^([a-z]+?)(?:_db)?\.([a-z]+)$/.exec(mnemonic) ?? [];
  const [atomic, width] = [atomics.get(operation), atomicWidths[size]];
  if (!atomic || width === undefined) return undefined;
  return applyForms(atomic, withBareBase(operands), conventions, () => width);
}

/** Joins the last two operands, `$r4, 8`, `$r4, $r5` or `$r4, %pc_lo12(symbol)`, into the address that they are. */
function withAddress(operands: readonly Operand[]): readonly Operand[] {
  const [base, offset] = operands.slice(-2);
  if (operands.length !== 3 || base?.kind !== 'register') return operands;
  const parts = offsetParts(offset);
  return parts ? [...operands.slice(0, -2), memoryAt(base.register, parts)] : operands;
}

/** The address of an atomic instruction is in its last register; some assemblers write a zero behind it. */
function withBareBase(operands: readonly Operand[]): readonly Operand[] {
  const [value, source, base, offset, ...rest] = operands;
  if (!value || !source || base?.kind !== 'register' || rest.length > 0) return operands;
  if (offset && !(offset.kind === 'immediate' && offset.value?.terms.length === 0 && offset.value.constant === 0n))
    return operands;
  return [value, source, memoryAt(base.register, { displacement: { constant: 0n, terms: [] } })];
}

interface OffsetParts {
  readonly displacement: LinearExpression | undefined;
  readonly index?: string;
  readonly modifier?: string;
}

function offsetParts(offset: Operand | undefined): OffsetParts | undefined {
  switch (offset?.kind) {
    case 'register':
      return { displacement: { constant: 0n, terms: [] }, index: offset.register };
    case 'immediate':
      return { displacement: offset.value };
    case 'symbol': {
      const displacement = { constant: offset.addend, terms: [{ symbol: offset.symbol, sign: 1 as const }] };
      return offset.modifier === undefined ? { displacement } : { displacement, modifier: offset.modifier };
    }
    default:
      return undefined;
  }
}

function memoryAt(base: string, parts: OffsetParts): Operand {
  return { kind: 'memory', address: makeAddress({ base, ...parts }), writeBack: false, indirect: false };
}

/** The symbol whose address, or a part of it, the written register holds. */
function addressTaken(mnemonic: string, operands: readonly Operand[]): SymbolRef | undefined {
  const source = operands.at(-1);
  const accepted = addressModifiers[mnemonic];
  if (!accepted) return undefined;
  if (source?.kind === 'immediate') return accepted.test('') ? soleSymbol(source.value) : undefined;
  return source?.kind === 'symbol' && source.addend === 0n && accepted.test(source.modifier ?? '')
    ? source.symbol
    : undefined;
}

/** Relocation operators with which an instruction yields (part of) a symbol's own address. Source: LoongArch ELF psABI. */
const addressModifiers: Readonly<Record<string, RegExp>> = {
  ...Object.fromEntries('la la.local la.global la.abs la.pcrel la.got'.split(' ').map((name) => [name, /^$/])),
  pcalau12i: /^pc_hi20$/,
  pcaddi: /^(pcrel_20)?$/,
  'addi.d': /^pc_lo12$/,
  'addi.w': /^pc_lo12$/,
  'lu12i.w': /^abs_hi20$/,
  ori: /^abs_lo12$/,
  'lu32i.d': /^(abs|pc)64_lo20$/,
  'lu52i.d': /^(abs|pc)64_hi12$/,
  // The address itself comes out of the global offset table.
  'ld.d': /^got(_pc_lo12|_lo12)$/,
};

/** The encoding of `break number`, in code order: 15 bits of the number in a fixed pattern (manual, volume 1, "BREAK"). */
function encodingOf([number]: readonly Operand[]): readonly number[] | undefined {
  if (number?.kind !== 'immediate' || number.value?.terms.length !== 0) return undefined;
  const word = 0x002a0000n | BigInt.asUintN(15, number.value.constant);
  return [0n, 8n, 16n, 24n].map((byte) => Number((word >> byte) & 0xffn));
}
