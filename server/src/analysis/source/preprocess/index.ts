import type { SourceProvider } from '../../sourceProvider';
import type { PreprocessCache } from './cache';
import { Directives } from './directives';
import { Expander } from './expander';
import { FileReader } from './fileReader';
import { IncludeSearch, MODEL_FOLDER } from './includes';
import type { PreprocessOptions, PreprocessProblem, PreprocessResult } from './options';
import { ReadLog } from './readLog';
import { remarkKey, RunState } from './state';
import { TokenKind } from './token';
import { isPlacemarker } from './workToken';

export { PreprocessCache } from './cache';
export type { Remark } from './lexer';
export type { MissingInclude, PreprocessOptions, PreprocessProblem, PreprocessResult } from './options';
export type { SourceFile } from './sourceFile';

/**
 * Runs the C preprocessor over the file at `path`. Never fails: what a compiler would refuse is a problem in the result,
 * an unreadable main file gives an empty one. With the same cache a later run does not read those headers again that do the
 * same as before; its result is that of a run from the start.
 */
export function preprocess(
  cache: PreprocessCache,
  sources: SourceProvider,
  path: string,
  options: PreprocessOptions,
): PreprocessResult {
  const reads = new ReadLog(cache, sources, options);
  const main = reads.read(path);
  const { table, spokenOf } = cache.initialMacros(options);
  const search = new IncludeSearch(cache, reads, options);
  const configuration = configurationOf(options);
  const state = new RunState(cache, options, configuration, path, search, reads, table.clone(), spokenOf);
  const reader = new FileReader(state);
  const expander = new Expander(state, reader);
  const directives = new Directives(state, expander);
  reader.connect(directives);
  if (main !== undefined) {
    directives.enter({ file: main, isSystem: false, searchIndex: -1, spelledPath: path }, null);
    enterForcedIncludes(state, directives);
    run(state, expander);
  }
  return resultOf(state);
}

/** All of the options that are data. The functions' answers are checked one by one before an effect is used. */
function configurationOf(options: PreprocessOptions): string {
  return JSON.stringify({ ...options, has: null, isCancelled: null });
}

/** Opens the `-include` files on top of the main file, the first one uppermost. */
function enterForcedIncludes(state: RunState, directives: Directives): void {
  for (const name of state.options.forcedIncludes.toReversed()) {
    const found = state.search.findForced(name);
    if (found !== undefined) {
      directives.enter(found, null);
      continue;
    }
    state.complete = false;
    state.missing.push({ name, angled: false, file: -1, offset: 0 });
    state.noteUnseen(`"${name}"`);
  }
}

function run(state: RunState, expander: Expander): void {
  for (;;) {
    const token = expander.next();
    if (token.kind === TokenKind.End) break;
    if (!isPlacemarker(token)) state.output.push(token);
  }
  expander.reset();
}

/** A closure over the reads alone: one over the run would keep its tokens. */
function currencyOf(reads: ReadLog): PreprocessResult['isCurrent'] {
  return (sources) => reads.stillHolds(sources);
}

function resultOf(state: RunState): PreprocessResult {
  const { entered, systemFiles, macros } = state;
  for (const [id, file] of entered) file.isSystem = systemFiles.get(id) === true;
  const files = [...entered.values()];
  const lexical = files.flatMap((file): PreprocessProblem[] =>
    state.lexed(file, file.isSystem).problems.map((problem) => ({ file: file.id, ...problem })),
  );
  return {
    tokens: state.output,
    files: (id) => entered.get(id),
    fileNamed: (path) => files.find((file) => file.path === path),
    isSystemFile: (id) => state.isSystem(id),
    dependencies: files.map((file) => file.path).filter((path) => !path.startsWith(MODEL_FOLDER)),
    missing: state.missing,
    problems: [...state.problems, ...lexical],
    macros: (name) => macros.get(name),
    complete: state.complete && !state.isCancelled,
    invokedMacros: state.invoked,
    readsRemark: (file, offset) => state.readRemarks.has(remarkKey(file.id, offset)),
    cancelled: state.isCancelled,
    isCurrent: currencyOf(state.reads),
    reusedTokens: state.reused,
  };
}
