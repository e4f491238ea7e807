/** Compiles what is written in C: helpers of the command line. Without a C compiler only what needs them is missing. */
import { execFile } from 'node:child_process';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Programs of `dist/`, their sources below `server/native/`, and what is missing without them. */
const programs = [
  { name: 'abi-helper', sources: ['abi-helper.c'], options: [], lost: '`rseq abi` cannot ask this machine' },
  {
    name: 'rseq-probe',
    sources: [
      ...[
        'main',
        'plan',
        'campaign',
        'inject',
        'alone',
        'stops',
        'tracee',
        'wait',
        'pass',
        'stores',
        'hold',
        'remove',
        'inprocess',
        'route',
      ],
      ...['selfcheck', 'causes', 'cases', 'section'],
    ].map((file) => `probe/${file}.c`),
    // It runs wherever its kernel is, in an initramfs too.
    options: ['-static', '-pthread'],
    lost: '`rseq test` cannot run programs',
  },
  {
    name: 'rseq-inject.so',
    sources: ['inprocess/rseq_inject.c'],
    options: ['-shared', '-fPIC'],
    lost: '`rseq test` cannot run programs where ptrace is not allowed',
  },
];

/** @param {string} root the repository */
export async function buildNative(root) {
  for (const program of programs) await compile(root, program);
}

async function compile(root, { name, sources, options, lost }) {
  const target = join(root, 'dist', name);
  const fresh = `${target}.${process.pid}`;
  const files = sources.map((file) => join(root, 'server/native', file));
  try {
    await promisify(execFile)(process.env.CC || 'cc', ['-O2', '-Wall', '-Wextra', ...options, '-o', fresh, ...files]);
    await rename(fresh, target);
  } catch (error) {
    // An old program would answer by old questions.
    await Promise.all([rm(fresh, { force: true }), rm(target, { force: true })]);
    const reason = error.stderr?.split('\n')[0] || error.message.split('\n')[0];
    console.log(`no ${target} (${reason}); ${lost}`);
  }
}
