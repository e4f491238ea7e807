import type { AbortReport, CaseReport } from '../behaviourReport';
import type { KnownBehaviour, MachineReport } from '../machineReport';
import type { Paint } from './paint';
import { plural } from './summary';

/** The line of `rseq abi` about behaviour. */
export function behaviourSummary({ behaviour }: MachineReport): string {
  const { measured, reason, aborts, cases, comparedWith } = behaviour;
  if (!measured) return `not measured: ${reason ?? 'nobody tried'}`;
  const regressions = aborts.filter(({ regression }) => regression).length;
  const differing = cases.filter(({ differs }) => differs).length;
  const missing = [...aborts.filter(({ tried }) => tried === 0), ...cases.filter(({ outcome }) => outcome === null)];
  const parts = [
    regressions > 0
      ? `NOT EVERY SECTION IS ABORTED (${plural(regressions, 'cause')})`
      : aborts.some(({ tried }) => tried > 0)
        ? 'sections are aborted'
        : '',
    comparedWith === null
      ? 'nothing is known of such kernels to compare with'
      : differing > 0
        ? `${differing} of ${plural(cases.length, 'mistake')} NOT as on ${comparedWith}`
        : `mistakes end as on ${comparedWith}`,
    missing.length > 0 ? `${missing.length} not measured` : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** What was measured, cause by cause and mistake by mistake; or what such kernels are known to do. */
export function behaviourTables({ behaviour, kernel, knownBehaviour }: MachineReport, paint: Paint): string {
  if (!behaviour.measured) return knownTable(knownBehaviour, paint);
  const { aborts, cases, comparedWith } = behaviour;
  const loud = (text: string): string => (text === '' ? '' : paint.severity('error', text));
  const causes = table(
    ['interrupted by', 'aborted', ''],
    aborts.map((one) => [one.cause, countText(one), remarkOn(one, loud)]),
    paint,
  );
  const name = `Linux ${/^\d+\.\d+/.exec(kernel.release ?? '')?.[0] ?? kernel.release ?? ''}`;
  const mistakes = table(
    ['mistake', 'here', comparedWith ?? 'known', ''],
    cases.map((one) => [one.id, one.outcome ?? '-', one.known ?? '-', `${one.what}${caseRemark(one, name, loud)}`]),
    paint,
  );
  return `\n${causes}\n${mistakes}`;
}

function countText({ tried, aborted }: AbortReport): string {
  return tried === 0 ? 'not measured' : `${aborted} of ${tried}`;
}

function remarkOn({ cause, tried, aborted, regression, reason }: AbortReport, loud: (text: string) => string): string {
  if (regression) return loud(`<- a regression of this kernel: ${cause} left ${tried - aborted} sections unaborted`);
  return reason ?? '';
}

function caseRemark({ differs, reason }: CaseReport, name: string, loud: (text: string) => string): string {
  if (differs) return `  ${loud(`<- differs from what ${name} does`)}`;
  return reason === null ? '' : `  (not measured: ${reason})`;
}

function knownTable(known: readonly KnownBehaviour[], paint: Paint): string {
  if (known.length === 0) return '';
  const rows = known.map(({ id, outcome, what }) => [id, outcome, what]);
  return `\n${table(['mistake', 'known of such kernels', ''], rows, paint)}`;
}

/** Columns as wide as their widest cell; the last one as it is. */
function table(head: readonly string[], rows: readonly (readonly string[])[], paint: Paint): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => (cells[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column < head.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell))
      .join('  ')
      .trimEnd();
  return [paint.bold(line(head)), ...rows.map(line)].map((text) => `${text}\n`).join('');
}
