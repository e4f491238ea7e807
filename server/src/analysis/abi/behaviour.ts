import { isSince } from './version';

/** What becomes of a thread whose section is interrupted: it goes to the abort handler, goes on unprotected, or is killed. */
export type Outcome = 'aborts' | 'goes on' | 'SIGSEGV';

/** Kernels that behave alike: the checks of descriptors went in 6.19 and are back with the boot option rseq_debug=1. */
export type BehaviourEra = '4.18' | '6.19' | '6.19 debug';

/** Kernels of an era in words. */
export const behaviourEras: Readonly<Record<BehaviourEra, string>> = {
  '4.18': 'Linux 4.18 to 6.18',
  '6.19': 'Linux since 6.19',
  '6.19 debug': 'Linux since 6.19 with rseq_debug=1',
};

/** A mistake in a section, and what kernels do about it when they interrupt a thread. */
export interface BehaviourCase {
  readonly id: string;
  readonly what: string;
  /** By kernel; what nobody has measured is absent. */
  readonly outcomes: Readonly<Partial<Record<BehaviourEra, Outcome>>>;
}

/**
 * Measured on Linux 6.1, 6.12, 6.18, 6.19, 7.0, 7.1, 7.2 and 7.3 on x86_64, on 6.12 and 7.2 on aarch64 too. `outside`: the pointer to the descriptor was left
 * behind and the thread is elsewhere. Linux kernel/rseq.c; include/linux/rseq_entry.h since 6.19. `rseq-probe --self-check` measures each again.
 */
export const behaviourCases: readonly BehaviourCase[] = [
  behaviour('signature-mismatch', 'another signature before abort_ip', 'SIGSEGV', 'SIGSEGV', 'SIGSEGV'),
  behaviour('version', 'version is not 0', 'SIGSEGV', 'aborts', 'SIGSEGV'),
  behaviour('descriptor-flags', 'flags of the descriptor are not 0', 'SIGSEGV', 'aborts', 'SIGSEGV'),
  behaviour('area-flags', 'flags of the area are not 0', 'SIGSEGV', 'aborts', 'aborts'),
  behaviour('abort-inside', 'abort_ip is inside, behind a signature', 'SIGSEGV', 'aborts', 'SIGSEGV'),
  behaviour('misaligned', 'the descriptor is not aligned', 'aborts', 'aborts', 'aborts'),
  behaviour('unmapped', 'the descriptor is in no mapping', 'SIGSEGV', 'SIGSEGV', 'SIGSEGV'),
  behaviour('never-armed', 'rseq_cs was never set', 'goes on', 'goes on', 'goes on'),
  behaviour('empty', 'post_commit_offset is 0', 'goes on', 'goes on', 'goes on'),
  behaviour('overflow', 'start_ip plus post_commit_offset overflows', 'SIGSEGV', 'aborts', 'SIGSEGV'),
  behaviour('start-in-kernel', 'start_ip is a kernel address', 'SIGSEGV', 'goes on', 'SIGSEGV'),
  behaviour('abort-in-kernel', 'abort_ip is 0 or a kernel address', 'SIGSEGV', 'SIGSEGV', 'SIGSEGV'),
  behaviour('system-call', 'a system call that does not block', 'aborts', 'aborts', 'SIGSEGV'),
  // A thread that sleeps in its section commits on whatever cpu it wakes up.
  behaviour('blocking-system-call', 'a system call that blocks', 'aborts', 'goes on', 'SIGSEGV'),
  behaviour('high-bits', 'garbage in the upper half of rseq_cs', 'SIGSEGV', 'SIGSEGV', 'SIGSEGV'),
  behaviour('outside-signature', 'outside: another signature', 'SIGSEGV', 'goes on', 'goes on'),
  behaviour('outside-version', 'outside: version is not 0', 'SIGSEGV', 'goes on', 'goes on'),
  behaviour('outside-abort-inside', 'outside: abort_ip is inside', 'SIGSEGV', 'goes on', 'goes on'),
  behaviour('outside-unmapped', 'outside: the descriptor is in no mapping', 'SIGSEGV', 'SIGSEGV', 'SIGSEGV'),
];

/** The era of a kernel release without rseq_debug, as uname(2) has it; undefined: there is no rseq(2), or that is no release. */
export function behaviourEra(release: string): BehaviourEra | undefined {
  return (['6.19', '4.18'] as const).find((first) => isSince(release, first));
}

/**
 * The era that a kernel of a release is like, by what was measured there: outcomes by id. With rseq_debug=1 only if all of them are as
 * they are then, because a release does not say how it was booted.
 */
export function fittingEra(release: string, measured: ReadonlyMap<string, string>): BehaviourEra | undefined {
  const era = behaviourEra(release);
  const fits = (candidate: BehaviourEra): boolean =>
    behaviourCases.every(({ id, outcomes }) => [undefined, outcomes[candidate]].includes(measured.get(id) as Outcome));
  return era === '6.19' && !fits(era) && fits('6.19 debug') ? '6.19 debug' : era;
}

function behaviour(id: string, what: string, before: Outcome, since: Outcome, debug?: Outcome): BehaviourCase {
  return { id, what, outcomes: { '4.18': before, '6.19': since, ...(debug ? { '6.19 debug': debug } : {}) } };
}
