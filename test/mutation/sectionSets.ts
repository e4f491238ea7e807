import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { kernelFile, type KernelRelease } from '../support/corpus';
import { compilers } from '../support/toolchain';
import { librseqSets } from './librseq';
import { kernelPreamble } from './preamble';
import { findRealFunctions } from './realSections';
import { distinct, type SectionSet } from './sectionSet';

const root = path.join(__dirname, '../../..');
const samples = path.join(root, 'samples/good');
/** Sections for targets that the kernel's selftests of the corpus do not have. */
const own = path.join(root, 'test/mutation/sections');

/**
 * The real critical sections of a target: of the kernel's selftests and of our own samples; of librseq in their place where
 * RSEQ_LIBRSEQ names a checkout of it.
 */
export function sectionSets(target: string): readonly SectionSet[] {
  const { RSEQ_LIBRSEQ: librseq = '' } = process.env;
  if (librseq !== '') return librseqSets(librseq, target);
  return [
    ...(hasKernelHeader(target) ? [kernelSet(target)] : []),
    ...(target === 'x86_64' ? [fileSet(path.join(samples, 'counter.c'), target)] : []),
    ...(target === 'aarch64' ? [fileSet(path.join(samples, 'list.c'), target)] : []),
    ...(compilers[target] === undefined ? [fileSet(path.join(own, `${target}.c`), target)] : []),
  ];
}

/**
 * Neither has Linux 6.12 a header for LoongArch or OpenRISC, nor Debian a compiler. For little-endian o32 it has one that no kernel
 * takes: it asks whether __BIG_ENDIAN is defined, which <endian.h> does everywhere.
 */
function hasKernelHeader(target: string): boolean {
  return compilers[target] !== undefined && target !== 'mipsel';
}

/** What is in the kernel's headers and is no correct section: RISC-V's and nothing else's `deref_addv` never stores. */
function isWrong(target: string, name: string): boolean {
  return target === 'riscv64' && name.startsWith('rseq_offset_deref_addv');
}

const configurations: readonly (readonly [KernelRelease, ...string[]])[] = [
  ['6.12'],
  ['6.12', 'RSEQ_COMPARE_TWICE'],
  ['6.1'],
  ['6.1', 'RSEQ_COMPARE_TWICE'],
];

function kernelSet(target: string): SectionSet {
  const found = configurations.flatMap(([release, ...defines], index) => {
    const options = [`-I${kernelFile(release, '.')}`, ...defines.map((name) => `-D${name}`)];
    const { functions } = findRealFunctions(preprocess(target, options, '#include "rseq.h"\n'));
    const program = [`linux-${release}`, ...defines].join(' ');
    return functions
      .filter(({ name }) => !isWrong(target, name))
      .map((section) => ({ ...section, origin: `${program} ${section.name}`, named: index === 0 }));
  });
  return { name: 'kernel', target, preamble: kernelPreamble(target), functions: distinct(found) };
}

/** The sections of a file that includes nothing but its neighbours. */
function fileSet(file: string, target: string): SectionSet {
  const { functions, rest } = findRealFunctions(preprocess(target, [], `#include "${file}"\n`));
  const name = path.relative(root, file);
  return {
    name,
    target,
    // Callers of a mutated function have no place in the file any more.
    preamble: rest.replace(/\nvoid \w+\([^]*$/, '\n'),
    functions: distinct(functions.map((section) => ({ ...section, origin: `${name} ${section.name}`, named: true }))),
  };
}

/** What a real preprocessor makes of a text; for targets without a compiler it is another target's, for files that never ask. */
function preprocess(target: string, options: readonly string[], text: string): string {
  const args = ['-E', '-P', ...options, '-x', 'c', '-'];
  return execFileSync(compilers[target] ?? 'gcc', args, { input: text, encoding: 'utf8', maxBuffer: 1 << 26 });
}
