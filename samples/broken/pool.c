/* Picks a pool by NUMA node. On Linux before 6.3, for which .rseq.json asks too, everybody gets the pool of node 0. */
#include "../percpu.h"

struct pool;

struct pool *pool_of_node(struct pool **pools)
{
	volatile struct rseq *rseq = rseq_area();

	return pools[rseq->node_id];
	//                 ^^^^^^^ error: field-not-available "original"
}
