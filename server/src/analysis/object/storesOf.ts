import { makeAddress } from '../arch/address';
import { architectureOf } from '../arch/index';
import type { Architecture } from '../arch/architecture';
import type { Operand } from '../arch/instruction';

/** Memory that an instruction of a linked program writes. Registers are canonical names; `rip` is the address behind the instruction. */
export interface StoreTarget {
  readonly base: string | undefined;
  readonly index: string | undefined;
  readonly scale: number;
  readonly displacement: number;
  /** Bytes. */
  readonly width: number;
}

/** Targets whose disassembly is read here. */
const readable: ReadonlySet<string> = new Set(['x86_64']);

/**
 * What an instruction writes, given as `objdump -d` prints it. Empty where it writes nothing, where that cannot be told from the text (the
 * instruction is in no table), and for what is relative to a segment, which is the thread's own.
 */
export function storesOf(target: string, text: string): readonly StoreTarget[] {
  const architecture = readable.has(target) ? architectureOf(target) : undefined;
  const [mnemonic = '', ...rest] = text.split(' ');
  if (!architecture) return [];
  const isPrefix = mnemonic === 'lock';
  const words = isPrefix ? rest : [mnemonic, ...rest];
  const operands = splitOperands(words.slice(1).join(' ')).map((one) => readOperand(architecture, one));
  if (operands.some((operand) => operand === undefined)) return [];
  const known = operands.filter((operand) => operand !== undefined);
  const effect = architecture.lower(words[0] ?? '', known, isPrefix ? [mnemonic] : []);
  return (effect?.accesses ?? []).flatMap(({ mode, address, width }) => {
    if (mode === 'read' || width === undefined || address.segment !== undefined) return [];
    const displacement = Number(address.displacement?.constant ?? 0n);
    return [{ base: address.base, index: address.index, scale: address.scale ?? 1, displacement, width }];
  });
}

/** At the commas outside of parentheses. */
function splitOperands(text: string): readonly string[] {
  return text === '' ? [] : text.split(/,(?![^(]*\))/).map((part) => part.trim());
}

function readOperand(architecture: Architecture, text: string): Operand | undefined {
  const nothing = { constant: 0n, terms: [] };
  if (text.startsWith('%') && !text.includes('(') && !text.includes(':')) {
    const register = architecture.register(text.slice(1));
    if (register === undefined) return undefined;
    const width = architecture.registerWidth(text.slice(1));
    return { kind: 'register', register, indirect: false, ...(width === undefined ? {} : { width }) };
  }
  const immediate = /^\$(-?0x[0-9a-f]+)$/.exec(text)?.[1];
  if (immediate !== undefined) return { kind: 'immediate', value: { ...nothing, constant: numberOf(immediate) } };
  const memory = /^(?:%([a-z]s):)?(-?0x[0-9a-f]+)?(?:\((%\w+)?(?:,(%\w+)(?:,(\d))?)?\))?$/.exec(text);
  if (!memory || text === '') return undefined;
  const [, segment, displacement = '0x0', base, index, scale] = memory;
  const named = (spelling: string | undefined): string | undefined =>
    spelling === undefined ? undefined : architecture.register(spelling.slice(1));
  const [baseName, indexName] = [named(base), named(index)];
  const address = makeAddress({
    displacement: { ...nothing, constant: numberOf(displacement) },
    ...(segment === undefined ? {} : { segment }),
    ...(baseName === undefined ? {} : { base: baseName }),
    ...(indexName === undefined ? {} : { index: indexName }),
    ...(scale === undefined ? {} : { scale: Number(scale) }),
  });
  return { kind: 'memory', address, writeBack: false, indirect: false };
}

function numberOf(text: string): bigint {
  return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
}
