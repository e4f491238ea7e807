import type { Architecture } from '../arch/architecture';
import type { CriticalSection } from '../model/section';
import type { Program } from '../model/program';
import { buildSections } from '../model/sections';
import { buildStatement, type CriticalStatement } from '../model/statement';
import type { Place, TextChange, TextOrigin } from '../text/place';
import type { AssemblerText } from './assembler/assemblerText';
import { editsFor } from './assembler/edits';
import type { SourceLines } from './assembler/lineInsertion';
import type { FunctionRange } from './c/functions';

/** The sections of one asm statement or `.S` file, with the way back to the files. */
export interface SectionGroup {
  readonly architecture: Architecture;
  readonly program: Program;
  readonly sections: readonly CriticalSection[];
  /** Its C side; undefined for a `.S` file. */
  readonly statement: CriticalStatement | undefined;
  readonly origin: TextOrigin;
  readonly function: FunctionRange | undefined;
  /** Where the asm statement stands after all macros are unwound; tells uses of one macro apart. */
  readonly site: string;
}

/** What is made of one text. */
export interface Model {
  readonly program: Program;
  readonly sections: readonly CriticalSection[];
  readonly statement: CriticalStatement | undefined;
}

/** Models by everything they depend on. Lives in the analysis cache. */
export class ModelCache {
  #entries = new Map<string, Model>();
  readonly #limit = 2000;

  get(key: string, build: () => Program, withhold?: string): Model {
    const full = withhold === undefined ? key : `${withhold}\0${key}`;
    const existing = this.#entries.get(full);
    if (existing) return existing;
    const program = build();
    const sections = buildSections(program, withhold);
    const entry = { program, sections, statement: buildStatement(program, sections, withhold) };
    if (this.#entries.size >= this.#limit) this.#entries.clear();
    this.#entries.set(full, entry);
    return entry;
  }
}

/** Places and edits of a text, for the model's consumers. */
export function originOf(text: AssemblerText, lines: SourceLines): TextOrigin {
  return {
    locate: (place: Place) => text.locate(place),
    edit: (changes: readonly TextChange[]) => editsFor(text, changes, lines),
  };
}

/**
 * Does the assembler text admit this architecture? More than three quarters of its instructions must be known to the table: the
 * tables of some architectures know half of another's (`cmp`, `str`, `b`). Text without instructions says nothing and is
 * admitted nowhere.
 */
export function admits(program: Program): boolean {
  let known = 0;
  let foreign = 0;
  for (const item of program.items) {
    if (item.kind === 'instruction') known++;
    else if (item.kind === 'opaque' && item.reason === 'mnemonic') foreign++;
  }
  return known > 3 * foreign;
}
