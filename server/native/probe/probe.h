/* Shared by the files of rseq-probe. README.md says what each of them is for. */
#ifndef RSEQ_PROBE_H
#define RSEQ_PROBE_H

#define _GNU_SOURCE
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "arch.h"

enum position { BEFORE, INSIDE, AFTER };
enum scenario { ABORT, MIGRATE, INTRUDER, STALE, REPEAT, SCENARIOS };

/* A critical section. Addresses are those of the file, without the load bias. */
struct section {
	uint64_t start, end, abort;
	bool signature_ok;
	bool reached;
};

/* An instruction at which a thread can be stopped, and what happened there in the current run. */
struct point {
	uint64_t address;
	int section;
	enum position position;
	bool reached;

	bool armed;
	uint8_t original[BREAK_SIZE];
	int hits, aborted;
	pid_t intruder;
	bool rejected;     /* SIGSEGV instead of an abort: the kernel refused descriptor or signature */
	bool unregistered; /* the thread has no struct rseq that the kernel knows */
};

extern struct section *sections;
extern int section_count;
extern struct point *points;
extern int point_count;
extern uint64_t file_entry;

void read_plan(void);
struct point *point_at(uint64_t address);

/* tracee.c: one traced process */
enum thread_state { RUNNING, STOPPED, GONE };

struct thread {
	pid_t tid;
	enum thread_state state;
	bool has_pending;
	int pending; /* a stop that was taken out of turn and is still to be handled */
};

struct run {
	pid_t leader;
	int memory;
	uint64_t bias;
	bool finished, executed;
	int status;
	double held; /* seconds in which we had it do as we liked: not the program's own time */
	uint64_t gate; /* where one who comes by is held; 0: nowhere */
	uint8_t under_gate[BREAK_SIZE];
};

extern struct run run;
extern struct thread threads[];
extern int thread_count;

bool start_program(char **argv);
void end_program(void);
int complaints_file(void);
void last_complaint(char *line, int size);
struct thread *thread_of(pid_t tid);
void resume(struct thread *thread, int signal);
bool get_registers(pid_t tid, struct user_regs_struct *registers);
uint64_t area_of(pid_t tid);
uint64_t get_pc(pid_t tid);
void set_pc(pid_t tid, uint64_t pc);
bool peek(uint64_t address, void *bytes, int count);
void poke(uint64_t address, const void *bytes, int count);
int cpu_of(pid_t tid);
uint64_t forget_section(pid_t tid);
void remember_section(pid_t tid, uint64_t descriptor);
void pin(pid_t tid, int cpu);
int another_cpu(int cpu);

/* wait.c: ways to wait */
bool is_break(pid_t tid, int status);
bool wait_for(pid_t tid, int *status, int milliseconds);
int wait_while_runnable(pid_t tid, int *status, int milliseconds, long cpu_nanoseconds);
bool is_asleep(pid_t tid);
bool is_starved(double duration);
bool has_used(double duration);
bool is_in_system_call(pid_t tid);
int next_event(struct thread **thread, int *status);

#define STOP_MS 1000     /* for a thread that was told to stop */
#define INTRUDER_MS 1000 /* for a thread to get to or through a section */

/* stops.c: what a stop asks for */
void arm(struct point *point);
void disarm(struct point *point);
void show_breakpoints(bool shown);
void handle_stop(struct thread *thread, int status);
void keep(struct thread *thread, int status);
void release(struct thread *thread);
void note_end(struct thread *thread, int status);
void stop_others(pid_t self);
void resume_others(pid_t self);
void await_at_gate(pid_t self, uint64_t address);

/* alone.c: one thread that runs while the others stand still */
bool run_to(struct thread *thread, uint64_t address, int milliseconds);
bool step(struct thread *thread, int *status);
pid_t intrude(pid_t self, const struct section *section, int cpu);
pid_t intrude_sooner_or_later(pid_t self, const struct section *section, int cpu);
bool run_ahead(struct thread *thread);

/* inject.c: what is done to a thread that reaches a point */
struct injection {
	enum scenario scenario;
	struct point *target;
	struct section *intruder_section; /* NULL: the victim's own */
	struct point *stop; /* where a thread is caught: the target, or for `stale` a point before it */
	int passes; /* of the section to be run to their commit before that */
	int rounds; /* of a loop, likewise */
	bool is_watched; /* nothing is done to the thread but to look at its stores */
	bool is_for_debugger; /* not to be aborted, but let go of where it stands */
	int spun; /* tries in a row in which others ran and ran, but not to a commit */
};

extern struct injection injection;
void reach(struct thread *thread, struct point *point);

/* campaign.c: runs, and what they mean */
struct options {
	bool scenarios[SCENARIOS];
	bool sweep_only;
	bool in_process; /* without ptrace */
	int pass, loop; /* from 1 */
	int hold; /* number of a point at which a debugger is to find the program, and nothing else; -1: none */
	const char *leftovers; /* a folder to be removed later, and nothing else */
	bool self_check;
	int timeout;
	int spin; /* milliseconds of a processor for one thread; 0: no limit */
	char **program;
};

#define HUNG (-1) /* in place of a wait status */

extern const char *const scenario_names[SCENARIOS];
void clear_points(void);
struct point *point_before(const struct point *target);
int run_once(const struct options *options, int milliseconds);
const char *ending(int status, char text[32]);
bool is_clean(int status);
void print_complaint(const char *line);
void sweep(const struct options *options);
void test_scenario(const struct options *options, enum scenario scenario);

/* pass.c: which pass, and which round of a loop */
void count_passes(const struct section *section, int passes);
void show_count(bool shown);
bool is_counted_at(uint64_t *address, const uint8_t **bytes);
bool count_pass(struct thread *thread, uint64_t address);
bool run_rounds(struct thread *thread, const struct point *point, int rounds, int cpu);

/* stores.c: what a section writes before its commit */
bool read_store(const char *line);
void watch_section(struct thread *thread, struct point *front);
void watch_stores(const struct options *options);

/* hold.c: for a debugger */
void let_stopped(struct thread *thread, struct point *point);
void hold(const struct options *options, struct point *point);

/* route.c: what this machine lets us do */
const char *why_not_trace(void);
const char *why_no_rseq(void);
const char *why_not_scenario(const struct options *options, enum scenario scenario);

/* inprocess.c: the route without ptrace */
void go_in_process(struct options *options);
int run_in_process(const struct options *options, int milliseconds);
void require_injector(const char *program, const char *reason);

/* remove.c */
void remove_later(const char *folder);
/* selfcheck.c: what the kernel does, without a program */
int self_check(void);

double seconds(void);
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

#endif
