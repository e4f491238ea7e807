import {
  preprocess,
  PreprocessCache,
  type PreprocessOptions,
  type PreprocessResult,
} from '../../server/src/analysis/source/preprocess/index';
import { TokenKind, type Token } from '../../server/src/analysis/source/preprocess/token';
import type { SourceProvider } from '../../server/src/analysis/sourceProvider';

/** Files by path; undefined, or not being there, means not found. */
export type FileTree = Readonly<Partial<Record<string, string>>>;

export function sourcesOf(files: FileTree): SourceProvider {
  return { read: (path) => files[path] };
}

/** C for GCC with nothing predefined, headers of the user in `inc`, of the system in `/sys`. */
export const plainOptions: PreprocessOptions = {
  language: 'c',
  compiler: 'gcc',
  predefined: '',
  macros: [],
  forcedIncludes: [],
  quoteDirectories: [],
  includeDirectories: ['inc'],
  systemDirectories: ['/sys'],
  has: () => undefined,
};

/** Preprocesses `main.c` of a tree, or a text that becomes it. */
export function preprocessed(
  files: FileTree | string,
  options: Partial<PreprocessOptions> = {},
  cache = new PreprocessCache(),
): PreprocessResult {
  const tree = typeof files === 'string' ? { 'main.c': files } : files;
  return preprocess(cache, sourcesOf(tree), 'main.c', { ...plainOptions, ...options });
}

/** The tokens' texts with single spaces between; a gap is written `<gap>`. */
export function textOf(result: PreprocessResult): string {
  return result.tokens.map((token) => (token.kind === TokenKind.Gap ? '<gap>' : token.text)).join(' ');
}

/** As {@link textOf}, with `?` behind every uncertain token. */
export function certaintyOf(result: PreprocessResult): string {
  return result.tokens
    .map((token) =>
      token.kind === TokenKind.Gap ? '<gap>' : `${token.text}${token.uncertain || token.group > 0 ? '?' : ''}`,
    )
    .join(' ');
}

export function messagesOf(result: PreprocessResult): string[] {
  return result.problems.map((problem) => problem.message);
}

/** The only token with that text. */
export function tokenNamed(result: PreprocessResult, text: string): Token {
  const found = result.tokens.filter((token) => token.text === text);
  const [token] = found;
  if (token === undefined || found.length > 1) throw new Error(`${found.length} tokens ${text} in: ${textOf(result)}`);
  return token;
}
