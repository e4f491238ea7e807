import { dialectOf } from './dialects';

/** What the functions of the kernel's header use, without the hundreds of lines of system headers. */
export function kernelPreamble(target: string): string {
  const { pointerBytes, endian } = dialectOf(target);
  const padding = '\t\t\tunsigned int padding;\n';
  const [before, after] = pointerBytes === 8 ? ['', ''] : endian === 'big' ? [padding, ''] : ['', padding];
  return `typedef long intptr_t;
typedef unsigned long uintptr_t;
typedef ${pointerBytes === 8 ? 'unsigned long' : 'unsigned int'} size_t;
typedef unsigned int uint32_t;
typedef unsigned long long uint64_t;
typedef long off_t;

struct rseq_abi {
	unsigned int cpu_id_start;
	unsigned int cpu_id;
	union {
		unsigned long long ptr64;
		struct {
${before}			unsigned long ptr;
${after}		} arch;
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
struct rseq_abi *rseq_get_abi(void);

int rseq_node_id_available(void)
{
	return __rseq_size >= 24;
}

`;
}
