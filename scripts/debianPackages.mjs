import { spawnSync } from 'node:child_process';
import { run, step, Stop } from './steps.mjs';

/** Debian packages by what needs them; `start` and `test` ask for theirs by these names. */
export const debianPackages = {
  /** code-server's log writer, and with it every Output channel, is a small C++ module that we compile. */
  editorHost: ['g++', 'make', 'python3'],
  /** Tests are built, run and debugged from the editor. */
  editorTests: ['chromium', 'gcc', 'libc6-dev', 'binutils', 'procps', 'gdb'],
  /** Programs that are built and run under the runner; objdump and addr2line read them. */
  native: ['gcc', 'libc6-dev', 'binutils', 'procps', 'gdb'],
  /** The tables of processors are compared with the assemblers. */
  assemblers: [
    'binutils',
    'binutils-aarch64-linux-gnu',
    'binutils-arm-linux-gnueabihf',
    'binutils-mips-linux-gnu',
    'binutils-mips64-linux-gnuabi64',
    'binutils-mips64el-linux-gnuabi64',
    'binutils-mipsel-linux-gnu',
    'binutils-or1k-elf',
    'binutils-powerpc-linux-gnu',
    'binutils-powerpc64-linux-gnu',
    'binutils-powerpc64le-linux-gnu',
    'binutils-riscv64-linux-gnu',
    'binutils-s390x-linux-gnu',
    // Debian 12 has no GNU as for LoongArch; llvm-mc takes its place.
    'llvm-19',
  ],
  corpus: [
    // The preprocessor is compared with the C++ front end too.
    'g++',
    'gcc-aarch64-linux-gnu',
    'libc6-dev-arm64-cross',
    'binutils-aarch64-linux-gnu',
    'gcc-arm-linux-gnueabihf',
    'libc6-dev-armhf-cross',
    'gcc-i686-linux-gnu',
    'libc6-dev-i386-cross',
    'gcc-mips-linux-gnu',
    'libc6-dev-mips-cross',
    'gcc-mips64-linux-gnuabi64',
    'libc6-dev-mips64-cross',
    'gcc-mips64el-linux-gnuabi64',
    'libc6-dev-mips64el-cross',
    'gcc-mipsel-linux-gnu',
    'libc6-dev-mipsel-cross',
    'gcc-powerpc-linux-gnu',
    'libc6-dev-powerpc-cross',
    'gcc-powerpc64-linux-gnu',
    'libc6-dev-ppc64-cross',
    'gcc-powerpc64le-linux-gnu',
    'libc6-dev-ppc64el-cross',
    'gcc-riscv64-linux-gnu',
    'libc6-dev-riscv64-cross',
    'gcc-s390x-linux-gnu',
    'libc6-dev-s390x-cross',
    'linux-source-6.1',
    'xz-utils',
  ],
};

/**
 * Makes sure that Debian packages are there: installs what is missing as root, otherwise stops with status 2 and the one
 * command that installs them. Elsewhere than on a Debian-like system it says what is needed and goes on.
 * @param {readonly string[]} wanted
 */
export async function ensureDebianPackages(wanted) {
  const missing = missingPackages(wanted);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    throw new Stop(
      `Some Debian packages are missing. Install them, then run the same command again:\n\n` +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}\n`,
      2,
    );
  }
  await step(`Debian packages ${missing.join(' ')}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], { env, quiet: true });
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...missing], { env, quiet: true });
  });
}

/**
 * @param {readonly string[]} wanted
 * @returns {string[]} those that are not fully installed, in the order asked for
 */
function missingPackages(wanted) {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...wanted], {
    encoding: 'utf8',
  });
  if (query.error) {
    console.log(
      `No dpkg-query here; assuming the programs of these Debian packages are installed: ${wanted.join(' ')}`,
    );
    return [];
  }
  const installed = new Set(
    query.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return wanted.filter((name) => !installed.has(name));
}
