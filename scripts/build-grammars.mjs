/**
 * Leaves everything that the syntax backends load in `dist/grammars/`: the portable runtime and grammars (WebAssembly), and our
 * gas parser as a native add-on. Without a C compiler only the add-on is missing, and the portable parsers are used.
 * Run alone (`node scripts/build-grammars.mjs`) or as a step of `npm run build`.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runScript, Stop } from './steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const gasFolder = join(root, 'grammars/gas');

/** The CommonJS build of the runtime is loaded from here at run time: a bundle would take its file name from it. */
const runtimeFiles = {
  'web-tree-sitter.cjs': 'tree-sitter.cjs',
  'web-tree-sitter.wasm': 'tree-sitter.wasm',
  'web-tree-sitter.LICENSE': 'LICENSE',
};

/** @param {{ outDir?: string }} [options] */
export async function buildGrammars({ outDir = join(root, 'dist/grammars') } = {}) {
  await mkdir(outDir, { recursive: true });
  for (const [name, file] of Object.entries(runtimeFiles)) {
    await put(join(outDir, name), await readFile(join(root, 'node_modules/web-tree-sitter', file)));
  }
  await put(join(outDir, 'gas.wasm'), await readFile(join(gasFolder, 'gas.wasm')));
  for (const language of ['c', 'cpp']) await copyPinned(join(root, 'grammars', language, 'pin.json'), outDir);
  await compileAddOn(join(outDir, 'gas.node'));
}

/** The grammars of C and C++ come from the npm packages of the native parsers, so that both backends give the same trees. */
async function copyPinned(pinFile, outDir) {
  const pin = JSON.parse(await readFile(pinFile, 'utf8'));
  const folder = join(root, 'node_modules', pin.package);
  const content = await readFile(join(folder, pin.file)).catch(() => {
    throw new Stop(`${pin.package}@${pin.version} is not installed; run npm ci (it is an optional dependency).`, 1);
  });
  const sha256 = createHash('sha256').update(content).digest('hex');
  if (sha256 !== pin.sha256) {
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    throw new Stop(
      `${pin.file} of ${pin.package}@${version} is not the one that ${pinFile} names (${pin.version}).`,
      1,
    );
  }
  await put(join(outDir, pin.file), content);
}

async function compileAddOn(addOn) {
  const fresh = `${addOn}.${process.pid}`;
  const includes = [join(gasFolder, 'src'), join(root, 'node_modules/node-api-headers/include')];
  const undefinedSymbols = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  const args = ['-shared', '-fPIC', '-O2', ...undefinedSymbols, ...includes.map((folder) => `-I${folder}`)];
  const sources = [join(gasFolder, 'binding.c'), join(gasFolder, 'src/parser.c')];
  try {
    await promisify(execFile)(process.env.CC || 'cc', [...args, '-o', fresh, ...sources]);
    await rename(fresh, addOn);
  } catch (error) {
    // An old add-on would parse by an old grammar.
    await Promise.all([rm(fresh, { force: true }), rm(addOn, { force: true })]);
    const reason = error.stderr?.split('\n')[0] || error.message.split('\n')[0];
    console.log(`no native gas parser in ${dirname(addOn)} (${reason}); the portable parsers are used instead`);
  }
}

/** Renamed into place: a running process may have the old file open or mapped. */
async function put(file, content) {
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, content);
  await rename(fresh, file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runScript(async () => {
    await buildGrammars();
    return 0;
  });
}
