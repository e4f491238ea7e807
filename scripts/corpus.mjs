/**
 * `npm run corpus -- <folder> [rseq options]`: reads a checkout of code that is known to be right, such as librseq or tcmalloc,
 * one translation unit and target at a time, and prints what was found: every finding is a false alarm until proved
 * otherwise, and so is every section that stays unresolved. Exit status 1 if anything at warning or above was found.
 *
 *   npm run corpus -- ~/librseq
 *   npm run corpus -- ~/librseq -D RSEQ_COMPARE_TWICE
 *   npm run corpus -- ~/tcmalloc --target x86_64
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runScript, Stop } from './steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/cli.js');

/** Notes that are shown of a unit with unresolved sections. */
const notesShown = 3;

await runScript(async () => {
  const [folder, ...options] = process.argv.slice(2);
  if (folder === undefined || folder.startsWith('-')) throw new Stop('usage: npm run corpus -- <folder> [options]', 2);
  if (!existsSync(folder)) throw new Stop(`${folder}: no such folder`, 2);
  if (!existsSync(cli)) throw new Stop('dist/cli.js is not there: npm run build', 2);
  const targets = options.includes('--target') ? [undefined] : ['x86_64', 'aarch64'];
  const units = unitsOf(resolve(folder)).flatMap((file) => targets.map((target) => ({ file, target })));
  const results = await inParallel(units, ({ file, target }) => examine(resolve(folder), file, target, options));
  return print(
    resolve(folder),
    results.filter(({ sections, findings, failure }) => sections.length + findings.length > 0 || failure),
  );
});

/** Sources that may hold or include a section, and headers that hold one and that no source is sure to include. */
function unitsOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(c|cc|cpp|cxx|S|s|h)$/.test(entry.name))
    .map((entry) => join(entry.path, entry.name))
    .filter((file) => {
      const text = readFileSync(file, 'utf8');
      return file.endsWith('.h')
        ? /^\s*(asm|__asm__)\b/m.test(text) && /__rseq_cs\b/.test(text)
        : /rseq|percpu|#include ".*\.c"/i.test(text);
    })
    .sort();
}

/** What `rseq check` and `rseq sections` say about one unit. */
async function examine(folder, file, target, options) {
  const include = [folder, join(folder, 'include'), join(folder, 'src')].flatMap((path) => ['-I', path]);
  const args = ['--format', 'json', ...(target ? ['--target', target] : []), ...include, ...options, file];
  const [check, sections] = [await rseq('check', args), await rseq('sections', args)];
  if (!check || !sections) return { file, target, sections: [], findings: [], notes: [], failure: true };
  return { file, target: target ?? '', sections: sections.sections, findings: check.findings, notes: check.notes };
}

/** @returns {Promise<object | undefined>} undefined if the program broke */
async function rseq(command, args) {
  const child = spawn(process.execPath, [cli, command, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  for await (const data of child.stdout) output += data;
  return output === '' ? undefined : JSON.parse(output);
}

async function inParallel(items, work) {
  const results = [];
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}

/** @returns {number} the exit status */
function print(folder, results) {
  const width = Math.max(4, ...results.map(({ file }) => relative(folder, file).length)) + 2;
  const row = (cells) =>
    cells.map((cell, i) => (i < 2 ? String(cell).padEnd(i === 0 ? width : 10) : String(cell).padStart(11))).join('');
  console.log(row(['file', 'target', 'sections', 'instances', 'unresolved', 'findings']));
  let failed = false;
  for (const { file, target, sections, findings, notes, failure } of results) {
    const instances = sections.reduce((sum, section) => sum + (section.instances ?? 1), 0);
    const unresolved = sections.filter(({ resolved }) => resolved === false);
    console.log(
      row([
        relative(folder, file),
        target,
        sections.length,
        instances,
        unresolved.length,
        failure ? 'broke' : findings.length,
      ]),
    );
    failed ||= failure === true || findings.some(({ severity }) => severity !== 'info');
    for (const { line, function: name, unknown } of unresolved)
      console.log(`  line ${line} ${name ?? ''}: unknown: ${unknown.join()}`);
    for (const finding of findings)
      console.log(
        `  ${relative(folder, resolve(finding.file))}:${finding.line}: ${finding.severity}: ${finding.rule}: ${finding.message}`,
      );
    const reasons = unresolved.length > 0 ? [...new Set(notes.map(({ message }) => message))] : [];
    for (const message of reasons.slice(0, notesShown)) console.log(`  note: ${message}`);
    if (reasons.length > notesShown) console.log(`  and ${reasons.length - notesShown} notes more`);
  }
  return failed ? 1 : 0;
}
