import assert from 'node:assert/strict';
import type { Finding, Fix, SyntaxBackend } from '../../server/src/analysis';
import type { Example, Rule } from '../../server/src/analysis/rules/rule';
import { analyzeText, type CheckedText } from './check';

/** An example of a rule after one of the fixes that its findings offer. */
export interface FixedExample {
  readonly finding: Finding;
  readonly fix: Fix;
  readonly fixed: string;
}

export function nameOf(example: Example): string {
  return example.target === undefined ? example.title : `${example.title} (${example.target})`;
}

export function checkedText(example: Example): CheckedText {
  return {
    path: `example.${example.language ?? 'c'}`,
    text: example.code,
    abis: example.abi === undefined ? [] : [example.abi],
  };
}

/** Every fix of every finding of `rule` in an example, each applied alone. */
export function fixedExamples(syntax: SyntaxBackend, rule: Rule, example: Example): FixedExample[] {
  return fixedTexts(syntax, rule.id, checkedText(example));
}

export function fixedTexts(syntax: SyntaxBackend, rule: string, checked: CheckedText): FixedExample[] {
  return analyzeText(syntax, checked)
    .findings.filter((finding) => finding.rule === rule)
    .flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix, fixed: applyFix(checked.text, fix) })));
}

/** Fails unless a fix removes its finding and brings no other. */
export function assertMended(syntax: SyntaxBackend, checked: CheckedText, { finding, fix, fixed }: FixedExample): void {
  const kindsIn = (text: string): string[] =>
    analyzeText(syntax, { ...checked, text })
      .findings.map(({ severity, rule }) => `${severity} ${rule}`)
      .sort();
  const expected = kindsIn(checked.text);
  expected.splice(expected.indexOf(`${finding.severity} ${finding.rule}`), 1);
  assert.deepEqual(kindsIn(fixed), expected, `${fix.title}:\n${fixed}`);
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
