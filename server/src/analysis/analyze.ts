import { resolveProfile } from './abi/profiles';
import type { AbiProfile } from './abi/profile';
import { architectureOf } from './arch/index';
import { findingOf, mergeFindings } from './findings';
import type { Finding, Note, Severity } from './finding';
import type { SectionFactName } from './model/section';
import type { AnalysisContext, AnalysisRequest, UnitAnalysis } from './request';
import { rules } from './rules/index';
import type { AreaRule, Report, Rule, SectionRule } from './rules/rule';
import { remarksOf, type Remarks } from './source/remarks';
import { originOf } from './source/sectionModels';
import { readUnits } from './source/targets';
import type { TargetUnit } from './source/unit';
import { mergeSummaries, summarize } from './summaries';

/** For tests only. */
export interface AnalysisHooks {
  /** This fact is unknown in every section. */
  readonly withholdFact?: SectionFactName;
}

/** Analyses one translation unit. Never throws on any input; what cannot be read becomes a note. */
export function analyze(context: AnalysisContext, request: AnalysisRequest, hooks: AnalysisHooks = {}): UnitAnalysis {
  const notes: Note[] = [];
  const units = readUnits(context, request, hooks.withholdFact, (target, read) => {
    if (request.isCancelled?.()) return undefined;
    if (!architectureOf(target)) {
      notes.push({ file: request.path, message: `no table for target ${target} yet: not analysed for it` });
    }
    return guarded(request, notes, `reading for ${target}`, read);
  });
  if (request.isCancelled?.()) return { ...nothing(request), cancelled: true };
  const [first] = units;
  if (!first) return { ...nothing(request), notes };
  // Code without rseq asm is the same for every target: read it once.
  const holding = units.filter((unit) => unit.groups.length > 0);
  const relevant = holding.length > 0 ? holding : [first];
  const findings = relevant.flatMap((unit) =>
    findingsOf(request, unit, holding.length > 0 ? [unit.target] : [], notes),
  );
  return {
    findings: mergeFindings(findings),
    sections: mergeSummaries(relevant.flatMap((unit) => unit.groups.flatMap((group) => summarize(group)))),
    notes: distinct([...notes, ...relevant.flatMap((unit) => notesOf(unit))]),
    dependencies: [...new Set(units.flatMap((unit) => unit.preprocessed.dependencies))],
    targets: holding.map((unit) => unit.target),
    abis: declaredAbis(request, remarksOf(first), request.path),
    cancelled: request.isCancelled?.() ?? false,
  };
}

function nothing(request: AnalysisRequest): UnitAnalysis {
  return {
    findings: [],
    sections: [],
    notes: [],
    dependencies: [request.path],
    targets: [],
    abis: [],
    cancelled: false,
  };
}

/** One bad rule or statement costs its own answer only. */
function guarded<T>(request: AnalysisRequest, notes: Note[], what: string, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    notes.push({ file: request.path, message: `internal error while ${what}: ${reason}; please report it` });
    return undefined;
  }
}

function findingsOf(
  request: AnalysisRequest,
  unit: TargetUnit,
  targets: readonly string[],
  notes: Note[],
): readonly Finding[] {
  const remarks = remarksOf(unit);
  const findings: Finding[] = [];
  const add = (
    rule: Rule,
    reports: readonly Report[],
    origin: ReturnType<typeof originOf>,
    name: string | undefined,
  ): void => {
    for (const report of reports) {
      const severity = severityOf(request, rule, report);
      if (severity === 'off') continue;
      const finding = findingOf(report, { rule, origin, function: name, targets, severity });
      if (finding && !remarks.suppresses(finding)) findings.push(finding);
    }
  };
  for (const group of unit.groups) {
    for (const section of group.sections) {
      for (const rule of rules) {
        if (rule.subject !== 'section') continue;
        const reports = guarded(request, notes, `checking ${rule.id}`, () => runSectionRule(rule, section)) ?? [];
        add(rule, reports, group.origin, group.function?.name);
      }
    }
  }
  for (const { text, accesses } of unit.accesses) {
    const origin = originOf(text, unit.places.lines);
    for (const access of accesses) {
      const file = origin.locate(access.place)?.span.file ?? request.path;
      const profiles = profilesOf(declaredAbis(request, remarks, file));
      for (const rule of rules) {
        if (rule.subject !== 'area') continue;
        const run = (): readonly Report[] => runAreaRule(rule, access, { profiles, testsSize: unit.testsSize });
        add(rule, guarded(request, notes, `checking ${rule.id}`, run) ?? [], origin, access.function);
      }
    }
  }
  return findings;
}

/** Hands a rule the facts that it needs, if all of them are known. */
function runSectionRule(rule: SectionRule, section: Parameters<SectionRule['check']>[1]): readonly Report[] {
  const facts: Record<string, unknown> = {};
  for (const name of rule.needs) {
    const fact = section.facts[name];
    if (!fact.known) return [];
    facts[name] = fact.value;
  }
  return rule.check(facts as Parameters<SectionRule['check']>[0], section);
}

function runAreaRule(rule: AreaRule, ...args: Parameters<AreaRule['check']>): readonly Report[] {
  return rule.check(...args);
}

function severityOf(request: AnalysisRequest, rule: Rule, report: Report): Severity | 'off' {
  return request.declarations.rules[rule.id] ?? report.severity ?? rule.severity;
}

/** Command line over a comment in the file (or in the unit's main file) over configuration. */
function declaredAbis(request: AnalysisRequest, remarks: Remarks, file: string): readonly string[] {
  const { abis, abisAreFinal } = request.declarations;
  if (abisAreFinal === true) return abis;
  const commented = [remarks.abis(file), remarks.abis(request.path)].find((names) => names.length > 0);
  return commented ?? abis;
}

function profilesOf(names: readonly string[]): readonly AbiProfile[] {
  return names.flatMap((name) => resolveProfile(name) ?? []);
}

function notesOf(unit: TargetUnit): readonly Note[] {
  const { missing, problems, files } = unit.preprocessed;
  const pathOf = (file: number): string => files(file)?.path ?? '';
  return [
    ...missing.map(({ name, angled, file }) => ({
      file: pathOf(file),
      message: `cannot find ${angled ? `<${name}>` : `"${name}"`}; conditions that depend on it are unknown`,
    })),
    ...problems.map(({ file, message }) => ({ file: pathOf(file), message })),
  ];
}

function distinct(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [`${note.file}\0${note.message}`, note])).values()];
}
