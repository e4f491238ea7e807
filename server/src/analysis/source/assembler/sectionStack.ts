import type { Stream } from '../../model/program';
import type { SectionDirective } from './directives';
import type { TextPart } from './statements';

/** Keeps track of the output section, as gas does for .section, .pushsection, .popsection and .previous. */
export class SectionStack {
  readonly streams: { section: string; flags: string | undefined; items: number[] }[] = [];
  #current = 0;
  #previous = 0;
  readonly #pushed: { current: number; previous: number }[] = [];

  constructor(initial: string) {
    this.streams.push({ section: initial, flags: undefined, items: [] });
  }

  /** Index of the stream that receives what comes next. */
  get current(): number {
    return this.#current;
  }

  /** Obeys a section directive. */
  apply(action: SectionDirective, name: string, operands: readonly TextPart[]): void {
    switch (action) {
      case 'push':
        this.#pushed.push({ current: this.#current, previous: this.#previous });
        this.#enter(operands[0]?.text ?? '', operands[1]?.text);
        break;
      case 'pop': {
        const outer = this.#pushed.pop();
        if (!outer) break;
        this.#current = outer.current;
        this.#previous = outer.previous;
        break;
      }
      case 'previous':
        [this.#current, this.#previous] = [this.#previous, this.#current];
        break;
      case 'switch':
        this.#enter(name === '.section' ? (operands[0]?.text ?? '') : name, operands[1]?.text);
        break;
    }
  }

  #enter(quotedName: string, flags: string | undefined): void {
    const section = quotedName.trim().replace(/^"(.*)"$/, '$1');
    this.#previous = this.#current;
    const existing = this.streams.findIndex((stream) => stream.section === section);
    this.#current = existing >= 0 ? existing : this.streams.length;
    if (existing < 0) this.streams.push({ section, flags: flags?.trim().replace(/^"(.*)"$/, '$1'), items: [] });
  }

  /** Records an item and returns its position in its stream. */
  add(index: number): number {
    const items = this.streams[this.#current]?.items ?? [];
    items.push(index);
    return items.length - 1;
  }

  finish(): readonly Stream[] {
    return this.streams;
  }
}
