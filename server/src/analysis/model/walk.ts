import type { LinearExpression } from '../arch/instruction';
import type { UnknownReason } from '../sectionSummary';
import type { Place } from '../text/place';
import type { InstructionItem, Item, LabelItem, Program } from './program';

/** Items of the same stream after `item`, nearest first. */
export function* after(program: Program, item: Item): Generator<Item> {
  const indices = program.streams[item.stream]?.items ?? [];
  for (let at = (program.positions[item.index] ?? 0) + 1; at < indices.length; at++) {
    const next = program.items[indices[at] ?? -1];
    if (next) yield next;
  }
}

/** Items of the same stream before `item`, nearest first. */
export function* before(program: Program, item: Item): Generator<Item> {
  const indices = program.streams[item.stream]?.items ?? [];
  for (let at = (program.positions[item.index] ?? 0) - 1; at >= 0; at--) {
    const previous = program.items[indices[at] ?? -1];
    if (previous) yield previous;
  }
}

/** Items strictly between two labels of one stream, in order. */
export function between(program: Program, from: LabelItem, to: LabelItem): Item[] {
  const items: Item[] = [];
  for (const item of after(program, from)) {
    if (item.index === to.index) break;
    items.push(item);
  }
  return items;
}

/** True if the item emits nothing, so that labels on both sides of it have one address. */
export function isEmpty(item: Item): boolean {
  return item.kind === 'label' || item.kind === 'silent' || (item.kind === 'data' && item.cells.length === 0);
}

export function isInstruction(item: Item): item is InstructionItem {
  return item.kind === 'instruction';
}

/** Why the first of the statements that cannot be read cannot be; undefined: all can. */
export function opaqueReason(items: readonly Item[]): UnknownReason | undefined {
  return items.find((item) => item.kind === 'opaque')?.reason;
}

/** Size in bytes where the text alone tells it. */
export function sizeOf(item: Item): number | undefined {
  if (isEmpty(item)) return 0;
  return item.kind === 'data' ? item.cells.reduce((sum, cell) => sum + cell.width, 0) : undefined;
}

/** The label at an index of the program, where there is one. */
export function labelAt(program: Program, index: number): LabelItem | undefined {
  const item = program.items[index];
  return item?.kind === 'label' ? item : undefined;
}

/** -1, 0 or 1: order of two items of one stream by address; labels with nothing between them are equal. undefined: other stream. */
export function compareAddress(program: Program, a: Item, b: Item): number | undefined {
  if (a.stream !== b.stream) return undefined;
  const positionA = program.positions[a.index] ?? 0;
  const positionB = program.positions[b.index] ?? 0;
  if (positionA === positionB) return 0;
  const [low, high] = positionA < positionB ? [a, b] : [b, a];
  let separated = !isEmpty(low);
  for (const item of after(program, low)) {
    if (separated || item.index === high.index) break;
    separated = !isEmpty(item);
  }
  if (!separated) return 0;
  return positionA < positionB ? -1 : 1;
}

export function itemPlace(program: Program, index: number): Place {
  return program.items[index]?.place ?? { start: 0, end: 0 };
}

/** Equal for expressions that have equal values wherever they stand; undefined: unknown. */
export function valueKey(program: Program, value: LinearExpression | undefined): string | undefined {
  if (!value) return undefined;
  const terms = value.terms.map(({ symbol, sign }) => {
    const label = symbol.kind === 'label' ? labelAt(program, symbol.item) : undefined;
    return `${sign} ${label ? firstAt(program, label).index : symbol.name}`;
  });
  return [value.constant.toString(), ...terms.sort()].join();
}

/** The first of the items that have the address of this one because there is nothing between them. */
function firstAt(program: Program, item: Item): Item {
  let first = item;
  for (const previous of before(program, item)) {
    if (!isEmpty(previous)) break;
    first = previous;
  }
  return first;
}

/** The program's text at a place, without the white space around it. */
export function textOf(program: Program, place: Place): string {
  return program.text.slice(place.start, place.end).trim();
}

/** A label's name as it is written: `abort_%=`, where its unique name is something else. */
export function nameOf(program: Program, label: LabelItem): string {
  return textOf(program, label.place).replace(/\s*:$/, '');
}

/** Another label of the text with the same number: what a reference means then depends on the order of the text. */
export function namesake(program: Program, label: LabelItem): LabelItem | undefined {
  if (!label.numeric || program.form !== 'inline') return undefined;
  return program.items.find(
    (item): item is LabelItem =>
      item.kind === 'label' && item.numeric && item.name === label.name && item.index !== label.index,
  );
}

/** How a statement at `at` would name a label; undefined: its number means another label there. */
export function labelReference(program: Program, label: LabelItem, at: Item): string | undefined {
  const name = nameOf(program, label);
  if (!label.numeric) return name;
  const same = program.items.filter(
    (item) => item.kind === 'label' && item.numeric && nameOf(program, item) === name && item.index !== at.index,
  );
  const isBehind = label.index < at.index;
  const meant = isBehind ? same.findLast(({ index }) => index < at.index) : same.find(({ index }) => index > at.index);
  return meant?.index === label.index ? `${name}${isBehind ? 'b' : 'f'}` : undefined;
}
