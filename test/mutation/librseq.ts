import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { predefinedMacros } from '../../server/src/analysis/source/preprocess/predefined';
import { compilers } from '../support/toolchain';
import { kernelPreamble } from './preamble';
import { findRealFunctions } from './realSections';
import { corrected, distinct, type SectionSet } from './sectionSet';

/** Targets that librseq has no header for. */
const absent = new Set(['or1k']);

/** The sections of a checkout of librseq, with and without its second comparison. */
export function librseqSets(folder: string, target: string): readonly SectionSet[] {
  if (absent.has(target)) return [];
  if (!existsSync(path.join(folder, 'include/rseq/rseq.h'))) throw new Error(`${folder} is no checkout of librseq`);
  const found = [[], ['-DRSEQ_COMPARE_TWICE']].flatMap((defines) =>
    findRealFunctions(preprocess(target, [`-I${path.join(folder, 'include')}`, ...defines]))
      .functions // Never stores, like the kernel's.
      .filter(({ name }) => target !== 'riscv64' || !name.startsWith('rseq_load_add_load_load_add_store'))
      .map((section) => ({
        ...corrected(target, section),
        origin: ['librseq', ...defines, section.name].join(' '),
        named: defines.length === 0,
      })),
  );
  return [{ name: 'librseq', target, preamble: kernelPreamble(target), functions: distinct(found) }];
}

function preprocess(target: string, options: readonly string[]): string {
  const args = ['-E', '-P', ...options, '-x', 'c', '-'];
  const text = '#include <rseq/rseq.h>\n';
  const compiler = compilers[target];
  if (compiler !== undefined) return run(compiler, args, text);
  // No compiler of this target is in Debian, but any other with headers for 64 bits can play it: macros are all that they ask for.
  const macros = predefinedMacros(target, 'c', 'gcc');
  return run('aarch64-linux-gnu-gcc', ['-undef', ...args], `${macros}\n${text}`);
}

function run(command: string, args: readonly string[], input: string): string {
  return execFileSync(command, args, { input, encoding: 'utf8', maxBuffer: 1 << 26 });
}
