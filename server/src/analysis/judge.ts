import { resolveProfile } from './abi/profiles';
import type { AbiProfile } from './abi/profile';
import { findingOf } from './findings';
import type { Finding, Note, Severity } from './finding';
import { ReportMemory } from './reportMemory';
import type { AnalysisContext, AnalysisRequest } from './request';
import { rules } from './rules/index';
import type { Fact } from './model/fact';
import type { Port } from './model/operation';
import { portsOf } from './ports';
import { functionOf } from './model/sectionFunction';
import { judgeRemarks, type RemarkAnswer } from './remarkAnswers';
import type { AreaRule, UnitReport, Report, Rule } from './rules/rule';
import type { SectionSummary } from './sectionSummary';
import { slot } from './source/analysisCache';
import { remarksOf, type Remarks } from './source/remarks';
import { originOf } from './source/sectionModels';
import type { TargetUnit } from './source/unit';
import { summarize } from './summaries';

/** Everything that is said about a unit read for one target. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly summaries: readonly SectionSummary[];
  readonly ports: readonly Port[];
  readonly notes: readonly Note[];
  readonly remarks: RemarkAnswer;
}

/** Runs the rules over a unit. `targets`: what its findings say they hold for. */
export function judge(
  { cache }: AnalysisContext,
  request: AnalysisRequest,
  unit: TargetUnit,
  targets: readonly string[],
): Judgement {
  const notes: Note[] = [];
  const remarks = remarksOf(unit);
  const memory = slot(cache, 'reports', () => new ReportMemory());
  const findings = findingsOf(request, unit, { remarks, memory, targets }, notes);
  const suppressed = guarded(request, notes, 'checking suppressions', () =>
    judgeRemarks(request, unit, remarks, (rule, report) => severityOf(request, rule, report)),
  );
  return {
    findings,
    summaries: unit.groups.flatMap((group) => summarize(group)),
    ports: portsOf(unit.groups, remarks),
    notes: [...notes, ...notesOf(unit), ...encodingNotes(request, unit), ...abiNotes(request, unit, remarks)],
    remarks: suppressed ?? { findings: [], uses: [] },
  };
}

/** One bad rule or statement costs its own answer only. */
export function guarded<T>(request: AnalysisRequest, notes: Note[], what: string, run: () => T): T | undefined {
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
  parts: { readonly remarks: Remarks; readonly memory: ReportMemory; readonly targets: readonly string[] },
  notes: Note[],
): readonly Finding[] {
  const { remarks, memory, targets } = parts;
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
    const { sections, statement } = group;
    for (const rule of rules) {
      const run = (name: string | undefined, check: () => readonly Report[]): void => {
        add(rule, guarded(request, notes, `checking ${rule.id}`, check) ?? [], group.origin, name);
      };
      const inC = group.function?.name;
      if (rule.subject === 'section') {
        for (const section of sections) {
          run(functionOf(section, inC), () => {
            return memory.reports(rule, section, () => checkIfKnown(rule, section.facts, section));
          });
        }
      } else if (rule.subject === 'statement' && statement) {
        run(inC, () => memory.reports(rule, statement, () => checkIfKnown(rule, statement.facts, statement)));
      }
    }
  }
  for (const { text, mismatches } of unit.calls) {
    const origin = originOf(text, unit.places.lines);
    for (const { cpu, function: name } of mismatches) {
      if (!cpu.known || !cpu.value) continue;
      const call = cpu.value;
      for (const rule of rules) {
        if (rule.subject !== 'section' || !rule.checkCall) continue;
        const run = (): readonly Report[] => rule.checkCall?.(call) ?? [];
        add(rule, guarded(request, notes, `checking ${rule.id}`, run) ?? [], origin, name);
      }
    }
  }
  const { functions: readers = [], testsSize = false } = unit.accesses ?? {};
  for (const { text, accesses } of readers) {
    const origin = originOf(text, unit.places.lines);
    for (const access of accesses) {
      const file = origin.locate(access.place)?.span.file ?? request.path;
      const profiles = profilesOf(request, declaredAbis(request, remarks, file));
      for (const rule of rules) {
        if (rule.subject !== 'area') continue;
        const run = (): readonly Report[] => runAreaRule(rule, access, { profiles, testsSize });
        add(rule, guarded(request, notes, `checking ${rule.id}`, run) ?? [], origin, access.function);
      }
    }
  }
  const { registration, fieldUse, cpuUse, excerpt } = unit;
  const origin = excerpt && originOf(excerpt, unit.places.lines);
  const profiles = origin ? profilesOf(request, declaredAbis(request, remarks, request.path)) : [];
  for (const rule of origin ? rules : []) {
    const run = (): readonly UnitReport[] => {
      if (rule.subject === 'registration' && registration) return rule.check(registration.use, { profiles });
      if (rule.subject === 'cpus' && cpuUse) return rule.check(cpuUse);
      return rule.subject === 'fields' && fieldUse ? rule.check(fieldUse, { profiles }) : [];
    };
    for (const report of guarded(request, notes, `checking ${rule.id}`, run) ?? [])
      if (origin) add(rule, [report], origin, report.function);
  }
  return findings;
}

/** Hands a rule the facts that it needs, if all of them are known. */
function checkIfKnown<Subject>(
  rule: {
    readonly needs: readonly string[];
    check(facts: never, subject: Subject): readonly Report[];
  },
  all: Readonly<Record<string, Fact<unknown>>>,
  subject: Subject,
): readonly Report[] {
  const facts: Record<string, unknown> = {};
  for (const name of rule.needs) {
    const fact = all[name];
    if (!fact?.known) return [];
    facts[name] = fact.value;
  }
  return rule.check(facts as never, subject);
}

function runAreaRule(rule: AreaRule, ...args: Parameters<AreaRule['check']>): readonly Report[] {
  return rule.check(...args);
}

export function severityOf(request: AnalysisRequest, rule: Rule, report: Pick<Report, 'severity'>): Severity | 'off' {
  return request.declarations.rules[rule.id] ?? report.severity ?? rule.severity;
}

/** Command line over a comment in the file (or in the unit's main file) over configuration. */
export function declaredAbis(request: AnalysisRequest, remarks: Remarks, file: string): readonly string[] {
  const { abis, abisAreFinal } = request.declarations;
  if (abisAreFinal === true) return abis;
  const commented = [remarks.abis(file), remarks.abis(request.path)].find((names) => names.length > 0);
  return commented ?? abis;
}

/** The profiles that names and sizes mean; those that mean none are left out. */
export function profilesOf({ declarations }: AnalysisRequest, names: readonly string[]): readonly AbiProfile[] {
  return names.flatMap((name) => resolveProfile(name, declarations.profiles) ?? []);
}

/** Comments that declare a profile which is none. */
function abiNotes(request: AnalysisRequest, unit: TargetUnit, remarks: Remarks): readonly Note[] {
  return unit.preprocessed.dependencies.flatMap((file) =>
    remarks
      .abis(file)
      .filter((name) => resolveProfile(name, request.declarations.profiles) === undefined)
      .map((name) => ({
        file,
        message: `\`rseq-abi: ${name}\` names no ABI profile; \`rseq abi --list\` prints them`,
      })),
  );
}

/** What the unit has of code that no table describes. */
function encodingNotes(request: AnalysisRequest, { otherEncoding, groups, target }: TargetUnit): readonly Note[] {
  if (otherEncoding !== undefined) {
    return [
      {
        file: request.path,
        message: `compiled to ${otherEncoding} code for ${target}; no table describes it, so its sections are not checked`,
      },
    ];
  }
  return groups.flatMap(({ program: { items }, architecture, origin }): Note[] => {
    const names = Object.values(architecture.otherEncodings ?? {}).join(', ');
    const first = names === '' ? undefined : items.find((item) => item.kind === 'opaque' && item.reason === 'target');
    const span = first && origin.locate(first.place)?.span;
    return span
      ? [
          {
            file: span.file,
            message: `\`.set\` asks for another encoding (${names}); no table describes it, so the instructions behind it are unknown`,
          },
        ]
      : [];
  });
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
