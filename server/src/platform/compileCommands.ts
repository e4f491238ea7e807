import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describeError } from './files';
import { readCompilerCommand, type CompilerCommand } from './compilerCommand';
import { splitShellWords } from './shellWords';

/** A compile_commands.json as far as it could be read. */
export interface CompileCommands {
  readonly file: string;
  /** Absolute source path → its commands in the order of the file: the same source may be compiled several times. */
  readonly commands: ReadonlyMap<string, readonly CompilerCommand[]>;
  /** What was wrong, one line each, without the file's name; the rest was used. */
  readonly problems: readonly string[];
}

/** Reads a compilation database. Never throws. Format: https://clang.llvm.org/docs/JSONCompilationDatabase.html */
export function readCompileCommands(file: string): CompileCommands {
  const nothing = new Map<string, readonly CompilerCommand[]>();
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof SyntaxError ? `not valid JSON (${error.message})` : describeError(error);
    return { file, commands: nothing, problems: [`cannot use this compile database: ${reason}; generate it again`] };
  }
  if (!Array.isArray(parsed)) {
    const problem = 'cannot use this compile database: it must be a list of commands; generate it again';
    return { file, commands: nothing, problems: [problem] };
  }
  return { file, ...readEntries(parsed, path.dirname(file)) };
}

function readEntries(entries: readonly unknown[], base: string): Pick<CompileCommands, 'commands' | 'problems'> {
  const commands = new Map<string, CompilerCommand[]>();
  let malformed = 0;
  for (const entry of entries) {
    const command = readEntry(entry, base);
    if (command) commands.set(command.source, [...(commands.get(command.source) ?? []), command.parsed]);
    else malformed++;
  }
  const problem = `${malformed} of ${entries.length} entries lack "file" or a "command"; generate it again`;
  return { commands, problems: malformed > 0 ? [problem] : [] };
}

function readEntry(entry: unknown, base: string): { source: string; parsed: CompilerCommand } | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const fields = entry as Readonly<Record<string, unknown>>;
  const directory = typeof fields['directory'] === 'string' ? path.resolve(base, fields['directory']) : base;
  const words = wordsOf(fields);
  if (typeof fields['file'] !== 'string' || words.length === 0) return undefined;
  const source = path.resolve(directory, fields['file']);
  return { source, parsed: readCompilerCommand(expandResponseFiles(words, directory), directory) };
}

function wordsOf(fields: Readonly<Record<string, unknown>>): readonly string[] {
  const list = fields['arguments'];
  if (Array.isArray(list)) return list.filter((word): word is string => typeof word === 'string');
  return typeof fields['command'] === 'string' ? splitShellWords(fields['command']) : [];
}

/** Replaces `@file` by the words in it, as gcc does; a file that is not there stays a word. `depth` ends a file naming itself. */
function expandResponseFiles(words: readonly string[], directory: string, depth = 0): string[] {
  return words.flatMap((word) => {
    if (!word.startsWith('@') || depth > 10) return [word];
    try {
      const text = readFileSync(path.resolve(directory, word.slice(1)), 'utf8');
      return expandResponseFiles(splitShellWords(text), directory, depth + 1);
    } catch {
      return [word];
    }
  });
}
