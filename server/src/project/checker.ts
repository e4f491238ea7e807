import { fileArea, mergeUses, rememberAnswer } from '../analysis';
import type {
  AbiProfile,
  AnalysisContext,
  AnalysisRequest,
  AreaMention,
  Finding,
  Note,
  Port,
  SectionSummary,
  SuppressionUse,
  TargetAnswer,
  UnitAnalysis,
} from '../analysis';
import * as path from 'node:path';
import type { ConfigurationProblem } from '../platform/configuration';
import { findHeaderHosts, findHosts } from '../platform/hosts';
import { IncludeGraph } from '../platform/includeGraph';
import type { FoundHeader } from '../platform/includeWalk';
import { isHeader } from '../platform/sourceTree';
import { foundNotes, borrowedNotes, readAlone, readThrough, withFoundDirectories } from './readings';
import { inVariants, mergeFindings, mergeNotes, mergeSections, union } from './merge';
import type { Unit, UnitPlanner } from './units';

/** The analysis as a value, so that a test can put another one in its place. */
export type Analyse = (context: AnalysisContext, request: AnalysisRequest) => UnitAnalysis;

/** What is known about one source file in all its variants, with everything that was seen in the files it includes. */
export interface FileCheck {
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly sections: readonly SectionSummary[];
  readonly ports: readonly Port[];
  readonly notes: readonly Note[];
  readonly suppressions: readonly SuppressionUse[];
  /** Absolute and normalised, the file itself first. */
  readonly dependencies: readonly string[];
  readonly targets: readonly string[];
  readonly abis: readonly string[];
  readonly problems: readonly ConfigurationProblem[];
  readonly cancelled: boolean;
}

/** Where a file is about struct rseq in all its variants. */
export interface AreaCheck {
  readonly mentions: readonly AreaMention[];
  readonly declared: readonly AbiProfile[];
  /** Profiles that the project describes itself. */
  readonly own: readonly AbiProfile[];
  /** Does a comment declare what is declared? */
  readonly isCommented: boolean;
}

/** Through which files a header may be read. */
interface Hosts {
  /** The files that were open at the time. */
  readonly open: string;
  readonly sources: readonly string[];
  /** Only if no source file includes it. */
  readonly headers: readonly string[];
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
  /** Header → its hosts while those files are open. */
  readonly #hosts = new Map<string, Hosts>();

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
    const { units, problems, found } = this.#plan(file);
    const baseOf = () => this.#planner.configurationFolder(file);
    const variants = [...new Set(units.map(({ variant }) => variant))];
    const results: UnitAnalysis[] = [];
    for (const unit of units) {
      const result = this.#analyse(this.#context, { ...requestOf(unit), isCancelled });
      const notes = [...borrowedNotes(result, unit), ...foundNotes(result, found, baseOf)];
      results.push(withVariant({ ...result, notes: [...result.notes, ...notes] }, unit.variant, variants));
      if (result.cancelled) break;
    }
    const check = mergeUnits(file, results, problems);
    if (!check.cancelled) this.#results.set(file, check);
    return check;
  }

  /** What {@link check} will ask the analysis about a file; nothing if its result is known. */
  requestsFor(file: string): readonly AnalysisRequest[] {
    return this.#results.has(file) ? [] : this.#plan(file).units.map(requestOf);
  }

  /** Takes answers to one of {@link requestsFor} that were made elsewhere, of the files as they are. */
  takeAnswers(request: AnalysisRequest, answers: readonly TargetAnswer[]): void {
    for (const answer of answers) rememberAnswer(this.#context, request, answer);
  }

  #plan(file: string): Pick<ReturnType<UnitPlanner['plan']>, 'units' | 'problems'> & {
    readonly found: readonly FoundHeader[];
  } {
    const { units, problems } = this.#planner.plan(file);
    const { found } = this.#graph.closureOf(file, this.#searchOf);
    return { units: units.map((unit) => withFoundDirectories(unit, found)), problems, found };
  }

  /**
   * Reads a header through a file that includes it, one of the `open` ones first. If no source file does, a header that leads
   * to it is taken for one; one that nobody includes is read alone.
   */
  checkHeader(header: string, open: readonly string[], isCancelled: () => boolean = () => false): FileCheck {
    const { sources, headers } = this.#hostsOf(header, open);
    for (const host of [...sources, ...headers]) {
      const check = this.check(host, isCancelled);
      if (check.cancelled) return check;
      if (check.dependencies.includes(header)) return isHeader(host) ? readThrough(check, header) : check;
    }
    return readAlone(this.check(header, isCancelled), sources.length + headers.length > 0);
  }

  /**
   * For a check of many files: true unless `file` was not configured, had to be looked for in the project, and neither it
   * nor anything it includes mentions rseq beyond what was `seen` already. Each unit of a large project reads the same
   * headers, and nobody said that it reads them with other macros.
   */
  isWorthReading(file: string, seen: ReadonlySet<string>): boolean {
    const { files, found } = this.#graph.closureOf(file, this.#searchOf);
    if (found.length === 0) return true;
    return [file, ...files].some((one) => !seen.has(one) && this.#graph.mentionsRseq(one));
  }

  /** What is known of a file without reading it. */
  passOver(file: string): FileCheck {
    return mergeUnits(file, [], this.#planner.plan(file).problems);
  }

  /** A header through its host, anything else as it is. */
  checkAny(file: string, open: readonly string[], isCancelled: () => boolean = () => false): FileCheck {
    return isHeader(file) ? this.checkHeader(file, open, isCancelled) : this.check(file, isCancelled);
  }

  /** Where `file` is about struct rseq, read in the ways of `check`, which is the file's own or that of its host. */
  areaOf(file: string, check: FileCheck): AreaCheck {
    const requests = this.#plan(check.file).units.map(requestOf);
    const areas = requests.map((request) => fileArea(this.#context, request, check.targets, file));
    const mentions = areas.flatMap((area) => area.mentions);
    return {
      mentions: [...new Map(mentions.map((mention) => [JSON.stringify(mention), mention])).values()],
      declared: areas[0]?.declared ?? [],
      own: requests[0]?.declarations.profiles ?? [],
      isCommented: areas.some((area) => area.isCommented),
    };
  }

  /** Drops what was made from `file`. */
  forget(file: string): void {
    for (const [key, check] of this.#results) if (check.dependencies.includes(file)) this.#results.delete(key);
    if (!this.#graph.fileChanged(file)) this.#hosts.clear();
  }

  /** Drops everything: a new file may be found where there was none, a configuration may have changed. */
  forgetAll(): void {
    this.#results.clear();
    this.#hosts.clear();
    this.#graph.everythingChanged();
  }

  readonly #searchOf = (file: string) => this.#planner.includeSearch(file);

  #hostsOf(header: string, open: readonly string[]): Hosts {
    const key = open.join('\n');
    const known = this.#hosts.get(header);
    if (known?.open === key) return known;
    const candidates = {
      open,
      compiled: this.#planner.compiledFiles(header),
      project: () => this.#planner.projectOf(header).sources,
    };
    const sources = findHosts(header, candidates, this.#graph, this.#searchOf, HOSTS_TRIED);
    const others = () => this.#planner.projectOf(header).headers;
    const headers =
      sources.length > 0 ? [] : findHeaderHosts(header, others(), this.#graph, this.#searchOf, HOSTS_TRIED);
    const hosts = { open: key, sources, headers };
    this.#hosts.set(header, hosts);
    return hosts;
  }
}

function requestOf({ path: file, configuration, targets, declarations }: Unit): AnalysisRequest {
  return { path: file, configuration, targets, declarations };
}

function withVariant(result: UnitAnalysis, variant: string, all: readonly string[]): UnitAnalysis {
  if (variant === '') return result;
  const context = inVariants([variant], all);
  return {
    ...result,
    findings: result.findings.map((finding) => ({ ...finding, ...context })),
    sections: result.sections.map((section) => ({ ...section, ...context })),
    ports: result.ports.map((port) => ({ ...port, variant })),
  };
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
    ports: results.flatMap((result) => result.ports),
    notes: mergeNotes(results.map((result) => result.notes)),
    suppressions: mergeUses(results.map((result) => result.suppressions)),
    dependencies: results
      .map((result) => result.dependencies.map((dependency) => path.normalize(dependency)))
      .reduce<readonly string[]>(union, [file]),
    targets: results.map((result) => result.targets).reduce<readonly string[]>(union, []),
    abis: results.map((result) => result.abis).reduce<readonly string[]>(union, []),
    problems,
    cancelled: results.some((result) => result.cancelled),
  };
}
