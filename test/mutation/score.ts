import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MutationOperator } from './operators/operator';
import type { SectionSet } from './sectionSet';

/** How many mutants of an operator there are for a target, and how many of them the right rule finds. */
interface Cell {
  readonly rule: string;
  readonly operator: string;
  readonly target: string;
  mutants: number;
  found: number;
}

/** What was broken: sections of real code, of which those that differ in a name only are broken once. */
interface Broken {
  readonly target: string;
  readonly set: string;
  readonly sections: number;
  readonly kinds: number;
}

/** What one test file found out. `scripts/mutationTable.mjs` puts several together. */
export class Score {
  readonly #cells = new Map<string, Cell>();
  readonly #broken: Broken[] = [];

  note({ target, name, functions }: SectionSet): void {
    const sections = functions.reduce((sum, section) => sum + section.sections, 0);
    this.#broken.push({ target, set: name, sections, kinds: functions.length });
  }

  count({ rule, name }: Pick<MutationOperator, 'rule' | 'name'>, target: string, isFound: boolean): void {
    const key = [rule, name, target].join('\0');
    const cell = this.#cells.get(key) ?? { rule, operator: name, target, mutants: 0, found: 0 };
    cell.mutants++;
    if (isFound) cell.found++;
    this.#cells.set(key, cell);
  }

  /** Leaves the result where whoever runs the tests asked for it; several test files share the folder. */
  save(): void {
    const folder = process.env.RSEQ_MUTATION_RESULTS;
    if (folder === undefined) return;
    const result = { cells: [...this.#cells.values()], broken: this.#broken };
    writeFileSync(path.join(folder, `${process.pid}.json`), JSON.stringify(result));
  }
}
