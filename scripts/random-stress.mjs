/**
 * What random stress finds of the mistakes that `rseq test` finds at once: each wrong program is run again and again with twelve threads until one
 * run fails. Prints the table of docs/testing.md. Takes a minute for each mistake that is not found.
 *
 *   npm run build && node scripts/random-stress.mjs [--seconds 60] [--only M2,M6]
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureCorpus } from './corpusSources.mjs';
import { runScript, Stop } from './steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const support = join(root, 'out/test/support');

/** A run that takes that many milliseconds does not end any more. */
const patience = 10_000;

/** What the kernel's run_param_test.sh does: the modes, and loops at each of the places in the sections that it has delays for. */
const modes = ['s', 'l', 'b', 'm', 'i'];
const sites = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const loops = 10_000;

await runScript(async () => {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' }, only: { type: 'string' } } });
  if (!existsSync(support)) throw new Stop('the tests are not built; run `npm run build` first', 2);
  await ensureCorpus(root);
  const require = createRequire(import.meta.url);
  const { TemporaryFolder } = require(join(support, 'temporaryFolder.js'));
  const folder = new TemporaryFolder();
  try {
    const only = values.only?.split(',');
    const programs = wrongPrograms(require, folder).filter(({ name }) => only?.includes(name) ?? true);
    console.log(
      '| mistake | fails in | at | campaign | random | with delay loops |\n| --- | --- | --- | --- | --- | --- |',
    );
    for (const program of programs) {
      const { where, at, time } = await campaign(require, program);
      const found = [];
      for (const runs of program.stress) found.push(await stress(runs, Number(values.seconds)));
      const cells = [`${program.name}: ${program.symptom.says}`, where, at, time, found[0], found[1] ?? '–'];
      console.log(`| ${cells.join(' | ')} |`);
    }
    return 0;
  } finally {
    folder.remove();
  }
});

/** Every program with what `rseq test` is to find in it, and how random stress runs it: lists of commands that are gone through in turn. */
function wrongPrograms(require, folder) {
  const { counterMistakes, headerSymptoms } = require(join(support, 'symptoms.js'));
  const { buildParamTest, headerMistakes } = require(join(support, 'paramTest.js'));
  const counters = Object.entries(counterMistakes).map(([mistake, symptom], index) => {
    const program = buildCounters(folder, mistake);
    return { name: `M${index + 1}`, symptom, program, args: [], stress: [[[program, '12', '1000']]] };
  });
  const headers = Object.entries(headerSymptoms).map(([name, symptom]) => {
    const program = buildParamTest(folder, { mistake: headerMistakes[name] });
    const delayed = buildParamTest(folder, { mistake: headerMistakes[name], defines: [] });
    const words = modes.map((mode) => ['-t', '12', '-r', '1000', '-T', mode]);
    const plain = words.map((own) => [program, ...own]);
    const slow = sites.flatMap((site) => words.map((own) => [delayed, ...own, `-${site}`, String(loops)]));
    return { name, symptom, program, args: ['-t', '2', '-r', '100', '-T', 's'], stress: [plain, slow] };
  });
  return [...counters, ...headers];
}

function buildCounters(folder, mistake) {
  const program = join(folder.path, mistake);
  const source = join(root, 'test/native/programs/counters.c');
  const words = ['-O2', '-g', '-pthread', `-DMISTAKE=${mistake}`, '-o', program, source];
  const { status, stderr } = spawnSync('cc', words, { encoding: 'utf8' });
  if (status !== 0) throw new Stop(stderr, 1);
  return program;
}

/** Where `rseq test` fails a program, and how long all of its scenarios take. */
async function campaign(require, { name, program, args, symptom }) {
  const { isSymptom } = require(join(support, 'symptoms.js'));
  const words = [join(root, 'dist/cli.js'), 'test', '--format', 'json', program, '--', ...args];
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 1 << 26 });
  const events = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const found = events.find((event) => event.event === 'injection' && isSymptom(event, symptom));
  const summary = events.find(({ event }) => event === 'summary');
  if (!found) throw new Stop(`${name}: not found where it should be: ${symptom.scenario}`, 1);
  const position = found.position === 'in' ? '' : `, ${found.position} the section`;
  return {
    where: `\`${found.scenario}\`, ${found.outcome}`,
    at: `\`${found.text.replace(/ <.*/, '')}\`${position}`,
    time: `${summary.seconds.toFixed(1)} s`,
  };
}

/** Goes through commands until one fails: after how long, and in which run. */
async function stress(commands, limit) {
  const begin = performance.now();
  const passed = () => (performance.now() - begin) / 1000;
  for (let runs = 1; ; runs++) {
    const start = passed();
    const way = await outcome(commands[(runs - 1) % commands.length]);
    // What hangs did so right away; the rest is our patience.
    const after = way === 'hung' ? start : passed();
    if (way !== undefined) return `${after.toPrecision(2)} s, run ${runs} (${way})`;
    if (passed() > limit) return `never in ${limit} s, ${runs} runs`;
  }
}

/** How a run went wrong; undefined if it did not. */
async function outcome([program, ...args]) {
  const child = spawn(program, args, { stdio: 'ignore', timeout: patience, killSignal: 'SIGKILL' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (signal === 'SIGKILL') resolve('hung');
      else resolve(signal ?? (status === 0 ? undefined : `exit ${status}`));
    });
  });
}
