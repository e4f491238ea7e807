import type { SymbolRef } from '../arch/instruction';
import type { Place } from '../text/place';
import type { Item, LabelItem, Program } from './program';
import { labelAt, nameOf } from './walk';

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

/** Statements that go to a label; undefined where another instruction would have to stand in the slot behind them. */
export function jumpTo({ architecture, items }: Program, target: string): readonly string[] | undefined {
  const statements = architecture.jumpTo(target);
  const hasSlots = items.some((item) => item.kind === 'instruction' && item.instruction.delayed);
  return hasSlots && statements.length === 1 ? undefined : statements;
}
