import type { Finding } from '../finding';
import type { TargetUnit } from './unit';

/** What comments of the user's files say to this tool. */
export interface Remarks {
  /** Is the finding suppressed by `rseq-ignore <rule>[, <rule>]: <reason>` on its line or the line above? */
  suppresses(finding: Finding): boolean;
  /** The profiles that `rseq-abi: <profile>[, <profile>]` in a file declares. */
  abis(file: string): readonly string[];
}

const ignore = /\brseq-ignore\s+([\w-]+(?:\s*,\s*[\w-]+)*)\s*:\s*\S/;
const abi = /\brseq-abi:\s*([\w.-]+(?:\s*,\s*[\w.-]+)*)/;

/** Reads the remarks of a unit's files. */
export function remarksOf(unit: Pick<TargetUnit, 'places'>): Remarks {
  return {
    suppresses(finding) {
      const source = unit.places.fileNamed(finding.span.file);
      if (!source) return false;
      const line = source.lines.positionAt(finding.span.start).line;
      return source.remarks.some((remark) => {
        const last = source.lines.positionAt(remark.end).line;
        const first = source.lines.positionAt(remark.offset).line;
        const covers = (first <= line && line <= last) || last === line - 1;
        return covers && namesIn(ignore, remark.text).includes(finding.rule);
      });
    },
    abis(file) {
      return unit.places.fileNamed(file)?.remarks.flatMap((remark) => namesIn(abi, remark.text)) ?? [];
    },
  };
}

function namesIn(pattern: RegExp, text: string): readonly string[] {
  return pattern.exec(text)?.[1]?.split(/\s*,\s*/) ?? [];
}
