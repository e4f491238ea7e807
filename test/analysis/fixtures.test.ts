import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { SyntaxBackend } from '../../server/src/analysis';
import { rules } from '../../server/src/analysis/rules';
import { checkText } from '../support/check';
import { parseMarkers } from '../support/markers';
import { syntaxForTests } from '../support/syntax';
import { fixturesOf, fixtureFolders } from '../support/fixtures';

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

it('every rule has a folder of fixtures, and every folder is a rule', () => {
  assert.deepEqual(
    fixtureFolders(),
    rules.map((rule) => rule.id),
  );
});

for (const rule of fixtureFolders()) {
  describe(rule, () => {
    for (const { name, text } of fixturesOf(rule)) {
      it(name, () => {
        const marked = parseMarkers(text).findings.map((marker) => marker.rule);
        if (name.startsWith('correct')) assert.deepEqual(marked, []);
        else assert.ok(marked.includes(rule), 'shows another rule than its folder says');
        checkText(syntax, { path: name, text });
      });
    }
  });
}
