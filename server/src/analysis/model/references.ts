import type { SymbolRef } from '../arch/instruction';
import type { Place, TextChange } from '../text/place';
import { type Entry, labelsTaken, listedEntry, type RawDescriptor } from './descriptors';
import { type Fact, known, unknown } from './fact';
import { allPointers } from './pointerArray';
import type { DataCell, Program } from './program';
import { textOf } from './walk';

/** A name in the descriptor that means no label of this asm. */
export interface StrayReference {
  /** `1b`, `other_start` */
  readonly text: string;
  readonly place: Place;
  /** `forward`, `backward`: nothing in this direction has that number. `foreign`: another asm statement has the label. */
  readonly kind: 'forward' | 'backward' | 'foreign' | 'undefined';
}

/** Do the labels that the descriptor names stand in its own asm? Stage "start, length" of design/rules.md. */
export interface ReferenceVerdict {
  readonly stray: readonly StrayReference[];
  /** Turns the direction of all of them around; undefined where that leads nowhere. */
  readonly repair: { readonly changes: readonly TextChange[]; readonly to: readonly string[] } | undefined;
}

export function referencesOf(program: Program, raw: RawDescriptor): Fact<ReferenceVerdict> {
  const cells = [...raw.entries.flatMap((entry) => entry.cells), ...misdirectedPointers(program, raw)];
  const stray = cells.flatMap((cell) => strayIn(program, cell, raw));
  if (stray.length === 0) return known({ stray, repair: undefined });
  const hiding = program.items.find((item) => item.kind === 'opaque' && !item.isInstruction);
  if (hiding?.kind === 'opaque') return unknown(hiding.reason);
  return known({ stray, repair: flipped(program, stray) });
}

/** `3f` in the list where `3b` is the descriptor. */
function misdirectedPointers(program: Program, raw: RawDescriptor): readonly DataCell[] {
  const numbers = listedEntry(raw)?.labels.flatMap(({ numeric, name }) => (numeric ? [name] : [])) ?? [];
  return allPointers(program).flatMap(({ cell }) => {
    const [term] = cell.value?.terms ?? [];
    const isOwn = term?.symbol.kind === 'dangling' && numbers.includes(term.symbol.name.slice(0, -1));
    return isOwn ? [cell] : [];
  });
}

function strayIn(program: Program, cell: DataCell, raw: Entry): StrayReference[] {
  const symbols = cell.value?.terms.map(({ symbol }) => symbol) ?? [];
  return symbols.flatMap((symbol) => {
    const kind = strayKind(program, symbol, cell, raw);
    return kind ? placesOf(program, cell.place, symbol.name).map((at) => ({ ...at, kind })) : [];
  });
}

function strayKind(
  program: Program,
  symbol: SymbolRef,
  cell: DataCell,
  raw: Entry,
): StrayReference['kind'] | undefined {
  if (symbol.kind === 'dangling') return symbol.name.endsWith('f') ? 'forward' : 'backward';
  if (symbol.kind !== 'external' || program.form === 'file') return undefined;
  // A name that is made for this statement alone can be defined nowhere else.
  if (textOf(program, cell.place).includes('%=') && /_0/.test(symbol.name)) return 'undefined';
  if (!program.elsewhere.labels.includes(symbol.name)) return undefined;
  // Code of another statement can be a section of its own with its descriptor here, unless it is armed here.
  const armed = labelsTaken(program);
  return raw.labels.some(({ index }) => armed.has(index)) ? 'foreign' : undefined;
}

/** Where a name stands within a value. */
function placesOf(program: Program, { start, end }: Place, name: string): { text: string; place: Place }[] {
  const text = program.text.slice(start, end);
  const word = /[\w.$%=]+/g;
  const found: { text: string; place: Place }[] = [];
  for (const match of text.matchAll(word)) {
    if (match[0] !== name && match[0].replace('%=', '_0') !== name) continue;
    const from = start + match.index;
    found.push({ text: match[0], place: { start: from, end: from + match[0].length } });
  }
  return found;
}

function flipped(program: Program, stray: readonly StrayReference[]): ReferenceVerdict['repair'] {
  const changes: TextChange[] = [];
  const to: string[] = [];
  for (const { text, place, kind } of stray) {
    if (kind !== 'forward' && kind !== 'backward') return undefined;
    const number = text.slice(0, -1);
    const isThere = program.items.some(
      (item) =>
        item.kind === 'label' &&
        item.name === number &&
        (kind === 'forward' ? item.place.start < place.start : item.place.start > place.start),
    );
    if (!isThere) return undefined;
    const other = number + (kind === 'forward' ? 'b' : 'f');
    changes.push({ kind: 'replace', place, text: other });
    if (!to.includes(other)) to.push(other);
  }
  return { changes, to };
}
