/**
 * Puts everything that the parsers need into `dist/grammars/`: the portable runtime and grammars (WebAssembly), and our own
 * grammar as a native addon where there is a C compiler. Run alone or as a step of `npm run build`.
 */
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runScript, Stop } from './steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const copies = {
  'gas.wasm': 'grammars/gas/gas.wasm',
  'tree-sitter-c.wasm': 'grammars/c/tree-sitter-c.wasm',
  'tree-sitter-cpp.wasm': 'grammars/cpp/tree-sitter-cpp.wasm',
  // The CommonJS build, loaded from here at run time; LICENSE goes with it.
  'web-tree-sitter.cjs': 'node_modules/web-tree-sitter/tree-sitter.cjs',
  'web-tree-sitter.wasm': 'node_modules/web-tree-sitter/tree-sitter.wasm',
  'web-tree-sitter.LICENSE': 'node_modules/web-tree-sitter/LICENSE',
};

/** @param {{ outDir?: string }} [options] */
export async function buildGrammars({ outDir = join(root, 'dist/grammars') } = {}) {
  await mkdir(outDir, { recursive: true });
  for (const [name, source] of Object.entries(copies)) await copyFile(join(root, source), join(outDir, name));
  await buildNative(join(outDir, 'gas.node'));
}

/** The addon of the gas grammar. Without a C compiler there is none, and the portable parsers are used. */
async function buildNative(output) {
  await rm(output, { force: true });
  const gas = join(root, 'grammars/gas');
  const undefinedSymbols = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  const result = spawnSync(
    process.env.CC || 'cc',
    [
      ...['-shared', '-fPIC', '-O2', '-fvisibility=hidden', ...undefinedSymbols],
      ...['-I', join(root, 'node_modules/node-api-headers/include'), '-I', join(gas, 'src')],
      ...['-o', output, join(gas, 'bindings/node.c'), join(gas, 'src/parser.c')],
    ],
    { encoding: 'utf8' },
  );
  if (result.error) console.log('No C compiler (cc): no native gas grammar, the portable parsers will be used.');
  else if (result.status !== 0) throw new Stop(`${result.stderr}\nThe native gas grammar does not compile.`, 1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runScript(async () => {
    await buildGrammars();
    return 0;
  });
}
