import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createAnalysisCache, type SyntaxBackend } from '../../server/src/analysis';
import { rules } from '../../server/src/analysis/rules';
import { checkText } from '../support/check';
import { assertMended, fixedTexts } from '../support/examples';
import { parseMarkers } from '../support/markers';
import { syntaxForTests } from '../support/syntax';
import { fixturesOf } from '../support/fixtures';

const cache = createAnalysisCache();
let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

for (const { id: rule, mends } of rules) {
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
        checkText(syntax, { path: name, text, cache });
      });
      it(`${name}: every fix mends one finding and nothing else, also when the cache is full of others`, () => {
        const checked = { path: name, text, cache };
        const fixes = fixedTexts(syntax, rule, checked);
        for (const mended of fixes) assertMended(syntax, checked, mended);
        const expected = parseMarkers(text).findings.filter(
          (marker) => marker.kind !== 'missing' && marker.rule === rule,
        );
        if (mends === 'always') assert.equal(fixes.length, expected.length);
      });
    }
  });
}
