// Writes everything that is printed from the rules, or checks that it is fresh:
//   node scripts/generate.mjs --write | --check
// Reads the compiled analysis (out/), so build first: npx tsc -b
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { guideTables } from './guideTables.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'docs', 'rules');
const analysis = path.join(root, 'out', 'server', 'src', 'analysis', 'rules', 'catalogue.js');

const mode = process.argv[2];
if (mode !== '--write' && mode !== '--check') {
  console.error('usage: node scripts/generate.mjs --write | --check');
  process.exit(2);
}
if (!existsSync(analysis)) {
  console.error('out/ is missing; run: npx tsc -b');
  process.exit(2);
}

const load = createRequire(import.meta.url);
const { listRules } = load(analysis);
const files = generatedFiles(listRules());
const present = existsSync(folder) ? readdirSync(folder) : [];
const stale = [...files]
  .filter(([name, text]) => !present.includes(name) || readFileSync(path.join(folder, name), 'utf8') !== text)
  .map(([name]) => name);
const pages = new Map([
  ['README.md', new Map([['rules', tableOf(listRules(), 'docs/rules/')]])],
  ['docs/abi-guide.md', guideTables(path.join(path.dirname(analysis), '..', 'abi'), load)],
]);
const stalePages = [...pages].flatMap(([name, regions]) => {
  const text = readFileSync(path.join(root, name), 'utf8');
  const fresh = [...regions].reduce((page, [region, content]) => withRegion(name, page, region, content), text);
  return fresh === text ? [] : [[name, fresh]];
});
const orphans = present.filter((name) => !files.has(name));

if (mode === '--write') {
  mkdirSync(folder, { recursive: true });
  for (const name of orphans) rmSync(path.join(folder, name));
  for (const name of stale) writeFileSync(path.join(folder, name), files.get(name));
  for (const name of [...stale, ...orphans]) console.log(`docs/rules/${name}`);
  for (const [name, text] of stalePages) {
    writeFileSync(path.join(root, name), text);
    console.log(name);
  }
} else if (stale.length + orphans.length + stalePages.length > 0) {
  for (const name of [...stale, ...orphans]) console.error(`not fresh: docs/rules/${name}`);
  for (const [name] of stalePages) console.error(`not fresh: ${name}`);
  console.error('run: npx tsc -b && node scripts/generate.mjs --write');
  process.exit(1);
}

/** File names in docs/rules with the text that belongs there. */
function generatedFiles(rules) {
  const pages = rules.map((rule) => [`${rule.id}.md`, rule.page]);
  const index = ['# Rules', '', 'Generated from `server/src/analysis/rules`; `npm run generate` rewrites these pages.'];
  return new Map([...pages, ['README.md', `${[...index, '', tableOf(rules, '')].join('\n')}\n`]]);
}

/** The rules as a Markdown table; `folder` leads to their pages. */
function tableOf(rules, folder) {
  const rows = rules.map((rule) => `| [${rule.id}](${folder}${rule.id}.md) | ${rule.severity} | ${rule.summary} |`);
  return ['| rule | severity | what is wrong |', '| --- | --- | --- |', ...rows].join('\n');
}

/** `text`, a page of that name, with `content` between `<!-- generated: region -->` and the next `<!-- end -->`. */
function withRegion(name, text, region, content) {
  const start = `<!-- generated: ${region} -->`;
  const from = text.indexOf(start);
  const to = text.indexOf('<!-- end -->', from);
  if (from < 0 || to < 0) throw new Error(`${name} has no region "${region}"`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}
