import { readEntry } from './entry';
import type { DataCell, DataItem, Item, Program } from './program';
import { after, before } from './walk';

/** Data directives that follow each other: one object, or several that nothing tells apart. */
export interface DataRun {
  readonly first: DataItem;
  readonly items: readonly DataItem[];
  readonly cells: readonly DataCell[];
  /** Is there more in front of it, or behind it, that cannot be read, or not be put together with this? */
  readonly isCutOff: { readonly before: boolean; readonly behind: boolean };
}

/** Every run of data in a program, in textual order. */
export function dataRuns(program: Program): readonly DataRun[] {
  const runs: DataRun[] = [];
  const consumed = new Set<number>();
  for (const item of program.items) {
    if (item.kind !== 'data' || consumed.has(item.index) || item.cells.length === 0) continue;
    const items = runFrom(program, item);
    for (const member of items) consumed.add(member.index);
    const last = items.at(-1) ?? item;
    const isCutOff = { before: isUnreadable(before(program, item)), behind: isUnreadable(after(program, last)) };
    runs.push({ first: item, items, cells: cellsOf(program, items), isCutOff });
  }
  return runs;
}

/** The values of directives in order, with the padding that the assembler adds; the first is taken to be aligned. */
export function cellsOf({ architecture }: Program, items: readonly DataItem[]): readonly DataCell[] {
  const cells = items.flatMap((item) => item.cells);
  if (architecture.alignsData !== true) return cells;
  let offset = 0;
  return cells.flatMap((cell) => {
    const padding = cell.width > 0 && Number.isInteger(Math.log2(cell.width)) ? -offset & (cell.width - 1) : 0;
    offset += padding + cell.width;
    if (padding === 0) return [cell];
    const { start } = cell.place;
    return [{ width: padding, value: { constant: 0n, terms: [] }, place: { start, end: start } }, cell];
  });
}

/**
 * Data up to the next label, alignment or instruction. A label in the middle of a descriptor names a field: data behind it
 * belongs to the run if that makes a descriptor of it.
 */
function runFrom(program: Program, first: DataItem): DataItem[] {
  const run = [first];
  let behindLabel: DataItem[] | undefined;
  for (const item of after(program, first)) {
    if (item.kind === 'label') {
      if (behindLabel === undefined && isWhole(program, run)) break;
      behindLabel ??= [];
      if (isWhole(program, [...run, ...behindLabel])) return [...run, ...behindLabel];
    } else if (item.kind === 'data') {
      (behindLabel ?? run).push(item);
    } else if (item.kind !== 'silent') break;
  }
  return behindLabel && isWhole(program, [...run, ...behindLabel]) ? [...run, ...behindLabel] : run;
}

function isWhole(program: Program, items: readonly DataItem[]): boolean {
  const cells = cellsOf(program, items);
  const { misfit, cells: read } = readEntry(cells, program.architecture);
  return misfit === undefined && read.length === cells.length;
}

/** `outwards`: the items next to a run, nearest first. Text that cannot be read may be more of it; so may data behind padding. */
function isUnreadable(outwards: Iterable<Item>): boolean {
  let isPadded = false;
  for (const item of outwards) {
    if (item.kind === 'opaque') return !item.isInstruction;
    if (item.kind === 'align') isPadded = true;
    else if (item.kind === 'data') return isPadded;
    else if (item.kind !== 'silent') return false;
  }
  return false;
}
