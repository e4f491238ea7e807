/** Compiles server/native/abi-helper.c to `dist/abi-helper`. Without a C compiler only `rseq abi` is missing. */
import { execFile } from 'node:child_process';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** @param {string} root the repository */
export async function buildAbiHelper(root) {
  const helper = join(root, 'dist/abi-helper');
  const fresh = `${helper}.${process.pid}`;
  const source = join(root, 'server/native/abi-helper.c');
  try {
    await promisify(execFile)(process.env.CC || 'cc', ['-O2', '-Wall', '-Wextra', '-o', fresh, source]);
    await rename(fresh, helper);
  } catch (error) {
    // An old helper would answer by old questions.
    await Promise.all([rm(fresh, { force: true }), rm(helper, { force: true })]);
    const reason = error.stderr?.split('\n')[0] || error.message.split('\n')[0];
    console.log(`no ${helper} (${reason}); \`rseq abi\` cannot ask this machine`);
  }
}
