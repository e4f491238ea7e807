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
  const { findings } = analyzeText(syntax, checkedText(example));
  return findings
    .filter((finding) => finding.rule === rule.id)
    .flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix, fixed: applyFix(example.code, fix) })));
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
