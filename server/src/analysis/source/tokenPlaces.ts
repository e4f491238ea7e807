import type { Located } from '../text/place';
import type { SourceSpan } from '../text/span';
import type { TokenLocator } from './assembler/assemblerText';
import type { SourceLines } from './assembler/lineInsertion';
import type { PreprocessResult, SourceFile } from './preprocess/index';
import { locateToken, outermostSite, spellingOf } from './preprocess/origin';
import type { Token } from './preprocess/token';

/** All ways from the tokens of one preprocessor run to places in files. */
export interface TokenPlaces extends TokenLocator {
  readonly lines: SourceLines;
  fileNamed(path: string): SourceFile | undefined;
  /** Where a token stands after all macros are unwound: an empty span. */
  rootOf(token: Token): SourceSpan;
}

export function tokenPlaces(result: PreprocessResult): TokenPlaces {
  const fileNamed = (path: string): SourceFile | undefined => result.fileNamed(path);
  return {
    locate: (token, from, to): Located | undefined => locateToken(result, token, from, to),
    lines: sourceLines(result, fileNamed),
    fileNamed,
    rootOf(token) {
      const root = outermostSite(token);
      return { file: result.files(root.file)?.path ?? '', start: root.offset, end: root.offset };
    },
  };
}

function sourceLines(result: PreprocessResult, fileNamed: (path: string) => SourceFile | undefined): SourceLines {
  const lineAt: SourceLines['lineAt'] = (path, offset) => {
    const file = fileNamed(path);
    if (!file) return undefined;
    const { line } = file.lines.positionAt(offset);
    const start = file.lines.lineStart(line);
    const whole = file.text.slice(start, file.lines.lineStart(line + 1));
    const text = whole.replace(/\r?\n$/, '');
    return { start, text, newline: whole.slice(text.length) || '\n' };
  };
  return {
    lineAt,
    wholeLine(span: SourceSpan) {
      const line = lineAt(span.file, span.start);
      if (!line || span.end > line.start + line.text.length) return undefined;
      const before = line.text.slice(0, span.start - line.start);
      const behind = line.text.slice(span.end - line.start);
      const alone = before.trim() === '' && /^\s*(\/\*.*\*\/|\/\/.*)?\s*\\?\s*$/.test(behind);
      return alone
        ? { file: span.file, start: line.start, end: line.start + line.text.length + line.newline.length }
        : undefined;
    },
    spelling: (token) => {
      const span = spellingOf(result, token);
      return span && !result.isSystemFile(token.file) ? span : undefined;
    },
  };
}
