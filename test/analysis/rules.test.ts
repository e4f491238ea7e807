import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { createAnalysisCache, type Finding, type Fix, type SyntaxBackend } from '../../server/src/analysis';
import { rules } from '../../server/src/analysis/rules';
import { analyzeText, checkText } from '../support/check';
import type { Example } from '../../server/src/analysis/rules/rule';
import { assertMended, checkedText, fixedTexts, nameOf } from '../support/examples';
import { parseMarkers } from '../support/markers';
import { syntaxForTests } from '../support/syntax';

const ruleFolder = path.join(__dirname, '../../../server/src/analysis/rules');
const notRules = ['catalogue.ts', 'index.ts', 'page.ts', 'rule.ts'];

/** One for all: a rule's example is analysed many times, and what the cache holds of others must not matter. */
const cache = createAnalysisCache();
const textOf = (example: Example) => ({ ...checkedText(example), cache });
let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

describe('the list of rules', () => {
  it('is the folder, in order', () => {
    const files = readdirSync(ruleFolder).filter((name) => !notRules.includes(name));
    assert.deepEqual(
      rules.map((rule) => `${rule.id}.ts`),
      files.sort(),
    );
  });

  for (const rule of rules) {
    it(`${rule.id} has two bad and two good examples, evidence, and one-line summaries`, () => {
      assert.ok(rule.bad.length >= 2 && rule.good.length >= 2);
      assert.ok(rule.evidence.length > 0);
      assert.match(rule.summary, /^[^\n]*[^.\n]$/);
      for (const example of rule.bad) {
        const marked = parseMarkers(example.code).findings.map((marker) => marker.rule);
        assert.ok(marked.includes(rule.id), `${example.title} does not show the rule`);
      }
    });
  }
});

for (const rule of rules) {
  describe(rule.id, () => {
    for (const example of rule.bad) {
      it(`finds exactly what is marked: ${nameOf(example)}`, () => {
        for (const finding of checkText(syntax, { ...textOf(example), about: rule.id })) assertReadable(finding);
      });
      for (const fact of 'needs' in rule ? rule.needs : []) {
        it(`is silent when \`${fact}\` is unknown: ${nameOf(example)}`, () => {
          const { findings } = analyzeText(syntax, textOf(example), { withholdFact: fact });
          assert.deepEqual(
            findings.filter((finding) => finding.rule === rule.id),
            [],
          );
        });
      }
      it(`every fix mends it and nothing else: ${nameOf(example)}`, () => {
        const fixed = fixedTexts(syntax, rule.id, textOf(example));
        const isMended = rule.mends !== undefined && example.isUnmended !== true;
        assert.equal(fixed.length > 0, isMended, 'what the rule says of its fixes');
        for (const mended of fixed) {
          assertMended(syntax, textOf(example), mended);
          assertIndented(example.code, mended.fix);
        }
      });
    }
    for (const example of rule.good) {
      it(`is silent, as are all others: ${nameOf(example)}`, () => {
        assert.doesNotMatch(example.code, /\^|<-/);
        checkText(syntax, { ...textOf(example), about: rule.id });
      });
    }
  });
}

/** A message is one line, starts small, ends without a full stop and names no line. */
function assertReadable({ message, related }: Finding): void {
  for (const text of [message, ...related.map((place) => place.message)]) {
    assert.match(text, /^[^A-Z\n][^\n]*[^.\n]$/);
    assert.doesNotMatch(text, /\bline \d/);
  }
}

/** Inserted lines begin with the white space of the lines around them. */
function assertIndented(code: string, fix: Fix): void {
  const indents = new Set(code.split('\n').map((line) => /^[ \t]*/.exec(line)?.[0] ?? ''));
  for (const { newText } of fix.edits) {
    for (const line of newText.split('\n').slice(1)) {
      if (line.trim() !== '') assert.ok(indents.has(/^[ \t]*/.exec(line)?.[0] ?? ''), JSON.stringify(newText));
    }
  }
}
