/* Fields behind the first 20 bytes of struct rseq are there only if the kernel and the C library say so. */
#include "../percpu.h"

/* From the C library: bytes of the area that are in use. */
extern const unsigned int __rseq_size;

struct pool;

/* The pool of the NUMA node that the thread runs on, or the first one on a kernel that does not tell. */
struct pool *pool_of_node(struct pool **pools)
{
	volatile struct rseq *rseq = rseq_area();

	if (__rseq_size < 24)
		return pools[0];
	return pools[rseq->node_id];
}
