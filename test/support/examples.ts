import assert from 'node:assert/strict';
import type { Finding, Fix, SyntaxBackend } from '../../server/src/analysis';
import { architectureOf } from '../../server/src/analysis/arch';
import { rules } from '../../server/src/analysis/rules';
import type { Example, Rule } from '../../server/src/analysis/rules/rule';
import { analyzeText, type CheckedText, isMeant } from './check';

/** An example of a rule after one of the fixes that its findings offer. */
export interface FixedExample {
  readonly finding: Finding;
  readonly fix: Fix;
  readonly fixed: string;
  /** Severity and rule of the other findings, sorted: what must be left. */
  readonly rest: readonly string[];
}

export function nameOf(example: Example): string {
  return example.target === undefined ? example.title : `${example.title} (${example.target})`;
}

/** What to ask for so that a text is read for the target: nothing, where the text itself says so. */
export function requestedTargets(target: string | undefined): readonly string[] {
  const architecture = target === undefined ? undefined : architectureOf(target);
  return architecture && !architecture.impliedByText ? [architecture.name] : [];
}

export function checkedText(example: Example): CheckedText {
  return {
    path: `example.${example.language ?? 'c'}`,
    text: example.code,
    targets: requestedTargets(example.target),
    abis: example.abi === undefined ? [] : [example.abi],
  };
}

/** Every fix of every finding of `rule` in an example, each applied alone. */
export function fixedExamples(syntax: SyntaxBackend, rule: Rule, example: Example): FixedExample[] {
  return fixedTexts(syntax, rule.id, checkedText(example));
}

export function fixedTexts(syntax: SyntaxBackend, rule: string, checked: CheckedText): FixedExample[] {
  const { findings } = analyzeText(syntax, checked);
  return findings
    .filter((finding) => finding.rule === rule)
    .flatMap((finding) => {
      const rest = kindsOf(
        findings.filter((other) => other !== finding),
        rule,
      );
      return finding.fixes.map((fix) => ({ finding, fix, fixed: applyFix(checked.text, fix), rest }));
    });
}

/** Fails unless the fix removed its finding and brought no other. A name in a suppression that is put right may remove another. */
export function assertMended(
  syntax: SyntaxBackend,
  checked: CheckedText,
  { finding, fix, fixed, rest }: FixedExample,
): void {
  const { findings } = analyzeText(syntax, { ...checked, text: fixed });
  const left = kindsOf(findings, finding.rule);
  const isAboutRemark = rules.find(({ id }) => id === finding.rule)?.subject === 'remark';
  assert.deepEqual(left, isAboutRemark ? rest.filter((kind) => left.includes(kind)) : rest, `${fix.title}:\n${fixed}`);
}

function kindsOf(findings: readonly Finding[], about: string): string[] {
  return findings
    .filter((finding) => isMeant(finding, about))
    .map(({ severity, rule }) => `${severity} ${rule}`)
    .sort();
}

/** The text with a fix applied, all of whose edits are in it; fails if they overlap or are not in order. */
export function applyFix(text: string, fix: Fix): string {
  let result = '';
  let position = 0;
  for (const { span, newText } of fix.edits) {
    assert.ok(span.start >= position && span.end <= text.length, `${fix.title}: edits overlap`);
    result += text.slice(position, span.start) + newText;
    position = span.end;
  }
  return result + text.slice(position);
}
