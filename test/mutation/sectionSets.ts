import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { kernelFile, type KernelRelease } from '../support/corpus';
import { compilers } from '../support/toolchain';
import { findRealFunctions, type SectionSet } from './realSections';

const samples = path.join(__dirname, '../../../samples/good');

/** Real critical sections of both architectures: the kernel's selftests and our own samples. */
export function sectionSets(): readonly SectionSet[] {
  return [
    kernelSet('6.1', 'x86_64', []),
    kernelSet('6.1', 'x86_64', ['RSEQ_COMPARE_TWICE']),
    kernelSet('6.1', 'aarch64', []),
    kernelSet('6.1', 'aarch64', ['RSEQ_COMPARE_TWICE']),
    kernelSet('6.12', 'x86_64', []),
    kernelSet('6.12', 'aarch64', []),
    sampleSet('counter.c', 'x86_64'),
    sampleSet('list.c', 'aarch64'),
  ];
}

/** What the functions of the kernel's header use, without the hundreds of lines of system headers. */
const kernelPreamble = `typedef long intptr_t;
typedef unsigned long uintptr_t;
typedef unsigned long size_t;
typedef unsigned int uint32_t;
typedef unsigned long uint64_t;

struct rseq_abi {
	unsigned int cpu_id_start;
	unsigned int cpu_id;
	union {
		unsigned long ptr64;
		struct {
			unsigned long ptr;
		} arch;
	} rseq_cs;
	unsigned int flags;
	unsigned int node_id;
	unsigned int mm_cid;
} __attribute__((aligned(32)));

extern long rseq_offset;
extern struct stream *stderr;
int fprintf(struct stream *stream, const char *format, ...);
void abort(void) __attribute__((noreturn));
extern const unsigned int __rseq_size;

int rseq_node_id_available(void)
{
	return __rseq_size >= 24;
}

static inline struct rseq_abi *rseq_get_abi(void)
{
	return (struct rseq_abi *)((uintptr_t)__builtin_thread_pointer() + rseq_offset);
}

`;

function kernelSet(release: KernelRelease, target: string, defines: readonly string[]): SectionSet {
  const options = [`-I${kernelFile(release, '.')}`, ...defines.map((name) => `-D${name}`)];
  const { functions } = findRealFunctions(preprocess(target, options, '#include "rseq.h"\n'));
  return { name: [`linux-${release}`, ...defines].join(' '), target, preamble: kernelPreamble, functions };
}

function sampleSet(file: string, target: string): SectionSet {
  const text = preprocess(target, [], `#include "${path.join(samples, file)}"\n`);
  const { functions, rest } = findRealFunctions(text);
  // Callers of a mutated function have no place in the file any more.
  const preamble = rest.replace(/\nvoid \w+\([^]*$/, '\n');
  return { name: `samples/good/${file}`, target, preamble, functions };
}

function preprocess(target: string, options: readonly string[], text: string): string {
  const compiler = compilers[target];
  if (compiler === undefined) throw new Error(`no compiler for ${target}`);
  const args = ['-E', '-P', ...options, '-x', 'c', '-'];
  return execFileSync(compiler, args, { input: text, encoding: 'utf8', maxBuffer: 1 << 26 });
}
