import type { Architecture } from '../arch/architecture';
import type { CriticalSection } from '../model/section';
import type { Program } from '../model/program';
import { buildSections } from '../model/sections';
import { buildStatement, type CriticalStatement } from '../model/statement';
import type { Place, TextChange, TextOrigin } from '../text/place';
import type { SourceSpan } from '../text/span';
import type { AssemblerText } from './assembler/assemblerText';
import { buildProgram, buildProgramIfAdmitted, type ProgramSource } from './assembler/buildProgram';
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
  readonly text: AssemblerText;
  readonly function: FunctionRange | undefined;
  /** Where the asm statement stands after all macros are unwound, an empty span; tells uses of one macro apart. */
  readonly site: SourceSpan | undefined;
  /** There is nothing in it, nor around it, that is for one architecture more than for another. */
  readonly isNeutral: boolean;
}

/** What is made of one text, as far as somebody asks for it. */
export class Model {
  #sections: readonly CriticalSection[] | undefined;
  #statement: { readonly model: CriticalStatement | undefined } | undefined;

  constructor(
    readonly program: Program,
    private readonly withhold?: string,
  ) {}

  get sections(): readonly CriticalSection[] {
    return (this.#sections ??= buildSections(this.program, this.withhold));
  }

  get statement(): CriticalStatement | undefined {
    this.#statement ??= { model: buildStatement(this.program, this.sections, this.withhold) };
    return this.#statement.model;
  }
}

/** Models by everything they depend on. Lives in the analysis cache. */
export class ModelCache {
  readonly #models = new Map<string, Model>();
  /** Those of texts that nobody wants to be read for the architecture; undefined: it is not meant. */
  readonly #admitted = new Map<string, Model | undefined>();
  readonly #limit = 2000;

  /** @param withhold for tests, see {@link buildSections} */
  get(key: string, source: () => ProgramSource, withhold?: string): Model {
    const plain = (): Model => remember(this.#models, key, this.#limit, () => new Model(buildProgram(source())));
    if (withhold === undefined) return plain();
    const withheld = (): Model => new Model(plain().program, withhold);
    return remember(this.#models, `${withhold}\0${key}`, this.#limit, withheld);
  }

  /** undefined: the text is not meant for the architecture. */
  getIfAdmitted(key: string, source: () => ProgramSource, withhold?: string): Model | undefined {
    const plain = (): Model | undefined =>
      remember(this.#admitted, key, this.#limit, () => {
        const program = buildProgramIfAdmitted(source());
        return program && new Model(program);
      });
    if (withhold === undefined) return plain();
    const program = plain()?.program;
    const withheld = (): Model | undefined => program && new Model(program, withhold);
    return remember(this.#admitted, `${withhold}\0${key}`, this.#limit, withheld);
  }
}

function remember<V>(map: Map<string, V>, key: string, limit: number, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined || map.has(key)) return known as V;
  const value = make();
  if (map.size >= limit) map.clear();
  map.set(key, value);
  return value;
}

/** Places and edits of a text, for the model's consumers. */
export function originOf(text: AssemblerText, lines: SourceLines): TextOrigin {
  return {
    locate: (place: Place) => text.locate(place),
    edit: (changes: readonly TextChange[]) => editsFor(text, changes, lines),
  };
}
