import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import type { SyntaxBackend } from '../../server/src/analysis';
import { rules } from '../../server/src/analysis/rules';
import { checkText } from '../support/check';
import { parseMarkers } from '../support/markers';
import { syntaxForTests } from '../support/syntax';
import { assemble, targetOf } from '../support/toolchain';

/** `test/fixtures/<rule>/`: `correct*` must be silent, every other file shows the rule; `*.aarch64.*` is for aarch64. */
const fixtures = path.join(__dirname, '../../../test/fixtures');

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

it('every rule has a folder of fixtures, and every folder is a rule', () => {
  assert.deepEqual(
    readdirSync(fixtures).sort(),
    rules.map((rule) => rule.id),
  );
});

for (const rule of readdirSync(fixtures)) {
  describe(rule, () => {
    for (const { name, text } of filesOf(rule)) {
      it(name, () => {
        const marked = parseMarkers(text).findings.map((marker) => marker.rule);
        if (name.startsWith('correct')) assert.deepEqual(marked, []);
        else assert.ok(marked.includes(rule), 'shows another rule than its folder says');
        checkText(syntax, { path: name, text });
      });
    }
  });
}

it('all fixtures assemble', () => {
  const units = readdirSync(fixtures).flatMap((rule) =>
    filesOf(rule).map(({ name, text }) => ({ name: `${rule}-${name}`, text, target: targetOf(name) })),
  );
  assert.deepEqual(assemble(units), []);
});

function filesOf(rule: string): { name: string; text: string }[] {
  const folder = path.join(fixtures, rule);
  return readdirSync(folder).map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
}
