/** Nothing can be aborted here. That is no fault of the program, and it has not passed either. */
export class Unavailable extends Error {
  constructor(reason: string) {
    super(`skipped: ${reason}`);
  }
}

/** What is said once where sections are aborted without ptrace; `reason`: why. */
export function inProcessNote(reason: string): string {
  return `ptrace is not allowed here (${reason}): sections were aborted from inside of the program`;
}

/** Does this environment keep glibc (2.35 and newer) from registering struct rseq? */
export function isRegistrationOff(env: Readonly<Record<string, string | undefined>>): boolean {
  return /(^|:)glibc\.pthread\.rseq=0+(:|$)/.test(env['GLIBC_TUNABLES'] ?? '');
}
