import type { FoundFile, IncludeLookup, IncludeSearch } from './includes';
import { isSameDefinition, type Macro } from './macro';
import type { MissingInclude, PreprocessProblem } from './options';
import type { LexedFile, SourceFile } from './sourceFile';
import type { RunState } from './state';
import type { FileId, Token } from './token';

/** How much of a macro something depends on; the larger includes the smaller. */
export enum MacroUse {
  /** Whether it is defined. */
  Defined,
  /** What a directive makes of it. */
  Value,
  /** All of it, with where it is written: it came into the output. */
  Text,
}

/** What a file asked of a macro name that it had not touched itself. */
export interface MacroQuestion {
  readonly macro: Macro | undefined;
  readonly isPerhapsDefined: boolean;
  readonly isCertainlyUndefined: boolean;
  /** Did a file decide about it that was entered before this one, so that it is not defined whatever is missing? */
  readonly isOwn: boolean;
  readonly use: MacroUse;
}

/** What a file leaves of a macro name that it defined or undefined. */
export interface MacroChange {
  readonly name: string;
  readonly macro: Macro | undefined;
  readonly isPerhapsDefined: boolean;
  /** How many headers of this file were unseen when it was last certainly undefined; undefined: it never was. */
  readonly undefinedSince: number | undefined;
}

/**
 * What reading a header does, from its first line to its last, everything that it includes being part of it: a function of what it
 * asks, so that where all the answers are the same nothing has to be read. Headers are read again and again, by all the
 * units of a program and at every keystroke in one of them.
 */
export interface Effect {
  readonly spelledPath: string;
  readonly isSystem: boolean;
  readonly searchIndex: number;
  readonly wasComplete: { readonly hasUnseen: boolean; readonly isAnythingPossible: boolean };
  /** The value of `__COUNTER__` on entry, if it is asked for. */
  readonly counter: number | undefined;
  readonly questions: ReadonlyMap<string, MacroQuestion>;
  readonly lookups: ReadonlyMap<string, IncludeLookup>;
  readonly answers: ReadonlyMap<string, CompilerAnswer>;
  /** Files that were or were not marked `#pragma once` before. */
  readonly once: ReadonlyMap<FileId, boolean>;
  readonly systemFiles: ReadonlyMap<FileId, boolean>;

  /** The tokens that the header gives: its own, and in between what the headers give that it includes. */
  readonly output: readonly (readonly Token[] | Effect)[];
  readonly outputLength: number;
  readonly problems: readonly PreprocessProblem[];
  readonly missing: readonly MissingInclude[];
  readonly unseenHeaders: readonly string[];
  readonly macros: readonly MacroChange[];
  readonly entered: ReadonlyMap<FileId, EnteredFile>;
  readonly onceFiles: ReadonlySet<FileId>;
  readonly invoked: ReadonlySet<string>;
  readonly readRemarks: ReadonlySet<string>;
  readonly counted: number;
  readonly expanded: number;
  /** How many files are open at the same time. */
  readonly depth: number;
  readonly complete: boolean;
}

export interface EnteredFile {
  readonly file: SourceFile;
  readonly isSystem: boolean;
}

export interface CompilerAnswer {
  readonly operator: string;
  readonly argument: string;
  readonly answer: boolean | number | undefined;
}

/** So many effects of one header are kept for one configuration: those of different macros around it. */
const MOST_EFFECTS = 8;

/** So many tokens and questions are kept in all, about 100 bytes each; then everything is forgotten. */
const MOST_ITEMS = 4_000_000;

/** The effects of all headers. Lives in the preprocessor's cache. */
export class EffectStore {
  #effects = new WeakMap<LexedFile, Map<string, Effect[]>>();
  #items = 0;

  /** @param configuration everything of the options that is no file */
  keep(lexed: LexedFile, configuration: string, effect: Effect): void {
    this.#items += weightOf(effect);
    if (this.#items > MOST_ITEMS) {
      this.#effects = new WeakMap();
      this.#items = 0;
    }
    let ofFile = this.#effects.get(lexed);
    if (ofFile === undefined) {
      ofFile = new Map();
      this.#effects.set(lexed, ofFile);
    }
    const known = ofFile.get(configuration) ?? [];
    ofFile.set(configuration, [effect, ...known.slice(0, MOST_EFFECTS - 1)]);
  }

  /** The effect that reading `found` would have on a run that stands at its include line. */
  find(found: FoundFile, lexed: LexedFile, state: RunState, deepest: number): Effect | undefined {
    const room = deepest - state.frames.length;
    return this.#effects
      .get(lexed)
      ?.get(state.configuration)
      ?.find((effect) => effect.depth <= room && isSamePlace(effect, found) && holds(effect, state));
  }
}

function weightOf({ output, questions, macros }: Effect): number {
  const own = output.reduce((sum, piece) => sum + ('length' in piece ? piece.length : 1), 0);
  return own + questions.size + macros.length;
}

function isSamePlace(effect: Effect, found: FoundFile): boolean {
  return (
    effect.spelledPath === found.spelledPath &&
    effect.isSystem === found.isSystem &&
    effect.searchIndex === found.searchIndex
  );
}

/** Would the run answer everything that the effect asked as it was answered then? */
function holds(effect: Effect, state: RunState): boolean {
  const { hasUnseen, isAnythingPossible } = effect.wasComplete;
  return (
    hasUnseen === state.unseenHeaders.length > 0 &&
    isAnythingPossible === state.isAnythingPossible &&
    (effect.counter === undefined || effect.counter === state.counter) &&
    effect.expanded <= state.expandable &&
    every(effect.questions, (question, name) => isAnsweredAlike(question, name, effect, state)) &&
    every(effect.once, (was, file) => state.onceFiles.has(file) === was) &&
    every(effect.systemFiles, (was, file) => state.isSystem(file) === was) &&
    every(effect.answers, ({ operator, argument, answer }) => state.reads.has(operator, argument) === answer) &&
    every(effect.lookups, (lookup) => isFoundAlike(lookup, state.search))
  );
}

function isAnsweredAlike(question: MacroQuestion, name: string, effect: Effect, state: RunState): boolean {
  const { macros, unseenHeaders } = state;
  const macro = macros.get(name);
  if (macro === undefined) {
    return (
      question.macro === undefined &&
      question.isPerhapsDefined === macros.isPerhapsDefined(name) &&
      question.isCertainlyUndefined === macros.wasUndefinedSince(name, unseenHeaders.length) &&
      question.isOwn === state.isOwnName(name)
    );
  }
  if (question.macro === macro) return true;
  if (question.macro === undefined || question.macro.uncertain !== macro.uncertain) return false;
  // A problem may be reported at a token of the macro.
  if (question.use === MacroUse.Text || effect.problems.length > 0) return false;
  return question.use === MacroUse.Defined || isSameDefinition(question.macro, macro);
}

function isFoundAlike(lookup: IncludeLookup, search: IncludeSearch): boolean {
  const found = search.repeat(lookup);
  if (found === undefined || lookup.found === undefined) return found === lookup.found;
  return (
    found.file === lookup.found.file &&
    found.isSystem === lookup.found.isSystem &&
    found.searchIndex === lookup.found.searchIndex
  );
}

function every<K, V>(map: ReadonlyMap<K, V>, holdsFor: (value: V, key: K) => boolean): boolean {
  for (const [key, value] of map) if (!holdsFor(value, key)) return false;
  return true;
}

/** Does to a run what reading the header would do. */
export function apply(effect: Effect, state: RunState): void {
  const unseenBefore = state.unseenHeaders.length;
  append(effect, state.output);
  for (const problem of effect.problems) state.problems.push(problem);
  for (const include of effect.missing) state.missing.push(include);
  for (const header of effect.unseenHeaders) state.noteUnseen(header);
  for (const change of effect.macros) state.macros.apply(change, unseenBefore);
  for (const [, { file, isSystem }] of effect.entered) state.noteFile(file, isSystem);
  for (const file of effect.onceFiles) state.onceFiles.add(file);
  for (const name of effect.invoked) state.invoked.add(name);
  for (const remark of effect.readRemarks) state.readRemarks.add(remark);
  state.counter += effect.counted;
  state.expandable -= effect.expanded;
  state.complete &&= effect.complete;
  state.reused += effect.outputLength;
  state.recorder?.absorb(effect, state);
}

function append({ output }: Effect, to: Token[]): void {
  for (const piece of output) {
    if (!('length' in piece)) append(piece, to);
    else for (const token of piece) to.push(token);
  }
}
