import type { MutationOperator } from './operators/operator';

interface Row {
  mutants: number;
  found: number;
}

/** How many mutants of each operator were found, by target. */
export class Score {
  readonly #rows = new Map<string, Map<string, Row>>();

  count({ rule, name }: MutationOperator, target: string, isFound: boolean): void {
    const key = `${rule}: ${name}`;
    const row = this.#rows.get(key) ?? new Map<string, Row>();
    const cell = row.get(target) ?? { mutants: 0, found: 0 };
    cell.mutants++;
    if (isFound) cell.found++;
    this.#rows.set(key, row.set(target, cell));
  }

  table(): string {
    const width = Math.max(...[...this.#rows.keys()].map((key) => key.length));
    const targets = ['x86_64', 'aarch64'];
    const lines = [line('mutants', targets, width)];
    const sums = new Map(targets.map((target) => [target, { mutants: 0, found: 0 }]));
    for (const [key, row] of this.#rows) {
      lines.push(
        line(
          key,
          targets.map((target) => share(row.get(target))),
          width,
        ),
      );
      for (const [target, sum] of sums) {
        sum.mutants += row.get(target)?.mutants ?? 0;
        sum.found += row.get(target)?.found ?? 0;
      }
    }
    return [
      ...lines,
      line(
        'together',
        targets.map((target) => share(sums.get(target))),
        width,
      ),
    ].join('\n');
  }
}

function line(name: string, cells: readonly string[], width: number): string {
  return [name.padEnd(width), ...cells.map((cell) => cell.padStart(18))].join('');
}

function share(cell: Row | undefined): string {
  return cell ? `${cell.found} of ${cell.mutants} ${Math.floor((100 * cell.found) / cell.mutants)} %` : '-';
}
