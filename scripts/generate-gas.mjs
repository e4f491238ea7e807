/**
 * Makes the gas parser from its grammar:
 *
 *   node scripts/generate-gas.mjs            writes grammars/gas/src, gas.wasm and pin.json, and runs the corpus tests
 *   node scripts/generate-gas.mjs --check    makes the parser in a temporary folder and compares it byte for byte
 *   node scripts/generate-gas.mjs --update   as without, but rewrites the trees of the corpus tests: read the difference
 *
 * For whoever changes the grammar; nothing of it is needed to build or test the extension. The generator comes from Debian
 * (npm's package only downloads one), always the same version, since each writes another parser. scripts/grammarTools.mjs
 * fetches it without touching the system.
 */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generator, treeSitter, wasmTools } from './grammarTools.mjs';
import { run, runScript, step, Stop } from './steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const gas = join(root, 'grammars/gas');
const generated = ['src/parser.c', 'src/grammar.json', 'src/node-types.json'];

await runScript(async () => {
  const options = process.argv.slice(2);
  const unknown = options.find((option) => option !== '--check' && option !== '--update');
  if (unknown !== undefined) throw new Stop('usage: node scripts/generate-gas.mjs [--check | --update]', 2);
  const work = await mkdtemp(join(tmpdir(), 'generate-gas-'));
  try {
    await generate(work, options.includes('--update'));
    await (options.includes('--check') ? compare(work) : install(work, options.includes('--update')));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return 0;
});

/** Leaves `src/` in `work`, once its trees are those of the corpus. */
async function generate(work, update) {
  for (const name of ['grammar.js', 'test']) {
    await cp(join(gas, name), join(work, name), { recursive: true });
  }
  const cli = await treeSitter(root);
  const inWork = { cwd: work, env: { ...process.env, ...cli.env } };
  await step('Generate', () => run(cli.program, [...cli.args, 'generate'], { ...inWork, quiet: true }));
  // Asks for a yes for every tree it rewrites, which is an end of input.
  await step('Corpus', () => run(cli.program, [...cli.args, 'test', ...(update ? ['--update'] : [])], inWork));
}

async function install(work, update) {
  for (const name of ['src', ...(update ? ['test'] : [])]) {
    await rm(join(gas, name), { recursive: true, force: true });
    await cp(join(work, name), join(gas, name), { recursive: true });
  }
  await step('WebAssembly', () => buildWasm(work));
  const pin = {
    generator: `${generator.package}=${generator.version}`,
    sha256: { 'src/parser.c': await sha256('src/parser.c'), 'gas.wasm': await sha256('gas.wasm') },
  };
  await writeFile(join(gas, 'pin.json'), `${JSON.stringify(pin, null, 2)}\n`);
}

async function compare(work) {
  for (const name of generated) {
    const [fresh, committed] = await Promise.all([readFile(join(work, name)), readFile(join(gas, name))]);
    if (!fresh.equals(committed)) throw new Stop(`grammars/gas/${name} is stale; run node scripts/generate-gas.mjs`, 1);
  }
  const pin = JSON.parse(await readFile(join(gas, 'pin.json'), 'utf8'));
  for (const [name, hash] of Object.entries(pin.sha256)) {
    if (hash !== (await sha256(name))) throw new Stop(`grammars/gas/${name} is not what pin.json says`, 1);
  }
  console.log('The committed parser is what the grammar gives.');
}

/** A shared module, as web-tree-sitter loads them. It is stripped, so that the compiler's packager leaves no trace in it. */
async function buildWasm(work) {
  const { clang, linker, includes } = await wasmTools(root);
  const object = join(work, 'parser.o');
  await run(
    clang.program,
    [
      ...[...clang.args, '--target=wasm32-wasi', '-fPIC', '-Os', '-fvisibility=hidden'],
      ...['-isystem', includes, '-I', 'src', '-c', 'src/parser.c', '-o', object],
    ],
    { cwd: work, quiet: true },
  );
  await run(
    linker.program,
    [
      ...[...linker.args, '-shared', '--experimental-pic', '--no-entry', '--allow-undefined', '--strip-all'],
      ...['--export=tree_sitter_gas', object, '-o', join(gas, 'gas.wasm')],
    ],
    { quiet: true },
  );
}

async function sha256(name) {
  return createHash('sha256')
    .update(await readFile(join(gas, name)))
    .digest('hex');
}
