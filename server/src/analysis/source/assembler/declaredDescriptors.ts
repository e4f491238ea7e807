import type { LinearExpression, SymbolRef } from '../../arch/instruction';
import type { DataCell, Item } from '../../model/program';
import type { Place } from '../../text/place';
import type { CAddress } from '../c/addressExpression';

/** A field of a descriptor that C code fills in. */
export interface DeclaredField {
  readonly width: number;
  readonly value: CAddress | undefined;
  readonly place: Place;
}

/** A descriptor that C code fills in, with places in the program's text. */
export interface DeclaredDescriptor {
  readonly name: string | undefined;
  readonly place: Place;
  /** undefined: the compiler chooses. */
  readonly section: string | undefined;
  readonly storage: 'static' | 'automatic' | undefined;
  readonly alignment: number | undefined;
  /** Its name is one for the assembler too. */
  readonly isFileScope: boolean;
  readonly fields: readonly DeclaredField[];
}

/** An item before it has its place in the program. */
export type Content = Item extends infer I ? (I extends Item ? Omit<I, 'index' | 'stream' | 'place'> : never) : never;

/** What each descriptor becomes: an alignment, a label or nothing, data. */
const itemsPerDescriptor = 3;

/** The names that descriptors have for the assembler, and the items of their labels if the first item is at `from`. */
export function declaredNames(descriptors: readonly DeclaredDescriptor[], from: number): ReadonlyMap<string, number> {
  return new Map(
    descriptors.flatMap(({ name, isFileScope }, n) =>
      name === undefined || !isFileScope ? [] : [[name, from + n * itemsPerDescriptor + 1] as const],
    ),
  );
}

/** The items of a descriptor. `symbol` resolves names of assembler symbols. */
export function contentsOf(
  { name, alignment, fields }: DeclaredDescriptor,
  symbol: (name: string) => SymbolRef,
): readonly Content[] {
  const cells = fields.map(({ width, value, place }): DataCell => {
    return { width, value: value && linear(value, symbol), place };
  });
  return [
    { kind: 'align', bytes: alignment },
    name === undefined
      ? { kind: 'silent', directive: '' }
      : { kind: 'label', name, numeric: false, global: false, isFunction: false },
    { kind: 'data', directive: '', cells },
  ];
}

function linear({ constant, terms }: CAddress, symbol: (name: string) => SymbolRef): LinearExpression {
  return {
    constant,
    terms: terms.map(({ kind, name, sign }) => ({ symbol: kind === 'c-label' ? { kind, name } : symbol(name), sign })),
  };
}
