import type { Finding } from '../finding';
import type { SuppressedRule, Suppression } from '../model/remark';
import type { SourceSpan } from '../text/span';
import type { SourceFile } from './preprocess/index';
import { suppressionIn } from './suppressions';
import type { TargetUnit } from './unit';

/** A suppression in a file of a unit, and what has become of it. */
export interface FileSuppression {
  readonly file: SourceFile;
  readonly suppression: Suppression;
  /** Its own lines and the one below. */
  readonly lines: { readonly first: number; readonly last: number };
  /** False if it stands in a group that was left out wherever the file was included. */
  readonly isRead: boolean;
  /** The rules of whose findings it has suppressed one. */
  readonly used: Set<SuppressedRule>;
}

/** What comments of the user's files say to this tool. */
export interface Remarks {
  readonly suppressions: readonly FileSuppression[];
  /** Is the finding suppressed by `rseq-ignore <rule>[, <rule>]: <reason>` on its line or the line above? Takes note of that. */
  suppresses(finding: Finding): boolean;
  /** The rules whose findings at a place are suppressed. Takes no note of anything. */
  namesAt(span: SourceSpan): readonly string[];
  /** The profiles that `rseq-abi: <profile>[, <profile>]` in a file declares. */
  abis(file: string): readonly string[];
}

const abi = /\brseq-abi:\s*([\w.-]+(?:\s*,\s*[\w.-]+)*)/;

/** Reads the remarks of a unit's files. */
export function remarksOf({ places, preprocessed }: Pick<TargetUnit, 'places' | 'preprocessed'>): Remarks {
  const suppressions = preprocessed.dependencies.flatMap((path): FileSuppression[] => {
    const file = places.fileNamed(path);
    if (!file || preprocessed.isSystemFile(file.id)) return [];
    return suppressionsIn(file).map(({ suppression, lines, offset }) => {
      return { file, suppression, lines, isRead: preprocessed.readsRemark(file, offset), used: new Set() };
    });
  });
  return {
    suppressions,
    suppresses(finding) {
      const covering = suppressions.filter((one) => covers(one, finding.span));
      const named = covering.flatMap((one) =>
        one.suppression.names.filter(({ name }) => name === finding.rule).map((name) => ({ one, name })),
      );
      for (const { one, name } of named) one.used.add(name);
      return named.length > 0;
    },
    namesAt: (span) =>
      suppressions.flatMap((one) => (covers(one, span) ? one.suppression.names.map(({ name }) => name) : [])),
    abis(file) {
      return places.fileNamed(file)?.remarks.flatMap((remark) => namesIn(abi, remark.text)) ?? [];
    },
  };
}

/** Does the place begin on a line that the suppression speaks about? */
export function covers({ file, lines }: Pick<FileSuppression, 'file' | 'lines'>, span: SourceSpan): boolean {
  if (span.file !== file.path) return false;
  const { line } = file.lines.positionAt(span.start);
  return lines.first <= line && line <= lines.last;
}

interface PlacedSuppression extends Pick<FileSuppression, 'suppression' | 'lines'> {
  readonly offset: number;
}

/** By version of a file: an edited file is another object. */
const known = new WeakMap<SourceFile, readonly PlacedSuppression[]>();

function suppressionsIn(file: SourceFile): readonly PlacedSuppression[] {
  const earlier = known.get(file);
  if (earlier) return earlier;
  const found = file.remarks.flatMap((remark): PlacedSuppression[] => {
    const suppression = suppressionIn(file, remark);
    if (!suppression) return [];
    const lineOf = (offset: number): number => file.lines.positionAt(offset).line;
    return [
      { suppression, lines: { first: lineOf(remark.offset), last: lineOf(remark.end) + 1 }, offset: remark.offset },
    ];
  });
  known.set(file, found);
  return found;
}

function namesIn(pattern: RegExp, text: string): readonly string[] {
  return pattern.exec(text)?.[1]?.split(/\s*,\s*/) ?? [];
}
