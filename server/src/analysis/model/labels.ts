import type { Place } from '../text/place';
import type { Item, LabelItem, Program } from './program';
import { nameOf } from './walk';

/** How a statement that would stand at offset `at` of the text names a label; undefined: it cannot. */
export function referenceTo(program: Program, label: LabelItem, at: number): string | undefined {
  if (!label.numeric) return nameOf(program, label);
  const same = program.items.filter((item) => item.kind === 'label' && item.name === label.name);
  const isBehind = label.place.start < at;
  const nearest = isBehind
    ? same.findLast(({ place }) => place.start < at)
    : same.find(({ place }) => place.start >= at);
  return nearest?.index === label.index ? label.name + (isBehind ? 'b' : 'f') : undefined;
}

/** A number that no label of the program has. */
export function freeNumber(program: Program): number {
  const taken = program.items.flatMap((item) => (item.kind === 'label' && item.numeric ? [Number(item.name)] : []));
  return Math.max(0, ...taken) + 1;
}

/** The directive that goes back to the section in which the program was before the one that `item` is in. */
export function closingOf(program: Program, item: Item): Place | undefined {
  const closing = program.items
    .slice(item.index)
    .find(({ kind, index, stream }) => kind === 'silent' && program.items[index + 1]?.stream !== stream);
  const isBack = closing?.kind === 'silent' && /^\.(popsection|previous)$/.test(closing.directive);
  return isBack ? closing.place : undefined;
}
