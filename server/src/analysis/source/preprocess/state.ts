import type { PreprocessCache } from './cache';
import type { EffectRecorder } from './effectRecorder';
import { MacroUse } from './effects';
import type { FoundFile, Includer, IncludeSearch } from './includes';
import { onlyCompilersDefine } from './knownNames';
import { isLibraryHeader, libraryMayDefine } from './libraryNames';
import type { Macro, MacroTable, Verdict } from './macro';
import type { PreprocessOptions, PreprocessProblem, MissingInclude } from './options';
import type { LexedFile, SourceFile } from './sourceFile';
import { TokenKind, type FileId, type Token } from './token';
import { WorkToken } from './workToken';
import type { ReadLog } from './readLog';

/** One `#if … #endif` that is open. */
export interface Conditional {
  /** The `#` of its `#if`. */
  readonly start: Token;
  /** A group has been chosen. */
  taken: boolean;
  /** A condition so far was not decidable, so the choice of groups is a guess. */
  undecided: boolean;
  /** No later group can be meant any more: a condition was certainly true. */
  closed: boolean;
  /** The group being read is such a guess: the group around it. undefined: it is none. */
  outerGroup: number | undefined;
  hasElse: boolean;
}

/** One file being read. */
export interface Frame {
  readonly lexed: LexedFile;
  /** How the file was named by whoever included it, for `__FILE__`. */
  readonly spelledPath: string;
  /** Place in the search list of the directory it was found in, -1 if beside the includer: for `#include_next`. */
  readonly searchIndex: number;
  /** Index of the next token. */
  at: number;
  /** Ordinal of the next directive. */
  directive: number;
  readonly conditionals: Conditional[];
  /** Takes down what the file does, so that it need not be read again; undefined where it is not read by itself. */
  readonly recorder: EffectRecorder | undefined;
  /** Stretches that were left out; only of files with remarks. */
  readonly skipped: { readonly start: number; readonly end: number }[];
}

/** Names a remark within a run. */
export function remarkKey(file: FileId, offset: number): string {
  return `${file}:${offset}`;
}

/** So many tokens out of macros end all expansion: nobody wrote that on purpose. */
const MOST_EXPANDED = 2_000_000;

/** Where a run stands: what the parts of the preprocessor share. */
export class RunState {
  /** That of the innermost file that has one. */
  recorder: EffectRecorder | undefined;
  readonly output: Token[] = [];
  /** How many of {@link output} come from files that were not read again. */
  reused = 0;
  readonly problems: PreprocessProblem[] = [];
  readonly missing: MissingInclude[] = [];
  /** Headers that may have defined names behind our back: missing ones, and those in groups left out by guess. */
  readonly unseenHeaders: string[] = [];
  /** Every file that was begun, in order. */
  readonly entered = new Map<FileId, SourceFile>();
  readonly onceFiles = new Set<FileId>();
  readonly systemFiles = new Map<FileId, boolean>();
  readonly invoked = new Set<string>();
  /** Remarks in groups that were read, see {@link remarkKey}. */
  readonly readRemarks = new Set<string>();
  readonly pushed = new Map<string, (Macro | undefined)[]>();
  readonly frames: Frame[] = [];
  /** Gaps to be read before the next token of a file. */
  readonly gaps: WorkToken[] = [];
  counter = 0;
  /** How many macro invocations are open whose arguments are being read. */
  collecting = 0;
  /** How many tokens may still come out of macros; below 0 expansion has ended. */
  expandable = MOST_EXPANDED;
  /** The innermost group chosen by guess that is being read; 0: none. */
  group = 0;
  /** The first file that defines each name without asking, as its position among those that were entered. */
  readonly #owners = new Map<string, number>();
  #ownersRead = 0;
  complete = true;
  isCancelled = false;
  /** Set when includes went in circles: from then on a file cannot include one that is being read. */
  hitIncludeLimit = false;
  /** A header was not seen of which nothing is known: it may have defined any name. */
  isAnythingPossible = false;

  constructor(
    readonly cache: PreprocessCache,
    readonly options: PreprocessOptions,
    /** The options that are data, without the files: what the effects of headers depend on besides what they ask. */
    readonly configuration: string,
    readonly path: string,
    readonly search: IncludeSearch,
    readonly reads: ReadLog,
    readonly macros: MacroTable,
    /** Names the predefined table or the command line speaks of: not defined means not defined. */
    readonly spokenOf: ReadonlySet<string>,
  ) {}

  report(at: Token, message: string, length = at.length): void {
    this.problems.push({ file: at.file, offset: at.offset, length, message });
  }

  isSystem(file: FileId): boolean {
    if (file < 0) return true;
    const isSystem = this.systemFiles.get(file) === true;
    this.recorder?.noteSystem(file, isSystem);
    return isSystem;
  }

  /** The tokens of a file as they are wanted. */
  lexed(file: SourceFile, isSystem: boolean): LexedFile {
    const { language, skimsSystemHeaders } = this.options;
    const isSkimmed = skimsSystemHeaders === true && isSystem && !file.speaksOfRseq;
    return isSkimmed ? file.skimmed(language) : file.lexed(language);
  }

  /** A file is being included. The latest inclusion says whether it is a system file. */
  noteFile(file: SourceFile, isSystem: boolean): void {
    this.entered.set(file.id, file);
    this.systemFiles.set(file.id, isSystem);
    this.recorder?.noteFile(file, isSystem);
  }

  /** A file has been read to its end. */
  noteRemarks({ lexed, skipped }: Frame): void {
    for (const { offset } of lexed.remarks) {
      if (skipped.some(({ start, end }) => start <= offset && offset < end)) continue;
      const key = remarkKey(lexed.source.id, offset);
      this.readRemarks.add(key);
      this.recorder?.noteRemark(key);
    }
  }

  isOnce(file: FileId): boolean {
    const isMarked = this.onceFiles.has(file);
    this.recorder?.noteOnce(file, isMarked);
    return isMarked;
  }

  markOnce(file: FileId): void {
    this.onceFiles.add(file);
    this.recorder?.markOnce(file);
  }

  find(name: string, angled: boolean, isNext: boolean, includer: Includer): FoundFile | undefined {
    const lookup = this.search.lookUp(name, angled, isNext, includer);
    this.recorder?.noteLookup(lookup);
    return lookup.found;
  }

  /** The compiler's answer to `__has_attribute(argument)` and the like. */
  has(operator: string, argument: string): boolean | number | undefined {
    const answer = this.reads.has(operator, argument);
    this.recorder?.noteAnswer({ operator, argument, answer });
    return answer;
  }

  /** The macro of that name; `use`: how much of it what happens next depends on. */
  lookUp(name: string, use: MacroUse): Macro | undefined {
    const macro = this.macros.get(name);
    this.recorder?.noteMacro(name, macro, use, this);
    return macro;
  }

  define(macro: Macro): void {
    this.macros.define(macro);
    this.recorder?.noteChange(macro.name);
  }

  undefine(name: string): void {
    this.macros.undefine(name, this.group === 0, this.unseenHeaders.length);
    this.recorder?.noteChange(name);
  }

  doubt(name: string): void {
    this.lookUp(name, MacroUse.Text);
    this.macros.doubt(name);
    this.recorder?.noteChange(name);
  }

  checkCancelled(): void {
    if (this.options.isCancelled?.() === true) this.isCancelled = true;
  }

  /** What `defined name` is. */
  isDefined(name: string): Verdict {
    const macro = this.lookUp(name, MacroUse.Defined);
    if (macro !== undefined) return { value: true, known: !macro.uncertain };
    return { value: false, known: this.#isCertainlyUndefined(name) };
  }

  /** For a name that is not in the table: false if it may be defined by something that was not seen. */
  #isCertainlyUndefined(name: string): boolean {
    if (this.macros.isPerhapsDefined(name)) return false;
    const unseen = this.unseenHeaders;
    if (unseen.length === 0 || this.spokenOf.has(name) || onlyCompilersDefine(name)) return true;
    if (this.macros.wasUndefinedSince(name, unseen.length)) return true;
    return !libraryMayDefine(name) && (!this.isAnythingPossible || this.isOwnName(name));
  }

  /**
   * Does one of the program's own files decide about this name, among the first `limit` files that were entered? A file that defines
   * it without asking first, see {@link LexedFile.ownNames}.
   */
  isOwnName(name: string, limit = Infinity): boolean {
    if (this.#ownersRead < this.entered.size) this.#readOwners();
    return (this.#owners.get(name) ?? Infinity) < limit;
  }

  #readOwners(): void {
    let position = 0;
    for (const [id, file] of this.entered) {
      if (position++ < this.#ownersRead || this.systemFiles.get(id) === true) continue;
      for (const name of file.lexed(this.options.language).ownNames) {
        if (!this.#owners.has(name)) this.#owners.set(name, position - 1);
      }
    }
    this.#ownersRead = position;
  }

  /** A header may have defined names behind our back. @param header with its `<>` or `""` */
  noteUnseen(header: string): void {
    this.unseenHeaders.push(header);
    this.isAnythingPossible ||= !isLibraryHeader(header);
  }

  /** A user file tests or expands `name` at `token`. */
  noteUse(token: Token): void {
    if (this.isSystem(token.file)) return;
    this.invoked.add(token.text);
    this.recorder?.noteInvoked(token.text);
  }

  /** A group of non-empty content was left out by guess just before `at`. */
  addGap(at: Token): void {
    const gap = new WorkToken(TokenKind.Gap, '', at.spaceBefore, at.startsLine, at.file, at.offset, 0);
    gap.uncertain = true;
    this.gaps.push(gap);
  }
}
