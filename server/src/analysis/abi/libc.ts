import { originalSize } from './fields';
import { originalLength } from './registration';
import { isSince } from './version';

/** What glibc does about rseq from a version on, until the next entry. Numbers as `major.minor`. */
export interface GlibcBehaviour {
  readonly since: string;
  readonly registers: boolean;
  /** Values that `__rseq_size` can have where the registration worked; `feature`: AT_RSEQ_FEATURE_SIZE, at least 20. */
  readonly sizes: readonly (number | 'feature')[];
  /** Bytes registered; `feature`: AT_RSEQ_FEATURE_SIZE, at least 32. */
  readonly length: number | 'feature' | undefined;
  readonly notes: string;
}

/** Oldest first. glibc sysdeps/unix/sysv/linux/rseq-internal.h and NEWS of the releases named. */
export const glibcBehaviours: readonly GlibcBehaviour[] = [
  {
    since: '2.0',
    registers: false,
    sizes: [],
    length: undefined,
    notes: 'a program registers its own area; __rseq_abi was in no release (RHEL 9 has what 2.35 brought)',
  },
  {
    since: '2.35',
    registers: true,
    sizes: [20, 32],
    length: 32,
    notes: '__rseq_size is 32, or 20 with the fixes of July 2024: neither tells which fields there are',
  },
  { since: '2.40', registers: true, sizes: [20], length: 32, notes: '__rseq_size does not tell of fields behind 20' },
  {
    since: '2.41',
    registers: true,
    sizes: ['feature'],
    length: 'feature',
    notes:
      '__rseq_size is the feature size, and on Linux 7.0 and later programs have ABI v2; __rseq_offset may be negative',
  },
];

/**
 * What a program learns of the area from glibc's symbols. glibc manual, Restartable Sequences; sysdeps/nptl/dl-tls_init_tp.c. Since 2.35, where glibc was built for the architecture ({@link glibcArchitectures}).
 */
export const librarySymbols: Readonly<Record<string, LibrarySymbol>> = {
  __rseq_size: {
    type: 'const unsigned int',
    meaning: 'bytes of the area that are maintained; 0: glibc registered nothing, and `cpu_id` is -2',
    notes: glibcBehaviours.filter(({ registers }) => registers).map(({ since, notes }) => `glibc ${since}: ${notes}`),
  },
  __rseq_offset: {
    type: 'const ptrdiff_t',
    meaning: 'where the area of a thread begins, in bytes from the thread pointer (`__builtin_thread_pointer()`)',
    notes: [
      'valid also where nothing is registered',
      'it differs between versions and may be negative since glibc 2.41',
    ],
  },
  __rseq_flags: { type: 'const unsigned int', meaning: 'the flags that were registered: 0', notes: [] },
};

/** The first release of glibc that has {@link librarySymbols}. */
export const librarySymbolsSince = '2.35';

/** A symbol that glibc exports for programs. */
export interface LibrarySymbol {
  readonly type: string;
  /** In one line. */
  readonly meaning: string;
  /** What differs by version. */
  readonly notes: readonly string[];
}

/** The tunable that switches glibc's registration off, and the value that does. */
export const registrationTunable = { name: 'glibc.pthread.rseq', off: '0' } as const;

/** Architectures whose glibc registers, with the version since which it does. */
export const glibcArchitectures: Readonly<Record<string, string>> = {
  aarch64: '2.35',
  arm: '2.35',
  mips: '2.35',
  powerpc: '2.35',
  s390: '2.35',
  x86: '2.35',
  loongarch: '2.41',
  riscv: '2.41',
};

/** What a version (`gnu_get_libc_version()`) of glibc does; undefined: that is no version. */
export function glibcBehaviour(version: string): GlibcBehaviour | undefined {
  return glibcBehaviours.findLast(({ since }) => isSince(version, since));
}

/**
 * The bytes of the area that are maintained: `__rseq_size` itself, but for 20 and 32, which also stand for "registered" and need
 * AT_RSEQ_FEATURE_SIZE (undefined: the kernel does not say). As librseq does it, src/rseq.c.
 */
export function usableSize(librarySize: number, featureSize: number | undefined): number {
  if (librarySize !== originalSize && librarySize !== originalLength) return librarySize;
  return Math.min(originalLength, featureSize ?? originalSize);
}
