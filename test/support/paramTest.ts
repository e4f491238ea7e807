import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { kernelFile, type KernelRelease } from './corpus';
import type { TemporaryFolder } from './temporaryFolder';

/** A change of the header of x86-64 that breaks each section that is made of it. */
export interface HeaderMistake {
  readonly file: string;
  readonly from: RegExp;
  readonly to: string;
  /** How often it is found in Linux 6.12; the half for i386 is changed too. */
  readonly times: number;
}

/**
 * What is done to the header of Linux 6.12, which is librseq's: LA leaves the compare of the cpu number out, LB has the commit label in front
 * of the last store, LC never stores rseq_cs.
 */
export const headerMistakes = {
  LA: {
    file: 'rseq-x86.h',
    from: /\t+"cmpl %\[" __rseq_str\(cpu_id\).*\n\t+"jnz ".*\n/g,
    to: '\t\t""\n',
    times: 2,
  },
  LB: {
    file: 'rseq-x86-bits.h',
    from: /(\t+"\w+ .*\n)(\t+"2:\\n\\t"\n)/g,
    to: '$2$1',
    times: 13,
  },
  LC: {
    file: 'rseq-x86.h',
    from: /"mov[lq] .*" __rseq_str\(rseq_cs\) "\\n\\t"/g,
    to: '""',
    times: 2,
  },
} as const satisfies Readonly<Record<string, HeaderMistake>>;

export interface ParamTestOptions {
  readonly release?: KernelRelease;
  /** Words for the compiler: `-DBENCHMARK` leaves the selftest's delay loops out. */
  readonly defines?: readonly string[];
  readonly mistake?: HeaderMistake;
  /** Without .c: param_test, if it is not given. */
  readonly source?: string;
}

/** What the Makefile of the selftests takes from the kernel's tools. */
const compiler = `#define __maybe_unused __attribute__((unused))
#define __weak __attribute__((weak))
#define fallthrough __attribute__((fallthrough))
`;

let built = 0;

/** Builds a program of the kernel's selftests in a folder of its own and gives its path; throws what is in the way. */
export function buildParamTest(folder: TemporaryFolder, options: ParamTestOptions = {}): string {
  const { release = '6.12', defines = ['-DBENCHMARK'], mistake, source = 'param_test' } = options;
  const place = folder.makeFolder(`selftests-${++built}`);
  const original = path.dirname(kernelFile(release, 'rseq.h'));
  for (const name of readdirSync(original)) {
    if (/\.[ch]$/.test(name)) copyFileSync(path.join(original, name), path.join(place, name));
  }
  if (mistake) breakHeader(place, mistake);
  folder.write('include/linux/compiler.h', compiler);
  const program = path.join(place, source);
  // What is one folder up is found from the original.
  const includes = [place, path.join(folder.path, 'include'), original].map((one) => `-I${one}`);
  const sources = [`${program}.c`, path.join(place, 'rseq.c')];
  const words = ['-O2', '-g', '-w', '-pthread', '-D_GNU_SOURCE', ...defines, ...includes];
  const { status, stderr } = spawnSync('cc', [...words, '-o', program, ...sources, '-ldl'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return program;
}

function breakHeader(place: string, { file, from, to, times }: HeaderMistake): void {
  const header = path.join(place, file);
  const text = readFileSync(header, 'utf8');
  assert.equal(text.match(from)?.length, times, `${String(from)} in ${file}`);
  writeFileSync(header, text.replace(from, to));
}
