import { builtinMacros } from './builtins';
import { parseDefinition } from './definition';
import { EffectStore } from './effects';
import { lex } from './lexer';
import { MacroTable, type Macro } from './macro';
import type { PreprocessOptions } from './options';
import { SourceFile } from './sourceFile';
import type { FileId } from './token';
import { isHash, type WorkToken } from './workToken';

/** After so many edits the table of spellings is begun anew: it holds on to the texts of old versions. */
const EDITS_PER_TABLE = 500;

/** The macros a run begins with. */
export interface InitialMacros {
  readonly table: MacroTable;
  /** Every name the predefined text or the command line mentions. */
  readonly spokenOf: ReadonlySet<string>;
}

/**
 * What runs have in common: lexed files, the file table, tables of predefined macros, what headers do. Owned by the caller; one
 * cache serves all configurations and may be dropped at any time. Never trusts itself: whatever it holds of a file is
 * used only after the text was compared.
 */
export class PreprocessCache {
  /** One string object per spelling, for speed only. */
  readonly interned = new Map<string, string>();
  readonly effects = new EffectStore();
  readonly #ids = new Map<string, FileId>();
  readonly #files: SourceFile[] = [];
  #edits = 0;
  readonly #initial = new Map<string, Map<string, InitialMacros>>();

  /** The latest version of a file. */
  file(id: FileId): SourceFile | undefined {
    return this.#files[id];
  }

  /** The file of that path and text; undefined if there is no text. */
  load(path: string, text: string | undefined): SourceFile | undefined {
    if (text === undefined) return undefined;
    const id = this.#ids.get(path) ?? this.#files.length;
    const known = this.#files[id];
    if (known?.text === text) return known;
    if (known !== undefined && ++this.#edits % EDITS_PER_TABLE === 0) this.interned.clear();
    const file = new SourceFile(id, path, text, this.interned);
    this.#ids.set(path, id);
    this.#files[id] = file;
    return file;
  }

  initialMacros(options: PreprocessOptions): InitialMacros {
    let variants = this.#initial.get(options.predefined);
    if (variants === undefined) {
      variants = new Map();
      this.#initial.set(options.predefined, variants);
    }
    const key = JSON.stringify([options.language, options.compiler, options.macros]);
    let initial = variants.get(key);
    if (initial === undefined) {
      initial = defineInitial(options, this.interned);
      variants.set(key, initial);
    }
    return initial;
  }
}

function defineInitial(options: PreprocessOptions, interned: Map<string, string>): InitialMacros {
  const table = new MacroTable();
  const spokenOf = new Set<string>();
  const define = (macro: Macro | undefined): void => {
    if (macro === undefined) return;
    table.define(macro);
    spokenOf.add(macro.name);
  };
  builtinMacros(options.language, options.compiler).forEach(define);
  const defineText = (text: string): void => {
    for (const line of definitionLines(lex(text, -1, options.language, interned).tokens)) {
      define(parseDefinition(line, { uncertain: false, isAsm: options.language === 'asm', report: () => undefined }));
    }
  };
  defineText(options.predefined);
  for (const option of options.macros) {
    spokenOf.add(/^[\w$]*/.exec(option.name)?.[0] ?? option.name);
    if (option.kind === 'undefine') table.undefine(option.name, true, 0);
    // Like the compiler's -D, up to the end of the first line.
    else defineText(`#define ${option.name} ${option.value}`.split('\n', 1)[0] ?? '');
  }
  return { table, spokenOf };
}

/** The tokens behind `#define`, line by line. */
function definitionLines(tokens: readonly WorkToken[]): WorkToken[][] {
  const lines: WorkToken[][] = [];
  for (const token of tokens) {
    if (token.startsLine) lines.push([]);
    lines.at(-1)?.push(token);
  }
  return lines.filter(([hash, word]) => hash && isHash(hash) && word?.text === 'define').map((line) => line.slice(2));
}
