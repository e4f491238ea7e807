import type { LocatedFinding } from '../../project/located';

/** The counts of a run, as the JSON document has them. */
export interface Summary {
  readonly files: number;
  readonly sections: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

export function summarize(files: number, sections: number, findings: readonly LocatedFinding[]): Summary {
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  return { files, sections, errors: count('error'), warnings: count('warning'), infos: count('info') };
}

/** `2 errors and 1 warning in 3 files, 5 critical sections`. */
export function summaryLine({ files, sections, errors, warnings, infos }: Summary): string {
  const counts = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(infos > 0 ? [plural(infos, 'note')] : []),
  ];
  const found = counts.length > 0 ? listWords(counts) : 'no findings';
  return `${found} in ${plural(files, 'file')}, ${plural(sections, 'critical section')}`;
}

export function plural(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.slice(-1).join('')}`;
}
