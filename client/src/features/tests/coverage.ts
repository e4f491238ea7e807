import * as vscode from 'vscode';
import type { InjectionInfo, PointInfo } from '../../../../server/src/testProtocol';

/** What became of each instruction of the sections of a run, by the lines that they come from. */
export class RunCoverage {
  readonly #byFile = new Map<string, Map<number, Map<string, InstructionCoverage>>>();

  /** Sections were found; nothing of them has been reached yet. */
  plan(points: readonly PointInfo[]): void {
    for (const point of points) if (point.position === 'inside') this.#entry(point);
  }

  /** Something was done at an instruction. */
  add(point: PointInfo, { outcome }: InjectionInfo): void {
    if (point.position !== 'inside') return;
    const entry = this.#entry(point);
    if (!entry) return;
    if (outcome === 'aborted') entry.aborted++;
    else if (outcome === 'passed') entry.committed++;
    else if (outcome !== 'unreached' && outcome !== 'no-intruder') entry.failed++;
  }

  #entry({ place, section, instruction, text }: PointInfo): InstructionCoverage | undefined {
    if (!place) return undefined;
    const file = getOrAdd(this.#byFile, place.uri, () => new Map<number, Map<string, InstructionCoverage>>());
    const line = getOrAdd(file, place.line, () => new Map<string, InstructionCoverage>());
    return getOrAdd(line, `${section} ${instruction}`, () => ({ text, aborted: 0, committed: 0, failed: 0 }));
  }

  /** For VS Code: a statement for each line, its instructions as branches. */
  files(): readonly vscode.FileCoverage[] {
    return [...this.#byFile].map(([uri, lines]) => {
      const details = [...lines].map(([line, instructions]) => statementOf(line, [...instructions.values()]));
      return new SectionFileCoverage(vscode.Uri.parse(uri), details);
    });
  }
}

interface InstructionCoverage {
  readonly text: string;
  aborted: number;
  committed: number;
  failed: number;
}

/** Knows the details that are asked for later. */
export class SectionFileCoverage extends vscode.FileCoverage {
  constructor(
    uri: vscode.Uri,
    readonly details: readonly vscode.StatementCoverage[],
  ) {
    const branches = details.flatMap((statement) => statement.branches);
    const count = (list: readonly { readonly executed: number | boolean }[]) =>
      new vscode.TestCoverageCount(list.filter(({ executed }) => Boolean(executed)).length, list.length);
    super(uri, count(details), count(branches));
  }
}

function statementOf(line: number, instructions: readonly InstructionCoverage[]): vscode.StatementCoverage {
  const position = new vscode.Position(line, 0);
  const branches = instructions.map((one) => {
    return new vscode.BranchCoverage(timesAt(one), position, `${one.text} (${wordsFor(one)})`);
  });
  const executed = instructions.reduce((sum, one) => sum + timesAt(one), 0);
  return new vscode.StatementCoverage(executed, position, branches);
}

/** How often something was done at an instruction, whatever came of it: it was reached. */
function timesAt({ aborted, committed, failed }: InstructionCoverage): number {
  return aborted + committed + failed;
}

function wordsFor({ aborted, committed, failed }: InstructionCoverage): string {
  const parts = [
    ...(aborted > 0 ? [`aborted ${aborted} times`] : []),
    ...(committed > 0 ? [`went on ${committed} times`] : []),
    ...(failed > 0 ? [`failed ${failed} times`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'never reached';
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}
