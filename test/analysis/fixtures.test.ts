import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { SyntaxBackend } from '../../server/src/analysis';
import { rules } from '../../server/src/analysis/rules';
import { checkText } from '../support/check';
import { parseMarkers } from '../support/markers';
import { syntaxForTests } from '../support/syntax';
import { fixturesOf } from '../support/fixtures';

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

for (const { id: rule } of rules) {
  describe(rule, () => {
    it('has fixtures of both kinds', () => {
      const names = fixturesOf(rule).map(({ name }) => name);
      assert.ok(names.some((name) => name.startsWith('correct')));
      assert.ok(names.some((name) => !name.startsWith('correct')));
    });

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
