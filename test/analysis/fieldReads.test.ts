import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createAnalysisCache, listProfiles, type SyntaxBackend } from '../../server/src/analysis';
import { analyzeText } from '../support/check';
import { fileOf, laterFields, readsOf } from '../support/fieldReads';
import { syntaxForTests } from '../support/syntax';

/**
 * Every field that not every struct rseq has, read in every way, with no test of the feature size, with a right one and with a wrong one:
 * `field-not-available` says so exactly where the declared profile lacks the field.
 */
let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

/** Without <assert.h>, which is not read here. */
const included = /^#include.*\n/gm;

for (const field of laterFields()) {
  describe(`${field.name} of ${field.home.name}`, () => {
    const reads = readsOf(field);
    const text = fileOf(field, reads).replace(included, '');
    const cache = createAnalysisCache();
    for (const profile of listProfiles()) {
      it(`declared: ${profile.name}`, () => {
        const { findings } = analyzeText(syntax, { path: 'reads.c', text, abis: [profile.name], cache });
        const has = {
          name: profile.fields.some(({ name }) => name === field.name),
          place: profile.fields.some(({ offset, size }) => offset <= field.offset && field.end <= offset + size),
        };
        const expected = reads.filter(({ isGuarded, isNamed }) => !isGuarded && !(isNamed ? has.name : has.place));
        const found = new Set(findings.filter(({ rule }) => rule === 'field-not-available').map((one) => one.function));
        const wrong = reads.filter((read) => found.has(read.name) !== expected.includes(read));
        assert.deepEqual(wrong.map(({ name, title }) => `${found.has(name) ? 'false alarm' : 'missed'}: ${title}`), []); // prettier-ignore
      });
    }
    it('nothing declared: silent, because the unit tests the size', () => {
      const { findings } = analyzeText(syntax, { path: 'reads.c', text, cache });
      assert.deepEqual(findings.filter(({ rule }) => rule === 'field-not-available'), []); // prettier-ignore
    });
  });
}
