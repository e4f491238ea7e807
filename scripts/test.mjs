/**
 * `npm test`: sets up, builds, runs the tiers, and ends with one line: `N passed, N failed`.
 *
 *   npm test -- --tier analysis,cli   only these tiers
 *   npm test -- --update              rewrite what tests compare with (review the diff)
 *   npm run mutation -- --librseq <folder>   break a checkout of librseq instead
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setUp } from './setup.mjs';
import { run, runScript, seconds, Stop } from './steps.mjs';
import { strayTests, tiers } from './tiers.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await runScript(async () => {
  const { chosen, update, librseq } = readArguments();
  await setUp({
    root,
    debian: [...new Set(chosen.flatMap((tier) => tier.debian))],
    editorHost: chosen.some((tier) => tier.editorHost),
    corpus: chosen.some((tier) => tier.corpus),
  });
  const results = [await timed('build', build)];
  if (results[0].failed === 0) {
    for (const tier of chosen) results.push(await timed(tier.name, () => tier.run({ root, update, librseq })));
  }
  return report(results);
});

/** @throws Stop on an argument that does not exist */
function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        tier: { type: 'string' },
        update: { type: 'boolean', default: false },
        librseq: { type: 'string' },
      },
    });
    const names = values.tier?.split(',') ?? tiers.map((tier) => tier.name);
    const unknown = names.filter((name) => !tiers.some((tier) => tier.name === name));
    if (unknown.length > 0) throw new Error(`there is no tier ${unknown.join(', ')}`);
    const chosen = tiers.filter((tier) => names.includes(tier.name));
    return { chosen, update: values.update, librseq: values.librseq };
  } catch (error) {
    throw new Stop(`${error.message}\ntiers: ${tiers.map((tier) => tier.name).join(', ')}`, 2);
  }
}

/** Type errors are failures like any other; so is a test that would never run. */
async function build() {
  const stray = strayTests(root);
  for (const name of stray) console.log(`test/${name} is in no tier`);
  await run(process.execPath, [fileURLToPath(new URL('build.mjs', import.meta.url))], { cwd: root });
  return { passed: 1, failed: stray.length };
}

/** Runs one tier under a heading; one that breaks has failed once. */
async function timed(name, work) {
  console.log(`\n== ${name}`);
  const begin = performance.now();
  let counts;
  try {
    counts = await work();
  } catch (error) {
    console.log(error instanceof Stop ? error.message : error);
    counts = { passed: 0, failed: 1 };
  }
  return { name, ...counts, time: seconds(begin) };
}

/** @returns {number} the exit status */
function report(results) {
  const row = (cells) =>
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(10) : String(cell).padStart(9))).join('');
  console.log(`\n${row(['tier', 'passed', 'failed', 'time'])}`);
  for (const { name, passed, failed, time } of results) console.log(row([name, passed, failed, time]));
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 ? 0 : 1;
}
