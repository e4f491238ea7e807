import type { Address, LinearExpression, SymbolRef } from './instruction';

/** What makes up an address; see {@link Address}. */
export type AddressParts = Omit<Address, 'key'>;

/**
 * An address with its key. `spelling` is the text of a displacement that is no constant expression: two of them are taken
 * for equal if they are written alike.
 */
export function makeAddress(parts: AddressParts, spelling = ''): Address {
  return { ...parts, key: keyOf(parts, spelling) };
}

/** The address `register + offset`, for operands that a mnemonic implies. */
export function registerAddress(base: string, offset = 0n): Address {
  return makeAddress({ base, displacement: { constant: offset, terms: [] } });
}

/** The address `symbol + addend`, for a bare symbol where memory is meant. */
export function symbolAddress(symbol: SymbolRef, addend: bigint, modifier: string | undefined): Address {
  const displacement: LinearExpression = { constant: addend, terms: [{ symbol, sign: 1 }] };
  return makeAddress(modifier === undefined ? { displacement } : { displacement, modifier });
}

/** The symbol whose address a constant expression is: no addend, nothing subtracted. */
export function soleSymbol(value: LinearExpression | undefined): SymbolRef | undefined {
  if (value?.constant !== 0n || value.terms.length !== 1) return undefined;
  const [term] = value.terms;
  return term?.sign === 1 ? term.symbol : undefined;
}

function keyOf(parts: AddressParts, spelling: string): string {
  const segment = parts.segment === undefined ? '' : `${parts.segment}:`;
  const modifier = parts.modifier === undefined ? '' : `@${parts.modifier}`;
  const index = parts.index === undefined ? '' : `,${parts.index}*${parts.scale ?? 1}`;
  const operand = parts.operand === undefined ? '' : `%[${parts.operand.index}]`;
  return `${segment}${operand}${displacementKey(parts.displacement, spelling)}${modifier}(${parts.base ?? ''}${index})`;
}

function displacementKey(value: LinearExpression | undefined, spelling: string): string {
  if (!value) return `?${spelling}?`;
  const terms = value.terms.map(({ symbol, sign }) => `${sign === 1 ? '+' : '-'}${symbolKey(symbol)}`);
  return `${value.constant.toString()}${terms.sort().join('')}`;
}

function symbolKey(symbol: SymbolRef): string {
  return symbol.kind === 'label' ? `${symbol.name}#${symbol.item}` : symbol.name;
}
