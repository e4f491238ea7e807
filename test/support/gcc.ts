import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Language } from '../../server/src/analysis/source/preprocess/characters';
import { lex } from '../../server/src/analysis/source/preprocess/lexer';
import type { PreprocessOptions } from '../../server/src/analysis/source/preprocess/index';
import { TokenKind } from '../../server/src/analysis/source/preprocess/token';
import type { SourceProvider } from '../../server/src/analysis/sourceProvider';

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { c: 'c', 'c++': 'c++', asm: 'assembler-with-cpp' };

/** A GCC to compare the preprocessor with. */
export class Gcc {
  readonly command: string;
  readonly language: Language;
  readonly flags: readonly string[];

  /** @param flags what chooses the target among those of the command: `-m31` */
  constructor(command: string, language: Language, flags: readonly string[] = []) {
    this.command = command;
    this.language = language;
    this.flags = flags;
  }

  /** The text of `-dM -E` without any file. */
  predefined(): string {
    return this.#run(['-dM', '-E', '/dev/null']).stdout;
  }

  /** The directories of `#include <…>`. */
  systemDirectories(): string[] {
    const { stderr } = this.#run(['-v', '-E', '/dev/null']);
    const list = /#include <\.\.\.> search starts here:\n([^]*?)\nEnd of search list/.exec(stderr)?.[1];
    if (list === undefined) throw new Error(`${this.command} -v does not say where it searches:\n${stderr}`);
    return list.split('\n').map((line) => line.trim());
  }

  /** The texts of all tokens of `-E`, without pragmas; complaints of the compiler are let pass. */
  tokens(file: string, flags: readonly string[], cwd: string): string[] {
    return tokenTexts(this.#run(['-E', ...flags, file], cwd).stdout, this.language);
  }

  /** GCC's answers to questions like `__has_attribute(x)`, all asked at once: 1 or 0. */
  answers(questions: readonly string[]): Map<string, number> {
    const text = questions.map((question, n) => `#if ${question}\nyes ${n}\n#endif\n`).join('');
    const { stdout } = this.#run(['-E', '-P', '-'], undefined, text);
    const yes = new Set([...stdout.matchAll(/^yes (\d+)$/gm)].map((match) => Number(match[1])));
    return new Map(questions.map((question, n) => [question, yes.has(n) ? 1 : 0]));
  }

  #run(args: readonly string[], cwd?: string, input?: string): { stdout: string; stderr: string } {
    const result = spawnSync(this.command, [...this.flags, '-x', LANGUAGE_NAMES[this.language], ...args], {
      cwd,
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (result.error) throw new Error(`${this.command} is needed for this test: ${result.error.message}`);
    return result;
  }
}

/** The tokens of `-E` output: lines that begin with `#` are line marks and pragmas. */
export function tokenTexts(output: string, language: Language): string[] {
  const texts: string[] = [];
  let isMark = false;
  for (const token of lex(output, -1, language, new Map()).tokens) {
    if (token.startsLine) isMark = token.text === '#';
    if (!isMark) texts.push(comparable(token.kind, token.text));
  }
  return texts;
}

/** GCC prints letters outside ASCII in names as universal character names. */
export function comparable(kind: TokenKind, text: string): string {
  if (kind !== TokenKind.Identifier) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/g, (_, short?: string, long?: string) =>
    String.fromCodePoint(parseInt(short ?? long ?? '', 16)),
  );
}

/** Files of the disk, each read once; paths are relative to `folder`. */
export function diskSources(folder: string): SourceProvider {
  const known = new Map<string, string | undefined>();
  return {
    read(name) {
      const file = path.resolve(folder, name);
      if (!known.has(file)) known.set(file, readText(file));
      return known.get(file);
    },
  };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Options that tell the preprocessor what this GCC knows. `has` collects questions that are not in `answers`. */
export function optionsOf(
  gcc: Gcc,
  includeDirectories: readonly string[],
  answers: ReadonlyMap<string, number>,
  open: Set<string>,
): PreprocessOptions {
  return {
    language: gcc.language,
    compiler: 'gcc',
    predefined: gcc.predefined(),
    macros: [],
    forcedIncludes: [],
    quoteDirectories: [],
    includeDirectories,
    systemDirectories: gcc.systemDirectories(),
    has(operator, argument) {
      const question = `${operator}(${argument})`;
      const answer = answers.get(question);
      if (answer === undefined) open.add(question);
      return answer ?? 0;
    },
  };
}

/** A folder of the kernel sources that `scripts` put below `RSEQ_CORPUS_DIR` (default: `.cache/corpus`). */
export function corpusFolder(name: string): string {
  const folder = path.resolve(process.env['RSEQ_CORPUS_DIR'] ?? '.cache/corpus', name);
  if (!existsSync(folder)) throw new Error(`${folder} is not there: run the tests with npm test, which extracts it`);
  return folder;
}
