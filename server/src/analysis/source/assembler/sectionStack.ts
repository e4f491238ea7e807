import type { SectionBalance, SectionOpening, Stream } from '../../model/program';
import type { Place } from '../../text/place';
import type { SectionDirective } from './directives';
import type { TextPart } from './statements';

interface Growing extends Omit<Stream, 'items' | 'openings'> {
  readonly items: number[];
  readonly openings: SectionOpening[];
}

/** Where output goes, and what `.previous` goes back to; undefined: to where the text around an asm statement was before. */
interface Level {
  readonly current: number;
  readonly previous: number | undefined;
  /** The directive that switched last, other than by a push. */
  readonly switched: SectionBalance['switched'];
}

/** Keeps track of the output section, as gas does (gas/config/obj-elf.c, obj_elf_section_change_hook and its callers). */
export class SectionStack {
  readonly streams: Growing[];
  #level: Level = { current: 0, previous: undefined, switched: undefined };
  readonly #pushed: { readonly item: number; readonly outer: Level }[] = [];
  readonly #stray: number[] = [];
  #lost = false;

  /** Where the streams of the current text begin. */
  #base = 0;

  constructor(private readonly initial: string) {
    this.streams = [{ section: initial, subsection: 0, flags: undefined, items: [], openings: [] }];
  }

  /** Another text begins: nobody knows what stands between its part of a section and the last one's. */
  restart(): void {
    this.#base = this.streams.length;
    this.#level = { current: this.#base, previous: undefined, switched: undefined };
    this.#pushed.splice(0);
    this.streams.push({ section: this.initial, subsection: 0, flags: undefined, items: [], openings: [] });
  }

  /** A stream of its own for something that C code defines; returns its index. */
  declare(section: string, declared: NonNullable<Stream['declared']>): number {
    this.streams.push({ section, subsection: 0, flags: undefined, declared, items: [], openings: [] });
    return this.streams.length - 1;
  }

  /** Index of the stream that receives what comes next. */
  get current(): number {
    return this.#level.current;
  }

  /** Obeys a section directive, which is item `item`. */
  apply(item: number, action: SectionDirective, name: string, operands: readonly TextPart[]): void {
    switch (action) {
      case 'push':
        this.#pushed.push({ item, outer: this.#level });
        this.#enter(item, operands[0]?.text ?? '', operands.slice(1));
        break;
      case 'pop': {
        const innermost = this.#pushed.pop();
        if (innermost) this.#level = innermost.outer;
        else this.#stray.push(item);
        break;
      }
      case 'previous':
        this.#goBack(item);
        break;
      case 'switch':
        if (name === '.section') this.#enter(item, operands[0]?.text ?? '', operands.slice(1));
        else this.#enter(item, name, operands);
        this.#note(item);
        break;
      case 'subsection': {
        const { section } = this.streams[this.current] ?? { section: '' };
        this.#switchTo(this.#stream(section, numberIn(operands[0]) ?? 0, undefined));
        this.#note(item);
        break;
      }
    }
  }

  #goBack(item: number): void {
    const { current, previous } = this.#level;
    if (previous === undefined) {
      this.#lost = true;
      return;
    }
    this.#level = { ...this.#level, current: previous, previous: current };
    this.#note(item);
  }

  #note(item: number): void {
    this.#level = { ...this.#level, switched: { item, from: this.#level.previous } };
  }

  /** `name[, subsection][, "flags"[, ...]]` */
  #enter(item: number, quotedName: string, rest: readonly TextPart[]): void {
    const subsection = numberIn(rest[0]);
    const flags = rest[subsection === undefined ? 0 : 1];
    const text = flags && unquoted(flags.text);
    const stream = this.#stream(unquoted(quotedName), subsection ?? 0, text);
    this.streams[stream]?.openings.push({
      item,
      flags: flags && text !== undefined ? written(flags, text) : undefined,
    });
    this.#switchTo(stream);
  }

  #switchTo(stream: number): void {
    this.#level = { ...this.#level, current: stream, previous: this.current };
  }

  #stream(section: string, subsection: number, flags: string | undefined): number {
    const existing = this.streams.findIndex(
      (s, i) => i >= this.#base && s.section === section && s.subsection === subsection,
    );
    if (existing >= 0) return existing;
    this.streams.push({ section, subsection, flags, items: [], openings: [] });
    return this.streams.length - 1;
  }

  finish(): { readonly streams: readonly Stream[]; readonly balance: SectionBalance } {
    const { current, switched } = this.#level;
    const unclosed = this.#pushed.map(({ item }) => item);
    return {
      streams: this.streams,
      balance: { unclosed, stray: this.#stray, last: this.#lost ? undefined : current, switched },
    };
  }
}

function unquoted(text: string): string {
  return text.trim().replace(/^"(.*)"$/, '$1');
}

function numberIn(part: TextPart | undefined): number | undefined {
  return part && /^\s*\d+\s*$/.test(part.text) ? Number(part.text) : undefined;
}

function written(part: TextPart, text: string): { readonly text: string; readonly place: Place } {
  const start = part.place.start + part.text.search(/\S/);
  return { text, place: { start, end: start + part.text.trim().length } };
}
