/**
 * Leaves everything that the syntax backends load in `dist/grammars/`: the wasm grammars and runtime, and the gas parser as a
 * native add-on. Without a C compiler only the add-on is missing, and the portable backend is used.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const compile = promisify(execFile);

/** Where each wasm file comes from; C and C++ from the packages whose native parsers are used, so that both agree. */
const wasmFiles = [
  'grammars/gas/gas.wasm',
  'node_modules/tree-sitter-c/tree-sitter-c.wasm',
  'node_modules/tree-sitter-cpp/tree-sitter-cpp.wasm',
  'node_modules/web-tree-sitter/tree-sitter.wasm',
];

export async function buildGrammars({ outDir = join(root, 'dist/grammars') } = {}) {
  await mkdir(outDir, { recursive: true });
  await Promise.all(wasmFiles.map((file) => copyFile(join(root, file), join(outDir, file.split('/').at(-1)))));
  const addOn = join(outDir, 'gas.node');
  // Renamed into place: a running process may have the old one mapped.
  const fresh = `${addOn}.${process.pid}`;
  const sources = ['grammars/gas/src/parser.c', 'grammars/gas/binding.c'].map((file) => join(root, file));
  const includes = ['grammars/gas/src', 'node_modules/node-api-headers/include'].map(
    (folder) => `-I${join(root, folder)}`,
  );
  const flags = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  try {
    const options = ['-shared', '-fPIC', '-O2', '-DNODE_GYP_MODULE_NAME=gas', ...flags, ...includes];
    await compile(process.env.CC ?? 'cc', [...options, '-o', fresh, ...sources]);
    await rename(fresh, addOn);
  } catch (error) {
    await rm(fresh, { force: true });
    const reason = error.stderr?.split('\n')[0] || error.message.split('\n')[0];
    console.error(`no native gas parser (${reason}); the portable one is used instead`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildGrammars();
