import type { MacroUse, CompilerAnswer, Effect, EnteredFile, MacroChange, MacroQuestion } from './effects';
import type { FoundFile, IncludeLookup } from './includes';
import type { Macro } from './macro';
import type { SourceFile } from './sourceFile';
import type { RunState } from './state';
import type { FileId, Token } from './token';

/**
 * Takes down what one header asks and does while it is read. Questions about what the header has changed itself are none:
 * their answers follow from the rest.
 */
export class EffectRecorder {
  /** Null: the header had changed the name before it first asked. */
  readonly #questions = new Map<string, MacroQuestion | null>();
  /** What an included header left of a name; undefined: to be looked up at the end. */
  readonly #changes = new Map<string, MacroChange | undefined>();
  readonly #lookups = new Map<string, IncludeLookup>();
  readonly #answers = new Map<string, CompilerAnswer>();
  readonly #once = new Map<FileId, boolean>();
  readonly #onceFiles = new Set<FileId>();
  readonly #systemFiles = new Map<FileId, boolean>();
  readonly #entered = new Map<FileId, EnteredFile>();
  readonly #invoked = new Set<string>();
  readonly #readRemarks = new Set<string>();
  readonly #start: Start;
  #asksCounter = false;
  #isPlain = true;
  #deepest = 0;
  readonly #output: (readonly Token[] | Effect)[] = [];
  /** Up to here the run's output is in {@link #output}. */
  #outputEnd: number;

  constructor(
    readonly parent: EffectRecorder | undefined,
    private readonly found: FoundFile,
    state: RunState,
  ) {
    this.#start = startOf(state);
    this.#outputEnd = state.output.length;
    state.complete = true;
  }

  /** Something happened that an effect does not describe: nothing around it is kept. */
  spoil(): void {
    // If this one was spoilt already, so are those around it.
    if (this.#isPlain) this.parent?.spoil();
    this.#isPlain = false;
  }

  noteMacro(name: string, macro: Macro | undefined, use: MacroUse, state: RunState): void {
    const { macros, unseenHeaders } = state;
    const known = this.#questions.get(name);
    if (known === undefined) {
      const isPerhapsDefined = macro === undefined && macros.isPerhapsDefined(name);
      const isCertainlyUndefined = macro === undefined && macros.wasUndefinedSince(name, unseenHeaders.length);
      const isOwn = macro === undefined && state.isOwnName(name, this.#start.entered);
      this.#questions.set(name, { macro, isPerhapsDefined, isCertainlyUndefined, isOwn, use });
    } else if (known !== null && known.use < use) {
      this.#questions.set(name, { ...known, use });
    }
  }

  noteChange(name: string): void {
    if (!this.#questions.has(name)) this.#questions.set(name, null);
    this.#changes.set(name, undefined);
  }

  noteLookup(lookup: IncludeLookup): void {
    this.#lookups.set(lookup.key, lookup);
  }

  noteAnswer(answer: CompilerAnswer): void {
    this.#answers.set(`${answer.operator}(${answer.argument})`, answer);
  }

  noteOnce(file: FileId, isMarked: boolean): void {
    if (!this.#onceFiles.has(file) && !this.#once.has(file)) this.#once.set(file, isMarked);
  }

  markOnce(file: FileId): void {
    this.#onceFiles.add(file);
  }

  noteSystem(file: FileId, isSystem: boolean): void {
    if (!this.#entered.has(file)) this.#systemFiles.set(file, isSystem);
  }

  noteFile(file: SourceFile, isSystem: boolean): void {
    this.#entered.set(file.id, { file, isSystem });
  }

  noteInvoked(name: string): void {
    this.#invoked.add(name);
  }

  noteRemark(key: string): void {
    this.#readRemarks.add(key);
  }

  noteCounter(): void {
    this.#asksCounter = true;
    this.parent?.noteCounter();
  }

  /** So many files are open. */
  reach(depth: number): void {
    this.#deepest = Math.max(this.#deepest, depth);
  }

  /** A header that this one includes has just been read, or its effect was known. */
  absorb(effect: Effect, state: RunState): void {
    if (!this.#isPlain) return;
    const ownEnd = state.output.length - effect.outputLength;
    if (ownEnd > this.#outputEnd) this.#output.push(state.output.slice(this.#outputEnd, ownEnd));
    if (effect.outputLength > 0) this.#output.push(effect);
    this.#outputEnd = state.output.length;
    for (const [name, asked] of effect.questions) {
      // Files that this header entered before the other one are a part of what it does itself.
      const isOwn = asked.isOwn && state.isOwnName(name, this.#start.entered);
      const question = isOwn === asked.isOwn ? asked : { ...asked, isOwn };
      const known = this.#questions.get(name);
      if (known === undefined) this.#questions.set(name, question);
      else if (known !== null && known.use < question.use) this.#questions.set(name, { ...known, use: question.use });
    }
    for (const change of effect.macros) {
      if (!this.#questions.has(change.name)) this.#questions.set(change.name, null);
      this.#changes.set(change.name, change.undefinedSince === undefined ? change : undefined);
    }
    for (const [key, lookup] of effect.lookups) this.#lookups.set(key, lookup);
    for (const [key, answer] of effect.answers) this.#answers.set(key, answer);
    for (const [file, isMarked] of effect.once) this.noteOnce(file, isMarked);
    for (const file of effect.onceFiles) this.#onceFiles.add(file);
    for (const [file, isSystem] of effect.systemFiles) this.noteSystem(file, isSystem);
    for (const [file, entered] of effect.entered) this.#entered.set(file, entered);
    for (const name of effect.invoked) this.#invoked.add(name);
    for (const remark of effect.readRemarks) this.#readRemarks.add(remark);
    if (effect.counter !== undefined) this.noteCounter();
    this.reach(state.frames.length + effect.depth);
  }

  /** The effect up to here, or undefined if it cannot be used again. Gives the run back to the header around this one. */
  finish(state: RunState): Effect | undefined {
    const { complete } = state;
    state.complete = complete && this.#start.complete;
    const start = this.#start;
    if (!this.#isPlain || state.isCancelled || state.hitIncludeLimit) {
      this.spoil();
      return undefined;
    }
    const questions = new Map<string, MacroQuestion>();
    for (const [name, question] of this.#questions) if (question !== null) questions.set(name, question);
    return {
      spelledPath: this.found.spelledPath,
      isSystem: this.found.isSystem,
      searchIndex: this.found.searchIndex,
      wasComplete: { hasUnseen: start.unseenHeaders > 0, isAnythingPossible: start.isAnythingPossible },
      counter: this.#asksCounter ? start.counter : undefined,
      questions,
      lookups: this.#lookups,
      answers: this.#answers,
      once: this.#once,
      systemFiles: this.#systemFiles,
      output: this.#outputUpTo(state),
      outputLength: state.output.length - start.output,
      problems: state.problems.slice(start.problems),
      missing: state.missing.slice(start.missing),
      unseenHeaders: state.unseenHeaders.slice(start.unseenHeaders),
      macros: [...this.#changes].map(([name, change]) => change ?? state.macros.changeOf(name, start.unseenHeaders)),
      entered: this.#entered,
      onceFiles: this.#onceFiles,
      invoked: this.#invoked,
      readRemarks: this.#readRemarks,
      counted: state.counter - start.counter,
      expanded: start.expandable - state.expandable,
      depth: this.#deepest - start.frames,
      complete,
    };
  }

  #outputUpTo({ output }: RunState): Effect['output'] {
    const rest = output.slice(this.#outputEnd);
    return rest.length > 0 ? [...this.#output, rest] : this.#output;
  }
}

/** Where a run stood; lists that only grow are kept as their lengths. */
interface Start {
  readonly frames: number;
  readonly entered: number;
  readonly output: number;
  readonly problems: number;
  readonly missing: number;
  readonly unseenHeaders: number;
  readonly isAnythingPossible: boolean;
  readonly counter: number;
  readonly expandable: number;
  readonly complete: boolean;
}

function startOf(state: RunState): Start {
  return {
    frames: state.frames.length,
    entered: state.entered.size,
    output: state.output.length,
    problems: state.problems.length,
    missing: state.missing.length,
    unseenHeaders: state.unseenHeaders.length,
    isAnythingPossible: state.isAnythingPossible,
    counter: state.counter,
    expandable: state.expandable,
    complete: state.complete,
  };
}
