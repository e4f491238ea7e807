import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { debianPackages } from './debianPackages.mjs';
import { editorHost } from './editorHost.mjs';
import { mutationPage, readResults, terminalTable } from './mutationTable.mjs';
import { run, Stop } from './steps.mjs';
import { packageExtension } from './vsix.mjs';

/**
 * @typedef {{ passed: number, failed: number }} Counts
 * @typedef {{ root: string, update: boolean, librseq?: string }} Request `librseq`: a checkout of it
 * @typedef {object} Tier
 * @property {string} name
 * @property {readonly string[]} debian packages that its tests need
 * @property {boolean} editorHost whether it needs the real VS Code
 * @property {boolean} [corpus] whether it reads the kernel's sources
 * @property {(request: Request) => Promise<Counts>} run never throws for a test that fails
 */

/** The tiers of `npm test` in the order they run: the quickest to tell something first. @type {readonly Tier[]} */
export const tiers = [
  { name: 'check', debian: [], editorHost: false, run: runCheck },
  nodeTier('analysis', debianPackages.assemblers),
  // It builds and runs tests.
  nodeTier('protocol', debianPackages.native),
  nodeTier('cli'),
  { ...nodeTier('native', [...debianPackages.native, ...debianPackages.corpus]), corpus: true },
  { ...nodeTier('corpus', debianPackages.corpus), corpus: true },
  {
    name: 'mutation',
    debian: [...debianPackages.assemblers, ...debianPackages.corpus],
    editorHost: false,
    corpus: true,
    run: runMutation,
  },
  {
    name: 'editor',
    debian: [...debianPackages.editorHost, ...debianPackages.editorTests],
    editorHost: true,
    run: runEditor,
  },
];

/**
 * Test files that no tier runs, as paths below `test/`. `suite/` is run by VS Code, not by `node --test`.
 * @param {string} root
 */
export function strayTests(root) {
  const folders = new Set(tiers.map((tier) => tier.name));
  return testSources(root, '').filter((name) => name.includes(sep) && !folders.has(name.split(sep)[0]));
}

/** @returns {Tier} one whose tests are all `test/<name>/**` */
function nodeTier(name, debian = []) {
  return {
    name,
    debian,
    editorHost: false,
    run: (request) => runNodeTests(request, testSources(request.root, name)),
  };
}

/** Lint, format, fresh generated files, and the tests about the repository itself, which are right below `test/`. */
async function runCheck(request) {
  const ofTools = { passed: 0, failed: 0 };
  for (const script of [
    ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0'],
    ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
    ['scripts/generate.mjs', '--check'],
  ]) {
    const status = await run(process.execPath, script, { cwd: request.root, accept: () => true });
    if (status === 0) ofTools.passed++;
    else ofTools.failed++;
  }
  const sources = testSources(request.root, '').filter((name) => !name.includes(sep));
  if (sources.length === 0) return ofTools;
  const ofTests = await runNodeTests(request, sources);
  return { passed: ofTools.passed + ofTests.passed, failed: ofTools.failed + ofTests.failed };
}

/** Prints who finds which mutants; with `update` that becomes the page. */
async function runMutation(request) {
  const folder = mkdtempSync(join(tmpdir(), 'rseq-mutation-'));
  try {
    const env = {
      RSEQ_MUTATION_RESULTS: folder,
      ...(request.librseq === undefined ? {} : { RSEQ_LIBRSEQ: resolve(request.librseq) }),
    };
    const counts = await runNodeTests(request, testSources(request.root, 'mutation'), { env });
    const results = readResults(folder);
    console.log(terminalTable(results));
    if (request.update && request.librseq === undefined) {
      const { equivalentOperators } = createRequire(import.meta.url)(
        join(request.root, 'out/test/mutation/operators/equivalent.js'),
      );
      writeFileSync(join(request.root, 'docs/mutation.md'), mutationPage(results, equivalentOperators));
    }
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The packaged extension in the real editor. */
async function runEditor(request) {
  const { node, entry } = editorHost(request.root);
  const vsix = await packageExtension(request.root);
  const sources = testSources(request.root, 'editor').filter((name) => name.split(sep).length === 2);
  const env = { RSEQ_EDITOR_NODE: node, RSEQ_EDITOR_ENTRY: entry, RSEQ_VSIX: vsix };
  // One at a time: each starts an editor and a browser of its own.
  return runNodeTests(request, sources, { env, concurrency: 1 });
}

/**
 * Runs compiled tests with `node --test`.
 * @param {Request} request
 * @param {readonly string[]} sources paths below `test/`
 * @returns {Promise<Counts>}
 */
async function runNodeTests({ root, update }, sources, { env = {}, concurrency = availableParallelism() } = {}) {
  if (sources.length === 0) {
    console.log('there is no test in this tier');
    return { passed: 0, failed: 1 };
  }
  const folder = mkdtempSync(join(tmpdir(), 'rseq-test-'));
  const countsFile = join(folder, 'counts.json');
  try {
    const status = await run(
      process.execPath,
      [
        ...['--enable-source-maps', '--test', `--test-concurrency=${concurrency}`],
        `--test-reporter=${new URL('testReporter.mjs', import.meta.url).href}`,
        ...sources.map((name) => join(root, 'out', 'test', name.replace(/\.ts$/, '.js'))),
      ],
      {
        cwd: root,
        env: { ...process.env, ...env, RSEQ_TEST_COUNTS: countsFile, ...(update ? { UPDATE: '1' } : {}) },
        group: true,
        accept: () => true,
      },
    );
    return believed(status, countsFile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Counts only hold together with the exit status; a run without either has failed. */
function believed(status, countsFile) {
  if (!existsSync(countsFile)) throw new Stop(`the test runner ended with status ${status} and no result`, 1);
  const { passed, failed } = JSON.parse(readFileSync(countsFile, 'utf8'));
  if (passed + failed === 0 || (status !== 0 && failed === 0)) {
    console.log(`the test runner ended with status ${status} after ${passed} passed tests`);
    return { passed, failed: failed + 1 };
  }
  return { passed, failed };
}

/** Sources, so that what an old build left in `out/` does not run. */
function testSources(root, folder) {
  const test = join(root, 'test');
  const base = join(test, folder);
  if (!existsSync(base)) return [];
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => relative(test, join(entry.path, entry.name)))
    .filter((name) => !name.startsWith(`fixtures${sep}`))
    .sort();
}
