/* Shared by the files of the self-check: selfcheck.c, causes.c, cases.c, section.c. */
#ifndef RSEQ_PROBE_SELFCHECK_H
#define RSEQ_PROBE_SELFCHECK_H

#include "probe.h"

/* As the kernel has them: include/uapi/linux/rseq.h. Every kernel with rseq(2) has these fields. */
struct area {
	uint32_t cpu_id_start, cpu_id;
	uint64_t rseq_cs;
	uint32_t flags;
	uint32_t rest[3];
};

struct descriptor {
	uint32_t version, flags;
	uint64_t start_ip, post_commit_offset, abort_ip;
} __attribute__((aligned(32)));

/*
 * What the section and those who interrupt it say to each other. Each run of the section has a number, so that nobody takes one run
 * for the next. The section says which one is in it, and goes on to its end when `leave` has that number.
 */
struct meeting {
	uint32_t inside; /* 0: nobody */
	uint32_t leave;
	uint32_t interrupted; /* the run that somebody set about to interrupt */
};

/* section.c */
#define NO_CALL (-1)

extern const char section_start[], section_end[], section_abort[], section_abort_unsigned[];
bool run_section(volatile uint64_t *rseq_cs, uint64_t pointer, struct meeting *meeting, long call, const void *argument,
		 uint32_t number);

/* selfcheck.c: what a child finds out; the parent reads it however the child ended */
struct finding {
	int tried, aborted;
	char reason[96]; /* why there is nothing, or not more */
};

extern volatile struct area *area;
extern struct meeting meeting;
extern struct finding *finding;

struct descriptor good_descriptor(void);
bool interrupt_by_timer(void);
int in_child(int (*work)(const void *argument), const void *argument);
#define NO_CHILD (-2) /* in place of a wait status; the other one is HUNG */

/* causes.c, cases.c: each prints its events */
void check_causes(void);
void check_cases(void);

#endif
