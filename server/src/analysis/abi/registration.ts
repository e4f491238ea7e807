import { isSince } from './version';

/** The first release of Linux of those that answer alike to rseq(2). */
export type RegistrationEra = '4.18' | '6.3' | '7.0';

export type RegistrationAnswer = 'ok' | 'EINVAL' | 'EPERM' | 'EBUSY' | 'EFAULT';

/** `rseq(area, length, flags, signature)` of a thread whose own area is 64-aligned and of `registered` bytes; 0: it has none. */
export interface RegistrationCall {
  readonly registered: number;
  /** `own`: the registered area or, before there is one, any good one; the offset in bytes is added to it. */
  readonly area: 'own' | 'other' | 'null' | 'kernel';
  readonly offset: number;
  readonly length: number;
  readonly flags: number;
  readonly signature: 'own' | 'other';
}

/** A call and what comes of it. */
export interface RegistrationCase extends RegistrationCall {
  readonly answers: Readonly<Record<RegistrationEra, RegistrationAnswer>>;
}

/** Linux include/uapi/linux/rseq.h: enum rseq_flags; the second since 7.0. */
export const registrationFlags = { unregister: 1, sliceExtensionOn: 2 } as const;

/** Bytes that can be registered on every kernel (ORIG_RSEQ_SIZE in Linux 7.3 kernel/rseq.c). */
export const originalLength = 32;

/** Values of `cpu_id` before registration and behind one that failed. Linux include/uapi/linux/rseq.h: enum rseq_cpu_id_state. */
export const cpuIdStates = { uninitialized: -1, registrationFailed: -2 } as const;

/**
 * What `AT_RSEQ_ALIGN` is for a feature size: 32 bytes up to the original length, else the next power of two (Linux 7.3
 * fs/binfmt_elf.c, kernel/rseq.c: rseq_length_valid()).
 */
export function areaAlignmentOf(featureSize: number): number {
  return featureSize <= originalLength ? originalLength : 2 ** Math.ceil(Math.log2(featureSize));
}

/** What to register where the kernel says `featureSize` (AT_RSEQ_FEATURE_SIZE; undefined: it does not), as glibc does since 2.41. */
export function registeredLength(featureSize: number | undefined): number {
  return Math.max(featureSize ?? 0, originalLength);
}

/** Does the kernel (up to 7.3, whose feature size is 33) take an area of `length` bytes at an address with this alignment, both in bytes? */
export function isLengthValid(length: number, alignment: number, era: RegistrationEra): boolean {
  if (length < originalLength || alignment < originalLength) return false;
  if (length === originalLength) return true;
  if (era === '7.0') return alignment >= areaAlignmentOf(33) && length >= 33;
  return era === '6.3';
}

/** The era that a kernel release, as uname(2) has it, belongs to; undefined: before rseq(2), or no release. */
export function eraOf(release: string): RegistrationEra | undefined {
  return (['7.0', '6.3', '4.18'] as const).find((first) => isSince(release, first));
}

/**
 * What a thread that registered `length` bytes (0: nothing) may rely on. `legacy`: the 32 bytes that always were. `extended`: more of
 * them, with the rules of old. `v2`: since Linux 7.1 and 7.0.13, on architectures with generic entry code, fields are written only when
 * they change, and a store to one that the kernel owns kills the process.
 */
export type RegistrationMode = 'none' | 'legacy' | 'extended' | 'v2';

/** The mode of a registration under a kernel release, on a machine as uname(2) names it; undefined: nobody has tried that. */
export function registrationMode(length: number, release: string, machine: string): RegistrationMode | undefined {
  if (length === 0) return 'none';
  if (length <= originalLength) return 'legacy';
  const knowsV2 = isSince(release, '7.0.13') === true;
  if (!knowsV2) return 'extended';
  return genericEntry.test(machine) ? 'v2' : otherEntry.test(machine) ? 'extended' : undefined;
}

/** Linux 7.3 arch/<name>/Kconfig: those that select GENERIC_IRQ_ENTRY, and those that surely do not. */
const genericEntry = /^(x86_64|i[3-6]86|aarch64|riscv(32|64)|s390x?|loongarch64)$/;
const otherEntry = /^(arm|mips|openrisc|or1k)/;

const refused = { '4.18': 'EINVAL', '6.3': 'EINVAL', '7.0': 'EINVAL' } as const;
const taken = { '4.18': 'ok', '6.3': 'ok', '7.0': 'ok' } as const;
const forbidden = { '4.18': 'EPERM', '6.3': 'EPERM', '7.0': 'EPERM' } as const;
const busy = { '4.18': 'EBUSY', '6.3': 'EBUSY', '7.0': 'EBUSY' } as const;
const fault = { '4.18': 'EFAULT', '6.3': 'EFAULT', '7.0': 'EFAULT' } as const;

const first: RegistrationCall = { registered: 0, area: 'own', offset: 0, length: 32, flags: 0, signature: 'own' };
const again: RegistrationCall = { ...first, registered: 32 };
const { unregister, sliceExtensionOn } = registrationFlags;

/** Measured on Linux 6.1, 6.12, 6.18, 6.19, 7.0, 7.1 and 7.3. Where rseq(2) is missing, or a filter hides it, all are ENOSYS or EPERM. */
export const registrationCases: readonly RegistrationCase[] = [
  { ...first, answers: taken },
  { ...first, offset: 16, answers: refused },
  { ...first, length: 0, answers: refused },
  { ...first, length: 20, answers: refused },
  { ...first, length: 28, answers: refused },
  { ...first, length: 31, answers: refused },
  { ...first, offset: 32, length: 33, answers: { '4.18': 'EINVAL', '6.3': 'ok', '7.0': 'EINVAL' } },
  { ...first, offset: 32, length: 64, answers: { '4.18': 'EINVAL', '6.3': 'ok', '7.0': 'EINVAL' } },
  { ...first, length: 33, answers: { '4.18': 'EINVAL', '6.3': 'ok', '7.0': 'ok' } },
  { ...first, length: 64, answers: { '4.18': 'EINVAL', '6.3': 'ok', '7.0': 'ok' } },
  { ...first, flags: sliceExtensionOn, answers: { '4.18': 'EINVAL', '6.3': 'EINVAL', '7.0': 'ok' } },
  { ...first, flags: 4, answers: refused },
  { ...first, area: 'null', length: 0, answers: refused },
  { ...first, area: 'null', answers: fault },
  { ...first, area: 'kernel', answers: fault },
  { ...first, flags: unregister, answers: refused },
  { ...again, flags: unregister, answers: taken },
  { ...again, flags: unregister, signature: 'other', answers: forbidden },
  { ...again, flags: unregister, length: 64, answers: refused },
  { ...again, flags: unregister, area: 'other', answers: refused },
  { ...again, flags: unregister | sliceExtensionOn, answers: refused },
  // The manual has EPERM for unregistering only.
  { ...again, answers: busy },
  { ...again, signature: 'other', answers: forbidden },
  { ...again, length: 64, answers: refused },
  { ...again, area: 'other', answers: refused },
];
