import type { SymbolRef } from '../arch/instruction';
import type { Place } from '../text/place';
import { type Fact, known, unknown } from './fact';
import type { Item, Program } from './program';
import { itemPlace } from './walk';

/** Output that refers to the function it comes from and does not go the way of the function. */
export interface Ungrouped {
  readonly section: string;
  /** Flags without `?`; undefined where none are given. */
  readonly flags: string | undefined;
  /** The flags, or the directive that has none. */
  readonly place: Place;
}

/** What becomes of the statement's sections if the linker throws this copy of the function away (C++). */
export interface GroupVerdict {
  /** As in {@link EnclosingFunction.isDiscardable}. */
  readonly isDiscardable: boolean | 'when-inlined';
  readonly ungrouped: readonly Ungrouped[];
}

/** `?`: the group of the section before. `G`: the group that is named. `o`: kept and dropped with the section that is named. */
const grouped = /[?Go]/;

export function groupOf(program: Program): Fact<GroupVerdict> {
  const isDiscardable = program.statement?.function?.isDiscardable ?? false;
  if (isDiscardable === false) return known({ isDiscardable, ungrouped: [] });
  const ungrouped: Ungrouped[] = [];
  for (const stream of tied(program)) {
    for (const { item, flags } of program.streams[stream]?.openings ?? []) {
      const section = program.streams[stream]?.section ?? '';
      if (!flags && program.elsewhere.sections.includes(section)) return unknown('flow');
      if (flags && grouped.test(flags.text)) continue;
      ungrouped.push({ section, flags: flags?.text, place: flags?.place ?? itemPlace(program, item) });
    }
  }
  return known({ isDiscardable, ungrouped: ungrouped.sort((a, b) => a.place.start - b.place.start) });
}

/** Streams of other sections that refer to the function's own, directly or by way of each other. */
function tied(program: Program): readonly number[] {
  const own = new Set(program.streams.flatMap(({ section }, index) => (section === '' ? [index] : [])));
  const found = new Set<number>();
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const item of program.items) {
      if (own.has(item.stream) || found.has(item.stream)) continue;
      const refers = symbolsOf(item).some((symbol) => {
        const stream = symbol.kind === 'label' ? (program.items[symbol.item]?.stream ?? -1) : -1;
        return symbol.kind === 'c-label' || own.has(stream) || found.has(stream);
      });
      if (refers) found.add(item.stream);
    }
  }
  return [...found];
}

/** Symbols whose addresses an item has in it. */
function symbolsOf(item: Item): readonly SymbolRef[] {
  if (item.kind === 'data') return item.cells.flatMap(({ value }) => value?.terms.map(({ symbol }) => symbol) ?? []);
  if (item.kind !== 'instruction') return [];
  const { flow, addressOf } = item.instruction.effect;
  const target = flow.kind === 'jump' || flow.kind === 'call' ? flow.target : undefined;
  return [addressOf, target].filter((symbol) => symbol !== undefined);
}
