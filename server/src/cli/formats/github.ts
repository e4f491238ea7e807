import { messageInContext } from '../../project/context';
import type { LocatedFinding } from '../../project/located';

/** A finding as a GitHub workflow command, which the runner turns into an annotation. */
export function githubText(finding: LocatedFinding, nameOf: (file: string) => string): string {
  const command = finding.severity === 'info' ? 'notice' : finding.severity;
  const { file, start, end } = finding.place;
  const properties = [
    `file=${escapeProperty(nameOf(file))}`,
    `line=${start.line + 1}`,
    `endLine=${end.line + 1}`,
    // GitHub wants columns only where the annotation is on one line, and counts the last one in.
    ...(start.line === end.line
      ? [`col=${start.column + 1}`, `endColumn=${Math.max(end.column, start.column + 1)}`]
      : []),
    `title=${escapeProperty(`rseq: ${finding.rule}`)}`,
  ];
  return `::${command} ${properties.join(',')}::${escapeData(messageInContext(finding))}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
