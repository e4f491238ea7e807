/* What the samples share: struct rseq of <linux/rseq.h>, and how to get at the area that the C library registered. */
#ifndef PERCPU_H
#define PERCPU_H

struct rseq {
	unsigned int cpu_id_start;
	unsigned int cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags;
	unsigned int node_id;
	unsigned int mm_cid;
} __attribute__((aligned(32)));

/* From the C library (glibc 2.35): distance from the thread pointer to the area of the thread. */
extern const long __rseq_offset;

static inline struct rseq *rseq_area(void)
{
	return (struct rseq *)((char *)__builtin_thread_pointer() + __rseq_offset);
}

/* One per possible cpu, on a cache line of its own. */
struct percpu_counter {
	long value;
} __attribute__((aligned(64)));

struct node {
	struct node *next;
};

struct percpu_list {
	struct node *head;
} __attribute__((aligned(64)));

#endif
