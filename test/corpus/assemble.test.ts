import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { SyntaxBackend } from '../../server/src/analysis';
import { rules } from '../../server/src/analysis/rules';
import { fixedExamples, fixedTexts } from '../support/examples';
import { fixturesOf } from '../support/fixtures';
import { sourceFixtures } from '../support/sourceFixtures';
import { syntaxForTests } from '../support/syntax';
import { assemble, targetOf } from '../support/toolchain';

/** Code that no compiler takes proves nothing, so real compilers have the last word on what our tests are made of. */
let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

it('every example of every rule assembles, before and after each of its fixes', () => {
  const units = rules.flatMap((rule) =>
    [...rule.bad, ...rule.good].flatMap((example) => {
      const whole = example.isRefused === true ? [] : [example.code];
      const texts = [...whole, ...fixedExamples(syntax, rule, example).map(({ fixed }) => fixed)];
      const name = `${rule.id}-${example.title}.${example.language ?? 'c'}`;
      return texts.map((text) => ({ name, text, target: example.target ?? 'x86_64' }));
    }),
  );
  assert.deepEqual(assemble(units), []);
});

it('every fixture assembles, before and after each of its fixes', () => {
  const units = rules.flatMap((rule) =>
    fixturesOf(rule.id).flatMap(({ name, text }) => {
      const texts = [
        ...(name.includes('.refused.') ? [] : [text]),
        ...fixedTexts(syntax, rule.id, { path: name, text }).map(({ fixed }) => fixed),
      ];
      return texts.map((each) => ({ name: `${rule.id}-${name}`, text: each, target: targetOf(name) }));
    }),
  );
  assert.deepEqual(assemble(units), []);
});

it('every way to write sections down is one that compilers know', () => {
  const fixtures = sourceFixtures();
  // Our analysis has to do without it.
  const headers = { ...fixtures[0]?.files, 'missing/attributes.h': '' };
  for (const isIntel of [false, true]) {
    const chosen = fixtures.filter(({ intelSyntax }) => intelSyntax === isIntel);
    const units = chosen.map(({ path: name, text, targets }) => ({ name, text, target: targets?.[0] ?? 'x86_64' }));
    assert.deepEqual(assemble(units, isIntel ? ['-masm=intel'] : [], headers), []);
  }
});
