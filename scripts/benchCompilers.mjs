/**
 * The last part of `npm run bench`: one `rseq check` run over a whole library for all its targets, against gcc -fsyntax-only over the
 * same translation units and targets, one after the other.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Prefixes of Debian's compilers, by our names of targets. loongarch64 and or1k have none in Debian 12. */
const compilers = {
  x86_64: 'x86_64-linux-gnu',
  i386: 'i686-linux-gnu',
  aarch64: 'aarch64-linux-gnu',
  arm: 'arm-linux-gnueabihf',
  riscv64: 'riscv64-linux-gnu',
  ppc64le: 'powerpc64le-linux-gnu',
  ppc64: 'powerpc64-linux-gnu',
  ppc: 'powerpc-linux-gnu',
  s390x: 's390x-linux-gnu',
  mips: 'mips-linux-gnu',
  mipsel: 'mipsel-linux-gnu',
  mips64: 'mips64-linux-gnuabi64',
  mips64el: 'mips64el-linux-gnuabi64',
};

/** librseq, as a checkout has it. */
const librseq = {
  name: 'librseq',
  folders: ['src', 'tests', 'tests/unit', 'tests/utils'],
  options: ['-Iinclude', '-Isrc', '-Itests/utils', '-D_GNU_SOURCE'],
};

/** What everybody has who runs the tests. */
const selftests = {
  name: "the kernel's selftests",
  folders: ['tools/testing/selftests/rseq'],
  options: ['-Itools/testing/selftests', '-Itools/include', '-D_GNU_SOURCE'],
};

/**
 * Prints both times and their ratio.
 * @param {string} cli `dist/cli.js`
 * @param {{ librseq: string | undefined, selftests: string }} folders where the code is
 */
export function compareWithCompilers(cli, folders) {
  const [code, cwd] = folders.librseq ? [librseq, folders.librseq] : [selftests, folders.selftests];
  const units = code.folders
    .filter((folder) => existsSync(join(cwd, folder)))
    .flatMap((folder) => readdirSync(join(cwd, folder)).map((name) => join(folder, name)))
    .filter((name) => /\.(c|cpp)$/.test(name));
  const targets = Object.keys(compilers).filter((target) => compiles(target));
  const missing = Object.keys(compilers).filter((target) => !targets.includes(target));
  const begin = performance.now();
  let refused = 0;
  for (const target of targets) {
    for (const unit of units) if (compile(cwd, target, unit, code.options) !== 0) refused++;
  }
  const gcc = performance.now() - begin;
  const words = ['check', '--quiet', ...code.options, ...targets.flatMap((target) => ['--target', target]), ...units];
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [cli, ...words], { cwd, stdio: 'ignore' });
  if (status !== 0 && status !== 1) throw new Error(`rseq check of ${code.name} ended with status ${status}`);
  const own = performance.now() - started;
  const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;
  console.log(
    `${code.name}, ${units.length} units for ${targets.length} targets: rseq check ${seconds(own)}, ` +
      `gcc -fsyntax-only ${seconds(gcc)} (gave up on ${refused}), ratio ${(own / gcc).toFixed(2)}`,
  );
  if (missing.length > 0) console.log(`not compared, no g++ with its libc's headers: ${missing.join(', ')}`);
}

/** Is there a compiler for the target, and a libc for it? */
function compiles(target) {
  const words = ['-fsyntax-only', '-x', 'c++', '-'];
  const { status } = spawnSync(`${compilers[target]}-g++`, words, { input: '#include <stdio.h>\n', stdio: 'pipe' });
  return status === 0;
}

/** The exit status of gcc or g++. */
function compile(cwd, target, file, options) {
  const driver = file.endsWith('.cpp') ? 'g++' : 'gcc';
  const words = ['-fsyntax-only', '-w', ...options, file];
  return spawnSync(`${compilers[target]}-${driver}`, words, { cwd, stdio: 'ignore' }).status;
}
