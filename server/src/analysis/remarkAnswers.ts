import { findingOf } from './findings';
import type { Finding, Severity, SuppressionUse } from './finding';
import type { Fact } from './model/fact';
import type { SuppressedRule } from './model/remark';
import type { AnalysisRequest } from './request';
import { rules } from './rules/index';
import type { Report, Rule } from './rules/rule';
import { covers, type FileSuppression, type Remarks } from './source/remarks';
import type { SectionGroup } from './source/sectionModels';
import { fileOrigin } from './source/suppressions';
import type { TargetUnit } from './source/unit';

/** What is said about the suppressions of a unit read for one target. */
export interface RemarkAnswer {
  /** Those that hold however the file is read. */
  readonly findings: readonly Finding[];
  readonly uses: readonly SuppressionUse[];
}

/** To be asked when everything else was judged: `remarks` knows by then what it has suppressed. */
export function judgeRemarks(
  request: AnalysisRequest,
  unit: TargetUnit,
  remarks: Remarks,
  severityOf: (rule: Rule, report: Report) => Severity | 'off',
): RemarkAnswer {
  const reader = new RemarkReader(remarks, severityOf);
  const findings: Finding[] = [];
  for (const one of remarks.suppressions) {
    for (const rule of rules) {
      if (rule.subject === 'remark')
        findings.push(...reader.locate(one, rule, rule.check(one.suppression, { ruleIds })));
    }
  }
  const isWhole = unit.preprocessed.complete && (unit.groups.length > 0 || isWithoutAssembler(request, unit));
  const uses = remarks.suppressions.flatMap((one) =>
    one.suppression.names.map((name): SuppressionUse => {
      const { start, end } = name.place;
      const state = stateOf(one, name, request, unit, isWhole);
      return { span: { file: one.file.path, start, end }, state, finding: reader.unusedFinding(one, name) };
    }),
  );
  return { findings, uses };
}

const ruleIds = rules.map(({ id }) => id);
const rulesById: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

class RemarkReader {
  constructor(
    private readonly remarks: Remarks,
    private readonly severityOf: (rule: Rule, report: Report) => Severity | 'off',
  ) {}

  locate({ file }: FileSuppression, rule: Rule, reports: readonly Report[]): Finding[] {
    const origin = fileOrigin(file);
    return reports.flatMap((report): Finding[] => {
      const severity = this.severityOf(rule, report);
      if (severity === 'off') return [];
      const finding = findingOf(report, { rule, origin, function: undefined, targets: [], severity });
      return finding && !this.remarks.suppresses(finding) ? [finding] : [];
    });
  }

  unusedFinding(one: FileSuppression, name: SuppressedRule): Finding | undefined {
    for (const rule of rules) {
      if (rule.subject !== 'unused-remark') continue;
      const [finding] = this.locate(one, rule, rule.check(one.suppression, name));
      if (finding) return finding;
    }
    return undefined;
  }
}

function stateOf(
  one: FileSuppression,
  name: SuppressedRule,
  request: AnalysisRequest,
  unit: TargetUnit,
  isWhole: boolean,
): SuppressionUse['state'] {
  if (one.used.has(name)) return 'used';
  if (!one.isRead) return 'unread';
  const rule = rulesById.get(name.name);
  if (!rule || !isWhole || request.declarations.rules[rule.id] === 'off') return 'unknown';
  switch (rule.subject) {
    case 'section':
    case 'statement':
      return unit.groups.every((group) => isJudged(rule, group) || !touches(one, group)) ? 'unused' : 'unknown';
    case 'area':
    case 'cpus':
    case 'fields':
    case 'registration':
      return 'unused';
    // Whether a suppression of these is of use turns out only when everything is known of the others, or of other targets.
    case 'operation':
    case 'remark':
    case 'unused-remark':
      return 'unknown';
  }
}

/** Is everything known that the rule may ask about? What an unknown instruction does, nobody can tell. */
function isJudged(rule: Extract<Rule, { subject: 'section' | 'statement' }>, group: SectionGroup): boolean {
  if (group.program.items.some(({ kind }) => kind === 'opaque')) return false;
  const areKnown = (facts: Readonly<Record<string, Fact<unknown>>>): boolean =>
    rule.needs.every((need) => facts[need]?.known === true);
  if (rule.subject === 'statement') return group.statement === undefined || areKnown(group.statement.facts);
  return group.sections.every(({ facts }) => areKnown(facts));
}

/** Is something of the group's text written on the lines that the suppression speaks about? */
function touches(one: FileSuppression, { text }: SectionGroup): boolean {
  return text.pieces.some(({ start, length }) => {
    const span = text.locate({ start, end: start + length })?.span;
    if (span?.file !== one.file.path) return false;
    return covers(one, span) || covers(one, { ...span, start: Math.max(span.start, span.end - 1) });
  });
}

/** C code in which nobody can hide a section. */
function isWithoutAssembler({ configuration }: AnalysisRequest, { preprocessed }: TargetUnit): boolean {
  return configuration.language !== 'asm' && !preprocessed.tokens.some(({ text }) => /^_*asm_*$/.test(text));
}
