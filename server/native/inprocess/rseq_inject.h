/* What rseq_inject.c and the probe share: memory that both have mapped. */
#ifndef RSEQ_INJECT_H
#define RSEQ_INJECT_H

#include <stdint.h>

/* In the environment: the number of a descriptor of that memory. */
#define RSEQ_INJECT_VARIABLE "RSEQ_INJECT"

/* Of what follows. A program may have an old rseq_inject.c linked in, so the first two words stay where they are. */
#define RSEQ_INJECT_VERSION 2

/* With sigqueue(3): is the handler still ours? */
#define RSEQ_INJECT_PING 0x52534551

struct rseq_inject_point {
	uint64_t address, abort; /* as in the file; abort is 0 outside of a section */
	uint32_t armed;
	uint32_t hits, aborted, unregistered;
};

struct rseq_inject {
	uint32_t version; /* the probe's */
	uint32_t loaded;  /* the program's; 0: it has none */
	uint64_t entry;   /* of the file */
	uint32_t is_migrating, is_repeating;

	uint32_t pid;
	uint8_t random[16]; /* AT_RANDOM: another one after exec */
	uint32_t executed;  /* another program runs in its place */
	uint32_t failed;    /* errno: a breakpoint cannot be written */
	uint32_t taken;     /* the program handles or blocks SIGILL itself */
	uint32_t raised;    /* SIGILL came that is not ours */
	uint32_t alive;     /* a ping was answered */

	uint32_t count;
	struct rseq_inject_point points[]; /* in ascending order */
};

#endif
