import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MutationOperator } from './operators/operator';

/** How many mutants of an operator there are, and how many of them the right rule finds. */
export interface Cell {
  readonly rule: string;
  readonly operator: string;
  readonly target: string;
  mutants: number;
  found: number;
}

/** How many mutants of each operator were found, by target. */
export class Score {
  readonly #cells = new Map<string, Cell>();

  count({ rule, name }: MutationOperator, target: string, isFound: boolean): void {
    const key = [rule, name, target].join('\0');
    const cell = this.#cells.get(key) ?? { rule, operator: name, target, mutants: 0, found: 0 };
    cell.mutants++;
    if (isFound) cell.found++;
    this.#cells.set(key, cell);
  }

  /** Leaves the result where whoever ran the test asked for it; several test files share a folder. */
  save(): void {
    const folder = process.env.RSEQ_MUTATION_RESULTS;
    if (folder === undefined) return;
    writeFileSync(path.join(folder, `${process.pid}.json`), JSON.stringify([...this.#cells.values()]));
  }
}
