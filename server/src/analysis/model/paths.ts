import { successors } from './controlFlow';
import type { Item, LabelItem, Program } from './program';
import type { CriticalSection } from './section';
import { after } from './walk';

/** An item on the way through an asm statement. `aborted`: the kernel has aborted a section on that way. */
export interface Point {
  readonly item: Item;
  readonly aborted: boolean;
}

/** Where a way goes on. An abort happens before the instruction of the point it starts from. */
export interface PathStep {
  readonly to: Point;
  readonly byAbort: boolean;
}

/** A section whose instructions and handler are known. */
interface KnownSection {
  readonly range: ReadonlySet<number>;
  readonly start: LabelItem;
  readonly abort: LabelItem;
}

/** Every way through an asm statement, aborts by the kernel included. */
export class Paths {
  readonly #known: readonly KnownSection[];
  /** False if a section is not known well enough to say where it can be aborted, and to where. */
  readonly abortsKnown: boolean;
  /** The first item of the statement; undefined if it has none. */
  readonly entry: Item | undefined;
  readonly #leading: ReadonlySet<number>;

  constructor(
    readonly program: Program,
    readonly sections: readonly CriticalSection[],
  ) {
    this.#known = sections.flatMap(({ facts: { range, start, abort, abortPosition } }) => {
      if (!range.known || !start.known || !abort.known || !abortPosition.known || abortPosition.value.inside) return [];
      const items = new Set(range.value.map((item) => item.index));
      return [{ range: items, start: start.value.label, abort: abort.value.label }];
    });
    this.abortsKnown = this.#known.length === sections.length;
    this.entry = program.items[program.streams[0]?.items[0] ?? -1];
    this.#leading = this.#leadingToSections();
  }

  /** Handlers of the sections. */
  get handlers(): readonly LabelItem[] {
    return this.#known.map(({ abort }) => abort);
  }

  /** Is the item in a section? */
  isInside({ index }: Item): boolean {
    return this.#known.some(({ range }) => range.has(index));
  }

  /** Is it in a section, or is one still to come? */
  leadsToSection({ index }: Item): boolean {
    return this.#leading.has(index);
  }

  next({ item, aborted }: Point): readonly PathStep[] {
    const steps = stepsFrom(this.program, item).flatMap((to) =>
      to === 'leaves' ? [] : [{ to: { item: to, aborted }, byAbort: false }],
    );
    const canAbort = item.kind === 'instruction' || item.kind === 'opaque';
    const aborts = canAbort ? this.#known.filter(({ range }) => range.has(item.index)) : [];
    return [...steps, ...aborts.map(({ abort }) => ({ to: { item: abort, aborted: true }, byAbort: true }))];
  }

  /** Can the statement be left from here, for the C code around it? */
  leaves({ item }: Point): boolean {
    return stepsFrom(this.program, item).includes('leaves');
  }

  /** Every item that can be executed. */
  executed(): readonly Item[] {
    const seen = new Set<number>();
    const work = [...(this.entry ? [this.entry] : []), ...this.handlers];
    for (let item = work.pop(); item; item = work.pop()) {
      if (seen.has(item.index)) continue;
      seen.add(item.index);
      for (const to of stepsFrom(this.program, item)) if (to !== 'leaves') work.push(to);
    }
    return this.program.items.filter(({ index }) => seen.has(index));
  }

  /**
   * Where handlers go back to what stands in front of a section instead of leaving. A way back into the section itself
   * is another mistake.
   */
  restarts(): readonly RestartPoint[] {
    const regular = this.#regular();
    const restarts: RestartPoint[] = [];
    const seen = new Set<number>();
    const work: Item[] = [...this.handlers];
    for (let item = work.pop(); item; item = work.pop()) {
      if (seen.has(item.index)) continue;
      seen.add(item.index);
      for (const to of stepsFrom(this.program, item)) {
        if (to === 'leaves') continue;
        if (!regular.has(to.index)) work.push(to);
        else if (this.leadsToSection(to) && !this.#isProtected(to)) restarts.push({ item: to, from: item });
      }
    }
    return restarts;
  }

  #isProtected(item: Item): boolean {
    return this.isInside(item) || this.#known.some(({ start }) => start.index === item.index);
  }

  /** What is executed without going through a handler. */
  #regular(): ReadonlySet<number> {
    const handlers = new Set(this.handlers.map(({ index }) => index));
    const seen = new Set<number>();
    const work = this.entry ? [this.entry] : [];
    for (let item = work.pop(); item; item = work.pop()) {
      if (seen.has(item.index) || handlers.has(item.index)) continue;
      seen.add(item.index);
      for (const to of stepsFrom(this.program, item)) if (to !== 'leaves') work.push(to);
    }
    return seen;
  }

  #leadingToSections(): ReadonlySet<number> {
    const leading = new Set(this.#known.flatMap(({ range }) => [...range]));
    for (let grown = true; grown;) {
      grown = false;
      for (const item of this.program.items) {
        if (leading.has(item.index)) continue;
        if (!stepsFrom(this.program, item).some((to) => to !== 'leaves' && leading.has(to.index))) continue;
        leading.add(item.index);
        grown = true;
      }
    }
    return leading;
  }
}

/** Where a handler begins again. */
export interface RestartPoint {
  readonly item: Item;
  /** The last item of the handler. */
  readonly from: Item;
}

/** Like {@link successors}, but what cannot be read is taken to go on behind it, and what nobody can tell is left out. */
function stepsFrom(program: Program, item: Item): readonly (Item | 'leaves')[] {
  if (item.kind === 'opaque' || item.kind === 'data') {
    for (const next of after(program, item)) return [next];
    return item.stream === 0 ? ['leaves'] : [];
  }
  return successors(program, item).flatMap((step): (Item | 'leaves')[] => {
    if (step.kind === 'item') return [step.item];
    return step.kind === 'leaves' ? ['leaves'] : [];
  });
}
