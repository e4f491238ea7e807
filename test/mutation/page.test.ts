import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { rules } from '../../server/src/analysis/rules';
import { operators } from './operators';
import { equivalentOperators } from './operators/equivalent';
import { portMistakes } from './operators/ports';

/** What rules look at whose mistakes are not made in sections: `fields.test.ts` and the corpus's `registration.test.ts` make some of them. */
const elsewhere = new Set(['area', 'cpus', 'fields', 'registration', 'remark', 'unused-remark']);

const all = [...operators, ...portMistakes];

it('every rule about sections has operators', () => {
  const about = rules.filter(({ subject }) => !elsewhere.has(subject)).map(({ id }) => id);
  assert.deepEqual([...new Set(all.map(({ rule }) => rule))].sort(), about.sort());
});

it('docs/mutation.md has every operator, and nothing that is not found', () => {
  // Whoever asks for an update gets a new page at the end of the tier.
  if (process.env.UPDATE === '1') return;
  const page = readFileSync(path.join(__dirname, '../../../docs/mutation.md'), 'utf8');
  const table = page.slice(page.indexOf('## Operators'), page.indexOf('## Equivalent forms'));
  const rows = [...table.matchAll(/^\| ([a-z-]+) \| ([^|]+?) \| (.*) \|$/gm)].filter(
    ([, rule = '']) => !/^(rule|-+)$/.test(rule),
  );
  const advice = 'run: npm run mutation -- --update';
  const written = rows.map(([, rule = '', name = '']) => `${rule}: ${name}`);
  assert.deepEqual(written.sort(), all.map(({ rule, name }) => `${rule}: ${name}`).sort(), advice);
  for (const [row, , , cells = ''] of rows) {
    assert.match(cells, /^(?:(?:\d+|-)(?: \| |$))+$/, `not all are found: ${row}`);
    assert.match(cells, /\d/, `an operator without mutants: ${row}`);
  }
  const forms = [...page.slice(page.indexOf('## Equivalent forms')).matchAll(/^- (.*)$/gm)].map(([, name]) => name);
  assert.deepEqual(forms, equivalentOperators.map(({ name }) => name), advice); // prettier-ignore
});
