import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { privateApt } from './debianArchive.mjs';
import { run, step, Stop } from './steps.mjs';

/** What writes the parsers. Other versions write other files. */
export const generator = { package: 'tree-sitter-cli', version: '0.22.6-6+b1', suite: 'trixie' };

const compilers = ['clang-19', 'lld-19', 'wasi-libc'];
const systemFiles = {
  clang: '/usr/bin/clang-19',
  linker: '/usr/bin/wasm-ld-19',
  includes: '/usr/include/wasm32-wasi',
};

const machines = {
  x64: { triple: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { triple: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/**
 * @typedef {object} Command a program with its first arguments
 * @property {string} program
 * @property {readonly string[]} args
 * @property {Record<string, string>} [env]
 */

/**
 * The generator, with its own C library: it needs a newer one than Debian 12's.
 * @param {string} root the repository
 * @returns {Promise<Command>}
 */
export async function treeSitter(root) {
  const folder = await unpacked(root, 'generator', [`${generator.package}=${generator.version}`]);
  // `test` compiles the parser into this cache.
  return {
    ...insideOf(folder, 'usr/bin/tree-sitter'),
    env: { XDG_CACHE_HOME: join(root, '.cache/grammar-tools/home') },
  };
}

/**
 * A compiler and a linker for WebAssembly: those of the system, else the same release from Debian.
 * @param {string} root the repository
 * @returns {Promise<{ clang: Command, linker: Command, includes: string }>}
 */
export async function wasmTools(root) {
  if (Object.values(systemFiles).every((file) => existsSync(file))) {
    const { clang, linker, includes } = systemFiles;
    return { clang: { program: clang, args: [] }, linker: { program: linker, args: [] }, includes };
  }
  const folder = await unpacked(root, 'compilers', compilers);
  const clang = insideOf(folder, 'usr/lib/llvm-19/bin/clang');
  const linker = insideOf(folder, 'usr/lib/llvm-19/bin/lld');
  return {
    // Started by the loader, neither knows its own name: clang looks for its headers by it, lld for what it should be.
    clang: { ...clang, args: [...clang.args, '-resource-dir', join(folder, 'usr/lib/llvm-19/lib/clang/19')] },
    linker: { ...linker, args: [...linker.args, '-flavor', 'wasm'] },
    includes: join(folder, 'usr/include/wasm32-wasi'),
  };
}

/** @returns {Command} a program of an unpacked Debian system, with the libraries of that system */
function insideOf(folder, program) {
  const { triple, loader } = machine();
  const libraries = join(folder, 'usr/lib', triple);
  const path = [libraries, join(folder, 'usr/lib/llvm-19/lib')].join(':');
  return { program: join(libraries, loader), args: ['--library-path', path, join(folder, program)] };
}

/**
 * Packages and all that they need, unpacked below `.cache` and not installed: no file of the system is changed, not even apt's lists.
 * @returns {Promise<string>} the folder that stands for `/`
 */
async function unpacked(root, name, packages) {
  machine();
  const folder = join(root, '.cache/grammar-tools', name);
  const done = join(folder, 'unpacked');
  if (existsSync(done)) return folder;
  await step(`Debian's ${packages.join(', ')} into .cache`, async () => {
    await rm(folder, { recursive: true, force: true });
    // Where apt believes that nothing is installed, it downloads the C library too.
    const env = {
      ...process.env,
      APT_CONFIG: privateApt(join(folder, 'apt'), { suite: generator.suite, installed: false }),
    };
    await run('apt-get', ['-q', 'update'], { env, quiet: true });
    await run('apt-get', ['-q', '-y', '--download-only', 'install', ...packages], { env, quiet: true });
    const archives = join(folder, 'apt/cache/archives');
    for (const file of await readdir(archives)) {
      if (file.endsWith('.deb')) await run('dpkg-deb', ['-x', join(archives, file), folder], { quiet: true });
    }
    await rm(join(folder, 'apt'), { recursive: true });
    await writeFile(done, `${packages.join('\n')}\n`);
  });
  return folder;
}

function machine() {
  const found = process.platform === 'linux' ? machines[process.arch] : undefined;
  if (!found) throw new Stop('The gas parser can be generated on Linux, x86-64 or arm64.', 2);
  return found;
}
