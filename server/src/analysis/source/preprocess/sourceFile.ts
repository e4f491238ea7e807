import { LineIndex } from '../../text/lineIndex';
import type { Language } from './characters';
import { parseDefinition } from './definition';
import { lex, type LexedText, type LexicalProblem, type Remark } from './lexer';
import { skim } from './skimmer';
import { TokenKind, type FileId } from './token';
import type { Macro } from './macro';
import { isHash, type WorkToken } from './workToken';

/** What a `#define` line gives. */
export interface Definition {
  readonly macro: Macro | undefined;
  readonly problems: readonly { readonly at: WorkToken; readonly message: string }[];
}

/** One version of one file. A changed text makes a new object with the same `id`. */
export class SourceFile {
  /** Whether the latest run found it in a system directory. A result's own answer is `isSystemFile`. */
  isSystem = false;
  readonly #lexed = new Map<Language, LexedFile>();
  readonly #skimmed = new Map<Language, LexedFile>();
  readonly #interned: Map<string, string>;
  #lines: LineIndex | undefined;
  #speaksOfRseq: boolean | undefined;

  constructor(
    readonly id: FileId,
    readonly path: string,
    readonly text: string,
    interned: Map<string, string>,
  ) {
    this.#interned = interned;
  }

  get lines(): LineIndex {
    return (this.#lines ??= new LineIndex(this.text));
  }

  /** False for a header that has nothing to say about restartable sequences and the system calls around them. */
  get speaksOfRseq(): boolean {
    return (this.#speaksOfRseq ??= /rseq|membarrier/i.test(this.text));
  }

  /** Comments that contain `rseq-`, in order. */
  get remarks(): readonly Remark[] {
    if (!this.text.includes('rseq-')) return [];
    for (const lexed of this.#lexed.values()) return lexed.remarks;
    return this.lexed('c').remarks;
  }

  lexed(language: Language): LexedFile {
    let lexed = this.#lexed.get(language);
    if (lexed === undefined) {
      lexed = new LexedFile(this, language, lex(this.text, this.id, language, this.#interned));
      this.#lexed.set(language, lexed);
    }
    return lexed;
  }

  /** The directives alone. */
  skimmed(language: Language): LexedFile {
    let skimmed = this.#skimmed.get(language);
    if (skimmed === undefined) {
      skimmed = new LexedFile(this, language, skim(this.text, this.id, language, this.#interned));
      this.#skimmed.set(language, skimmed);
    }
    return skimmed;
  }
}

/** The tokens of a file and what can be said about its directives before anything is expanded. */
export class LexedFile {
  readonly tokens: readonly WorkToken[];
  readonly remarks: readonly Remark[];
  readonly problems: readonly LexicalProblem[];
  /** Indices in `tokens` of the `#` of every directive, ascending. */
  readonly directives: readonly number[];
  /**
   * The macro X if the whole file stands inside `#ifndef X … #endif`: once X is defined, a further inclusion gives nothing
   * and need not be read.
   */
  readonly guard: string | undefined;
  /** By ordinal, uncertain ones behind the others: one line, one macro, so that runs can tell that it is the same. */
  readonly #definitions: (Definition | undefined)[] = [];
  #ownNames: ReadonlySet<string> | undefined;

  constructor(
    readonly source: SourceFile,
    private readonly language: Language,
    text: LexedText,
  ) {
    const { tokens, problems } = text;
    this.tokens = tokens;
    this.remarks = withAssemblerRemarks(source, language, text);
    this.problems = problems;
    const directives: number[] = [];
    tokens.forEach((token, index) => {
      if (token.startsLine && isHash(token)) directives.push(index);
    });
    this.directives = directives;
    this.guard = this.#findGuard();
  }

  /** The word behind the `#` of the n-th directive; empty for a lone `#` and past the end. */
  directiveName(ordinal: number): string {
    const at = this.directives[ordinal];
    const word = at === undefined ? undefined : this.tokens[at + 1];
    return word === undefined || word.startsLine ? '' : word.text;
  }

  /** The index behind the last token of the n-th directive's line. */
  directiveEnd(ordinal: number): number {
    let end = (this.directives[ordinal] ?? this.tokens.length) + 1;
    while (end < this.tokens.length && this.tokens[end]?.startsLine === false) end++;
    return Math.min(end, this.tokens.length);
  }

  /** The macro of the n-th directive, a `#define`. @param uncertain whether the line may be left out */
  definition(ordinal: number, uncertain: boolean): Definition {
    const index = 2 * ordinal + (uncertain ? 1 : 0);
    return (this.#definitions[index] ??= this.#define(ordinal, uncertain));
  }

  #define(ordinal: number, uncertain: boolean): Definition {
    const problems: { at: WorkToken; message: string }[] = [];
    const report = (at: WorkToken, message: string): void => {
      problems.push({ at, message });
    };
    const words = this.directiveArguments(ordinal);
    const directive = this.tokens[(this.directives[ordinal] ?? 0) + 1];
    if (words.length === 0 && directive) report(directive, 'no macro name given in #define directive');
    const macro = parseDefinition(words, { uncertain, isAsm: this.language === 'asm', report });
    return { macro, problems };
  }

  /** The tokens of the n-th directive behind its name. */
  directiveArguments(ordinal: number): readonly WorkToken[] {
    return this.tokens.slice((this.directives[ordinal] ?? this.tokens.length) + 2, this.directiveEnd(ordinal));
  }

  /**
   * The names that the file defines without first asking whether they are defined: macros of its own, which no other file can mean
   * to define. Whether such a definition is in force is another matter.
   */
  get ownNames(): ReadonlySet<string> {
    return (this.#ownNames ??= ownNames(this));
  }

  /**
   * True if the n-th directive is `#ifndef X` and the very next line `#define X`, at the head of the file or with a name
   * that only include guards have: a test that asks about this file and nothing else.
   */
  isGuardTest(ordinal: number): boolean {
    const name = guardedName(this.directiveName(ordinal), this.directiveArguments(ordinal));
    if (name === undefined) return false;
    const end = this.directiveEnd(ordinal);
    if (this.directiveName(ordinal + 1) !== 'define' || this.directives[ordinal + 1] !== end) return false;
    if (this.tokens[end + 2]?.text !== name) return false;
    return /_(?:H|HH|HPP|H_INCLUDED|INC)_*$/i.test(name) || this.#onlyPragmasBefore(ordinal);
  }

  #onlyPragmasBefore(ordinal: number): boolean {
    let at = 0;
    for (let n = 0; n < ordinal; n++) {
      if (this.directives[n] !== at || this.directiveName(n) !== 'pragma') return false;
      at = this.directiveEnd(n);
    }
    return this.directives[ordinal] === at;
  }

  #findGuard(): string | undefined {
    if (this.directives[0] !== 0) return undefined;
    const name = guardedName(this.directiveName(0), this.directiveArguments(0));
    if (name === undefined) return undefined;
    let depth = 0;
    for (let n = 0; n < this.directives.length; n++) {
      const word = this.directiveName(n);
      if (word.startsWith('if')) depth++;
      else if (word.startsWith('el') && depth === 1) return undefined;
      else if (word === 'endif' && --depth === 0) return this.directiveEnd(n) === this.tokens.length ? name : undefined;
    }
    return undefined;
  }
}

/** Macros that are known to come from outside, whatever a file adds to them: switches of a configuration. */
const CONFIGURED = /^_*(?:HAVE|HAS|CONFIG|ENABLE|DISABLE|WITH|WITHOUT|USE|NO)_|^N?DEBUG$/;

function ownNames(file: LexedFile): ReadonlySet<string> {
  const own = new Set<string>();
  const asked = new Set<string>();
  const open: string[][] = [];
  for (let n = 0; n < file.directives.length; n++) {
    const word = file.directiveName(n);
    if (word.startsWith('if')) open.push([]);
    if (word.startsWith('if') || word.startsWith('elif')) {
      open.at(-1)?.push(...file.directiveArguments(n).map((token) => token.text));
    } else if (word === 'endif') {
      open.pop();
    } else if (word === 'define') {
      const name = file.directiveArguments(n)[0]?.text ?? '';
      const isAsked = open.some((words) => words.includes(name));
      (isAsked || CONFIGURED.test(name) ? asked : own).add(name);
    }
  }
  return new Set([...own].filter((name) => !asked.has(name)));
}

/** X of `#ifndef X`, `#if !defined X` and `#if !defined(X)`. */
function guardedName(directive: string, words: readonly WorkToken[]): string | undefined {
  if (directive === 'ifndef') return words[0]?.text;
  if (directive !== 'if') return undefined;
  const match = /^! defined (?:\( (\S+) \)|([^( ]\S*))$/.exec(words.map((word) => word.text).join(' '));
  return match?.[1] ?? match?.[2];
}

/**
 * With the comments that only the assembler sees: `#`, `@`, `!`, `|`, `;`, `//` up to the end of their line, and any comment in a raw
 * string, where an asm template has no other place for one.
 */
function withAssemblerRemarks(
  source: SourceFile,
  language: Language,
  { tokens, remarks }: LexedText,
): readonly Remark[] {
  const { text } = source;
  if (!text.includes('rseq-')) return remarks;
  const parts =
    language === 'asm'
      ? [{ offset: 0, length: text.length }]
      : tokens.filter((token) => token.kind === TokenKind.String && /^\w*R"/.test(token.text));
  const own = parts.flatMap(({ offset, length }) =>
    [...text.slice(offset, offset + length).matchAll(assemblerRemark)].map((match): Remark => {
      const start = offset + match.index;
      return { offset: start, end: start + match[0].length, text: match[0] };
    }),
  );
  const added = own.filter((one) => !remarks.some((other) => other.offset < one.end && one.offset < other.end));
  return added.length === 0 ? remarks : [...remarks, ...added].sort((a, b) => a.offset - b.offset);
}

const assemblerRemark =
  /\/\*(?:(?!\*\/)[^])*?\brseq-(?:ignore|abi)\b[^]*?\*\/|(?:[#@!|;]|\/\/)[^"\n]*?\brseq-(?:ignore|abi)\b[^\r\n]*/g;
