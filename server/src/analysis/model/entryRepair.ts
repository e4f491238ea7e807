import { descriptorLayout } from '../abi/descriptor';
import type { TextChange } from '../text/place';
import type { Entry } from './descriptors';
import { isAddress, isConstant, isZero, readEntry } from './entry';
import type { DataCell, DataItem, Program } from './program';
import { sizeOf, textOf } from './walk';

/** What makes a struct rseq_cs of data that is none, and by what means; undefined: nothing that is safe. */
export type Repair = { readonly changes: readonly TextChange[]; readonly by: string } | undefined;

/** Gives every field its 64 bits, where that makes a descriptor of the data. */
export function widened(program: Program, entry: Entry): Repair {
  const isWide = program.architecture.pointerBytes === 8;
  const narrow = entry.items.filter(({ cells }) => cells.some((cell) => cell.width === 4 && isAddress(cell)));
  const cells = entry.items.flatMap((item) => {
    if (!narrow.includes(item)) return item.cells;
    const from = item.cells.findIndex(isAddress);
    return item.cells.map((cell, i) => (i < from ? cell : { ...cell, width: 8 }));
  });
  if (!isSound(program, entry, cells)) return undefined;
  if (!isWide) return { changes: narrow.map((item) => padded(program, item)), by: 'a zero word beside every address' };
  const changes = narrow.map((item) => wideFrom(program, item, item.cells.findIndex(isAddress)));
  return { changes, by: '`.quad`' };
}

/** Behind a descriptor in code its signature may follow. */
function isSound(program: Program, { listed }: Entry, cells: readonly DataCell[]): boolean {
  const bytes = cells.reduce((sum, { width }) => sum + width, 0);
  const isWhole = listed ? bytes === descriptorLayout.size : bytes >= descriptorLayout.size;
  return isWhole && readEntry(cells, program.architecture).misfit === undefined;
}

/** `.long 0, 0, 1f, ...` becomes `.long 0, 0; .quad 1f, ...`. */
function wideFrom(program: Program, item: DataItem, index: number): TextChange {
  const [cell, previous] = [item.cells[index], item.cells[index - 1]];
  if (!cell || !previous) return directiveChange(program, item, '.quad');
  return { kind: 'replace', place: { start: previous.place.end, end: cell.place.start }, text: '; .quad ' };
}

/** In asm with the white space behind it, so that a directive that a macro of its own gives stays as it is. */
function directiveChange({ text, form }: Program, { place, directive, cells }: DataItem, by: string): TextChange {
  const word = place.start + directive.length;
  const end = form === 'file' ? word : (cells[0]?.place.start ?? word);
  return { kind: 'replace', place: { start: place.start, end }, text: by + text.slice(word, end) };
}

/** The whole statement: one of its values alone may be the argument of a macro, where a comma means something else. */
function padded(program: Program, item: DataItem): TextChange {
  const values = item.cells.map((cell) => {
    const text = textOf(program, cell.place);
    return isConstant(cell) ? text : inOrder(program, text, '0').join(', ');
  });
  return rewritten(program, item, values);
}

/** A 64-bit value as two words. */
function inOrder(program: Program, low: string, high: string): readonly string[] {
  return program.architecture.dataEndian === 'little' ? [low, high] : [high, low];
}

function rewritten(program: Program, item: DataItem, values: readonly string[]): TextChange {
  const end = item.cells.at(-1)?.place.end ?? item.place.end;
  const directive = program.text.slice(item.place.start, item.cells[0]?.place.start);
  return { kind: 'replace', place: { start: item.place.start, end }, text: directive + values.join(', ') };
}

export function swapped(program: Program, entry: Entry, first: DataCell, second: DataCell): Repair {
  const word = program.architecture.dataEndian === 'little' ? 'the zero word last' : 'the zero word first';
  const mended = entry.items.map((item) => ({ item, cells: withPairsSwapped(item.cells, isZero(first)) }));
  if (![first, second].every((cell) => entry.items.some(({ cells }) => cells.includes(cell)))) return undefined;
  if (
    !isSound(
      program,
      entry,
      mended.flatMap(({ cells }) => cells),
    )
  )
    return undefined;
  const changed = mended.filter(({ item, cells }) => cells.some((cell, i) => cell !== item.cells[i]));
  const changes = changed.map(({ item, cells }) =>
    rewritten(
      program,
      item,
      cells.map(({ place }) => textOf(program, place)),
    ),
  );
  return { changes, by: word };
}

/** Every address changes places with the zero word that is on its wrong side. */
function withPairsSwapped(cells: readonly DataCell[], isZeroFirst: boolean): readonly DataCell[] {
  const result = [...cells];
  for (let i = 0; i + 1 < result.length; i++) {
    const [one, other] = [result[i], result[i + 1]];
    if (!one || !other || one.width !== 4 || other.width !== 4) continue;
    const [zero, address] = isZeroFirst ? [one, other] : [other, one];
    if (!isZero(zero) || !isAddress(address)) continue;
    result[i] = other;
    result[i + 1] = one;
    i++;
  }
  return result;
}

/** Another directive for the statement that `cell` is in, if it has no other kind of values. */
export function resized(program: Program, entry: Entry, cell: DataCell, bytes: 4 | 8): Repair {
  const item = entry.items.find(({ cells }) => cells.includes(cell));
  if (!item?.cells.every(isConstant)) return undefined;
  const cells = entry.items.flatMap((each) =>
    each === item ? each.cells.map((own) => ({ ...own, width: bytes })) : each.cells,
  );
  return isSound(program, entry, cells) ? respelled(program, item, '.long') : undefined;
}

export function respelled(program: Program, item: DataItem, directive: string): Repair {
  if (program.architecture.dataDirectives[directive] === undefined) return undefined;
  return { changes: [directiveChange(program, item, directive)], by: `\`${directive}\`` };
}

/** `.long 0` becomes `.long 0, 0`. */
export function completed(program: Program, entry: Entry): Repair {
  const [item] = entry.items;
  const [version] = item?.cells ?? [];
  if (!item || !version || item.cells.length > 1 || sizeOf(item) !== 4) return undefined;
  if (!isSound(program, entry, [version, version, ...entry.cells.slice(1)])) return undefined;
  return { changes: [rewritten(program, item, [textOf(program, version.place), '0'])], by: '`, 0`' };
}
