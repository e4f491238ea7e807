import type { Macro, MacroTable } from './macro';
import type { MissingInclude, PreprocessProblem, PreprocessResult } from './options';
import type { ReadLog } from './readLog';
import type { SourceFile } from './sourceFile';
import type { Conditional, RunState } from './state';
import type { FileId, Token } from './token';
import type { WorkToken } from './workToken';

/** A run that can be resumed at each of its snapshots. Nothing in it changes any more. */
export interface Recording {
  readonly main: SourceFile;
  readonly reads: ReadLog;
  readonly snapshots: readonly Snapshot[];
  readonly output: readonly Token[];
  readonly problems: readonly PreprocessProblem[];
  readonly missing: readonly MissingInclude[];
  readonly unseenHeaders: readonly string[];
  readonly entered: ReadonlyMap<FileId, SourceFile>;
  readonly invoked: ReadonlySet<string>;
  /** What the run gave; given again as long as every question it asked has the same answer. */
  readonly result: PreprocessResult;
}

/** Where a run stood before an `#include` line of the main file. Lists that only grow are kept as their lengths. */
export interface Snapshot {
  /** Offset in the main file behind the include line: a snapshot holds as long as the text up to there is the same. */
  readonly end: number;
  readonly at: number;
  readonly directive: number;
  readonly conditionals: readonly Conditional[];
  readonly gaps: readonly WorkToken[];
  readonly reads: number;
  readonly output: number;
  readonly problems: number;
  readonly missing: number;
  readonly unseenHeaders: number;
  readonly entered: number;
  readonly invoked: number;
  readonly macros: MacroTable;
  readonly onceFiles: ReadonlySet<FileId>;
  readonly systemFiles: ReadonlyMap<FileId, boolean>;
  readonly pushed: ReadonlyMap<string, readonly (Macro | undefined)[]>;
  readonly counter: number;
  readonly uncertainDepth: number;
  readonly complete: boolean;
  readonly hitIncludeLimit: boolean;
}

/** Takes a snapshot of a run that stands at directive `ordinal` of its main file, with no macro being expanded. */
export function takeSnapshot(state: RunState, ordinal: number): Snapshot | undefined {
  const [frame] = state.frames;
  if (frame === undefined) return undefined;
  const last = frame.lexed.tokens[frame.lexed.directiveEnd(ordinal) - 1];
  return {
    end: (last?.offset ?? 0) + (last?.length ?? 0) + 1,
    at: frame.at,
    directive: frame.directive,
    conditionals: frame.conditionals.map((conditional) => ({ ...conditional })),
    gaps: [...state.gaps],
    reads: state.reads.length,
    output: state.output.length,
    problems: state.problems.length,
    missing: state.missing.length,
    unseenHeaders: state.unseenHeaders.length,
    entered: state.entered.size,
    invoked: state.invoked.size,
    macros: state.macros.clone(),
    onceFiles: new Set(state.onceFiles),
    systemFiles: new Map(state.systemFiles),
    pushed: new Map(state.pushed),
    counter: state.counter,
    uncertainDepth: state.uncertainDepth,
    complete: state.complete,
    hitIncludeLimit: state.hitIncludeLimit,
  };
}

/**
 * The last snapshot of `recording` that a run with this main file could have come to as well. Asks for every file the
 * recorded run had read by then whether it is still the same.
 */
export function findSnapshot(recording: Recording, main: SourceFile, reads: ReadLog): Snapshot | undefined {
  const same = commonPrefix(recording.main.text, main.text);
  const held = reads.takeOver(recording.reads, main.path);
  return recording.snapshots.findLast((snapshot) => snapshot.end <= same && snapshot.reads <= held);
}

/** Puts a fresh run where `snapshot` was taken. Its macro table must already be a copy of the snapshot's. */
export function restore(state: RunState, recording: Recording, snapshot: Snapshot, main: SourceFile): void {
  state.reads.truncate(snapshot.reads);
  state.output = recording.output.slice(0, snapshot.output);
  append(state.problems, recording.problems, snapshot.problems);
  append(state.missing, recording.missing, snapshot.missing);
  for (const header of recording.unseenHeaders.slice(0, snapshot.unseenHeaders)) state.noteUnseen(header);
  append(state.gaps, snapshot.gaps, snapshot.gaps.length);
  for (const [id, file] of [...recording.entered].slice(0, snapshot.entered)) {
    state.entered.set(id, id === main.id ? main : file);
  }
  for (const name of [...recording.invoked].slice(0, snapshot.invoked)) state.invoked.add(name);
  for (const id of snapshot.onceFiles) state.onceFiles.add(id);
  for (const [id, isSystem] of snapshot.systemFiles) state.systemFiles.set(id, isSystem);
  for (const [name, stack] of snapshot.pushed) state.pushed.set(name, [...stack]);
  state.counter = snapshot.counter;
  state.uncertainDepth = snapshot.uncertainDepth;
  state.complete = snapshot.complete;
  state.hitIncludeLimit = snapshot.hitIncludeLimit;
  const [frame] = state.frames;
  if (frame === undefined) return;
  frame.at = snapshot.at;
  frame.directive = snapshot.directive;
  for (const conditional of snapshot.conditionals) frame.conditionals.push({ ...conditional });
}

function append<T>(target: T[], source: readonly T[], count: number): void {
  for (const item of source.slice(0, count)) target.push(item);
}

function commonPrefix(a: string, b: string): number {
  if (a === b) return a.length + 1;
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}
