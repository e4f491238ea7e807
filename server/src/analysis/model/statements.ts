import type { SymbolRef } from '../arch/instruction';
import type { Place } from '../text/place';
import type { Item, LabelItem, Program } from './program';
import { labelAt, nameOf } from './walk';

/**
 * A label as a statement at the place of `from` refers to it: `5f`, `out_%=`. undefined: the number means another label there.
 */
export function referenceTo(program: Program, from: Item, label: LabelItem): string | undefined {
  if (!label.numeric) return nameOf(program, label);
  const same = program.items.filter((item) => item.kind === 'label' && item.numeric && item.name === label.name);
  const isBehind = label.place.start >= from.place.start;
  const nearest = isBehind
    ? same.find((item) => item.place.start >= from.place.start)
    : same.findLast((item) => item.place.start < from.place.start);
  return nearest?.index === label.index ? `${label.name}${isBehind ? 'f' : 'b'}` : undefined;
}

/** Where a statement names a symbol. */
export function referencesIn(program: Program, item: Item, symbol: SymbolRef): readonly Place[] {
  const { text } = program;
  const label = symbol.kind === 'label' ? labelAt(program, symbol.item) : undefined;
  // A number with its direction is a name of its own; other names are looked for as the label writes them.
  const written = /^\d+[bf]$/.test(symbol.name) || !label ? symbol.name : nameOf(program, label);
  const places: Place[] = [];
  for (const { index } of text.slice(item.place.start, item.place.end).matchAll(/[\w.$%=]+/g)) {
    const start = item.place.start + index;
    const end = start + written.length;
    if (text.slice(start, end) === written && !/[\w.$%=]/.test(text.charAt(end))) places.push({ start, end });
  }
  return places;
}

/** An unconditional branch; undefined where it would need another instruction in its delay slot. */
export function jumpStatement({ architecture, items }: Program, target: string): string | undefined {
  const hasSlots =
    architecture.delaySlots === true || items.some((item) => item.kind === 'instruction' && item.instruction.delayed);
  return hasSlots ? undefined : `${architecture.jump} ${target}`;
}
