import type { AnalysisContext, AnalysisRequest, Finding, Note, SectionSummary, UnitAnalysis } from '../analysis';
import * as path from 'node:path';
import type { ConfigurationProblem } from '../platform/configuration';
import { findHosts } from '../platform/hosts';
import { IncludeGraph } from '../platform/includeGraph';
import { isHeader } from '../platform/sourceTree';
import { mergeFindings, mergeNotes, mergeSections, union } from './merge';
import type { Unit, UnitPlanner } from './units';

/** The analysis as a value, so that a test can put another one in its place. */
export type Analyse = (context: AnalysisContext, request: AnalysisRequest) => UnitAnalysis;

/** What is known about one source file in all its variants, with everything that was seen in the files it includes. */
export interface FileCheck {
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly sections: readonly SectionSummary[];
  readonly notes: readonly Note[];
  /** Absolute and normalised, the file itself first. */
  readonly dependencies: readonly string[];
  readonly targets: readonly string[];
  readonly abis: readonly string[];
  readonly problems: readonly ConfigurationProblem[];
  readonly cancelled: boolean;
}

/** Where a header's includer may be found, besides compile_commands.json. */
export interface HostSearch {
  readonly open: readonly string[];
  readonly tree: () => readonly string[];
}

/** This many includers are tried before a header is read alone: the first one may include it under a condition only. */
const HOSTS_TRIED = 3;

/** Checks files with the analysis and remembers each result until one of the files that it was made from changes. */
export class Checker {
  readonly #analyse: Analyse;
  readonly #context: AnalysisContext;
  readonly #planner: UnitPlanner;
  readonly #graph: IncludeGraph;
  readonly #results = new Map<string, FileCheck>();

  constructor(analyse: Analyse, context: AnalysisContext, planner: UnitPlanner) {
    this.#analyse = analyse;
    this.#context = context;
    this.#planner = planner;
    this.#graph = new IncludeGraph(context.sources);
  }

  /** The result of one file as a translation unit of its own. */
  check(file: string, isCancelled: () => boolean = () => false): FileCheck {
    const known = this.#results.get(file);
    if (known) return known;
    const { units, problems } = this.#planner.plan(file);
    const results: UnitAnalysis[] = [];
    for (const unit of units) {
      const result = this.#analyse(this.#context, requestOf(unit, isCancelled));
      results.push(withVariant(withBorrowedNotes(result, unit), unit.variant));
      if (result.cancelled) break;
    }
    const check = mergeUnits(file, results, problems);
    if (!check.cancelled) this.#results.set(file, check);
    return check;
  }

  /** Reads a header through a file that includes it; a header that nobody includes is read alone. */
  checkHeader(header: string, search: HostSearch, isCancelled: () => boolean = () => false): FileCheck {
    for (const host of this.#hostsOf(header, search)) {
      const check = this.check(host, isCancelled);
      if (check.cancelled || check.dependencies.includes(header)) return check;
    }
    return this.check(header, isCancelled);
  }

  /** A header through its host, anything else as it is. */
  checkAny(file: string, search: HostSearch, isCancelled: () => boolean = () => false): FileCheck {
    return isHeader(file) ? this.checkHeader(file, search, isCancelled) : this.check(file, isCancelled);
  }

  /** Drops what was made from `file`. */
  forget(file: string): void {
    for (const [key, check] of this.#results) if (check.dependencies.includes(file)) this.#results.delete(key);
    this.#graph.fileChanged(file);
  }

  /** Drops everything: a new file may be found where there was none, a configuration may have changed. */
  forgetAll(): void {
    this.#results.clear();
    this.#graph.everythingChanged();
  }

  #hostsOf(header: string, search: HostSearch): string[] {
    const candidates = { ...search, compiled: this.#planner.compiledFiles(header) };
    return findHosts(header, candidates, this.#graph, (file) => this.#planner.includeSearch(file), HOSTS_TRIED);
  }
}

function requestOf(unit: Unit, isCancelled: () => boolean): AnalysisRequest {
  const { path: file, configuration, targets, declarations } = unit;
  return { path: file, configuration, targets, declarations, isCancelled };
}

function withVariant(result: UnitAnalysis, variant: string): UnitAnalysis {
  if (variant === '') return result;
  const variants = [variant];
  return {
    ...result,
    findings: result.findings.map((finding) => ({ ...finding, variants })),
    sections: result.sections.map((section) => ({ ...section, variants })),
  };
}

/** Says which targets were read with another one's system headers: only those that the unit turned out to have. */
function withBorrowedNotes(result: UnitAnalysis, unit: Unit): UnitAnalysis {
  const notes = result.targets.flatMap((target): Note[] => {
    const from = unit.borrowedHeaders.get(target);
    const system = unit.configuration.systemDirectories[target] ?? [];
    const isUsed = result.dependencies.some((file) => system.some((directory) => file.startsWith(`${directory}/`)));
    if (!from || !isUsed) return [];
    return [{ file: unit.path, message: `no system headers of ${target} are installed; those of ${from} were read` }];
  });
  return notes.length === 0 ? result : { ...result, notes: [...result.notes, ...notes] };
}

function mergeUnits(
  file: string,
  results: readonly UnitAnalysis[],
  problems: readonly ConfigurationProblem[],
): FileCheck {
  return {
    file,
    findings: mergeFindings(
      results.map((result) => result.findings),
      'largest',
    ),
    sections: mergeSections(
      results.map((result) => result.sections),
      'largest',
    ),
    notes: mergeNotes(results.map((result) => result.notes)),
    dependencies: results
      .map((result) => result.dependencies.map((dependency) => path.normalize(dependency)))
      .reduce<readonly string[]>(union, [file]),
    targets: results.map((result) => result.targets).reduce<readonly string[]>(union, []),
    abis: results.map((result) => result.abis).reduce<readonly string[]>(union, []),
    problems,
    cancelled: results.some((result) => result.cancelled),
  };
}
