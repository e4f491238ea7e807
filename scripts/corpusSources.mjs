/**
 * Real code that the tests read: the kernel's rseq selftests of two releases, taken out of Debian's source packages, and newer headers. Nothing
 * of it is ever committed; it lives in `.cache/corpus`, or in the folder that RSEQ_CORPUS_DIR names.
 *
 *   node scripts/corpusSources.mjs   makes what is missing and prints where it is
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { privateApt } from './debianArchive.mjs';
import { run, runScript, step, Stop } from './steps.mjs';

/** What is kept of a kernel tree, relative to its root. */
const kept = ['tools/testing/selftests/rseq', 'tools/testing/selftests/kselftest.h', 'tools/include', 'include/uapi'];

/** What is kept of the newest headers, in `/usr/include` of the package that libc is built with. */
const keptHeaders = ['linux', 'asm-generic'];

/** Written last: a folder without it is half made. Another number makes everybody's folder anew. */
const stamp = '.complete-2';

/** @param {string} root the repository */
export function corpusFolder(root) {
  return process.env.RSEQ_CORPUS_DIR ?? join(root, '.cache/corpus');
}

/**
 * Makes sure that `linux-6.1`, `linux-6.12` and `linux-headers-7` are in the corpus folder. A folder of the user's own is taken as it is.
 * @param {string} root the repository
 */
export async function ensureCorpus(root) {
  if (process.env.RSEQ_CORPUS_DIR !== undefined) return;
  const folder = corpusFolder(root);
  mkdirSync(folder, { recursive: true });
  await ensureTree(folder, 'linux-6.1', async (into) => {
    const archive = '/usr/src/linux-source-6.1.tar.xz';
    if (!existsSync(archive)) throw new Stop(`${archive} is missing: install the Debian package linux-source-6.1`, 2);
    await extract('linux-source-6.1', 'cat "$0"', archive, into);
  });
  await ensureTree(folder, 'linux-6.12', async (into) => {
    const packageFile = await download('linux-source-6.12', 'trixie', into);
    const source = 'dpkg-deb --fsys-tarfile "$0" | tar -xO ./usr/src/linux-source-6.12.tar.xz';
    await extract('linux-source-6.12', source, packageFile, into);
    rmSync(packageFile);
  });
  // struct rseq as Linux 7.0 and later have it.
  await ensureTree(folder, 'linux-headers-7', async (into) => {
    const packageFile = await download('linux-libc-dev', 'forky', into);
    const members = keptHeaders.map((name) => `./usr/include/${name}`);
    const source = 'dpkg-deb --fsys-tarfile "$0" | tar -x "$@"';
    const options = ['-C', into, '--strip-components=3', '--no-same-owner', ...members];
    await run('sh', ['-c', source, packageFile, ...options], { quiet: true });
    rmSync(packageFile);
  });
}

/** Fills a new folder and renames it into place, so that nobody ever sees half of it. */
async function ensureTree(folder, name, fill) {
  const tree = join(folder, name);
  if (existsSync(join(tree, stamp))) return;
  const fresh = mkdtempSync(join(folder, `.${name}-`));
  try {
    await step(`sources of ${name}`, () => fill(fresh));
    writeFileSync(join(fresh, stamp), '');
    rmSync(tree, { recursive: true, force: true });
    renameSync(fresh, tree);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Unpacks what is kept of the xz-compressed tar archive that the shell command `source` makes of the file `$0`. */
async function extract(prefix, source, file, into) {
  const members = kept.map((path) => `${prefix}/${path}`);
  const options = ['--xz', '-C', into, '--strip-components=1', '--no-same-owner', ...members];
  const env = { ...process.env, XZ_DEFAULTS: '--threads=0' };
  // A source that fails ends the archive too early, which tar takes as an error.
  await run('sh', ['-c', `${source} | tar -x "$@"`, file, ...options], { env, quiet: true });
}

/** Downloads a package of a Debian release. @returns {Promise<string>} the package file, in `into` */
async function download(name, suite, into) {
  const state = join(into, '.apt');
  mkdirSync(state, { recursive: true });
  const env = { ...process.env, APT_CONFIG: privateApt(state, { suite, installed: true }) };
  await run('apt-get', ['update'], { env, quiet: true });
  await run('apt-get', ['download', name], { env, cwd: into, quiet: true });
  const [file] = readdirSync(into).filter((entry) => entry.endsWith('.deb'));
  if (file === undefined) throw new Stop(`apt-get download ${name} left no package`, 1);
  rmSync(state, { recursive: true });
  return join(into, file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  await runScript(async () => {
    await ensureCorpus(root);
    console.log(corpusFolder(root));
    return 0;
  });
}
