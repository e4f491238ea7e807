/** Folders of the C library's and the kernel's headers, as they stand in an `#include`. */
const STANDARD_FOLDERS =
  /^(arpa|asm|asm-generic|bits|c\+\+|drm|gnu|linux|machine|misc|mtd|net|netinet|netpacket|protocols|rdma|rpc|scsi|sound|sys|video|xen)\//;

/** Headers of C23, POSIX.1-2024 and those of glibc and the compilers that much code includes. */
const STANDARD_FILES = new Set(
  [
    'aio alloca alltypes argp argz ar assert byteswap complex cpio cpuid ctype dirent dlfcn elf endian envz err errno',
    'error execinfo fcntl features fenv float fmtmsg fnmatch fstab fts ftw getopt glob gnu-versions grp iconv ifaddrs',
    'immintrin inttypes iso646 langinfo libgen libintl limits link locale malloc math mcheck memory mntent monetary',
    'mqueue ndbm netdb nl_types nmmintrin numa numaif obstack paths poll printf pthread pty pwd regex regexp resolv',
    'sched search semaphore setjmp sgtty shadow signal spawn stab stdalign stdarg stdatomic stdbit stdbool stdc-predef',
    'stdckdint stddef stdint stdio stdio_ext stdlib stdnoreturn string strings stropts syscall sysexits syslog tar',
    'termio termios tgmath thread_db threads time trace ucontext ulimit unistd unwind utime utmp utmpx values wait',
    'wchar wctype wordexp x86intrin xmmintrin emmintrin smmintrin arm_neon arm_acle altivec',
  ]
    .join(' ')
    .split(' ')
    .map((stem) => `${stem}.h`),
);

/** True for a header that a toolchain brings: C, POSIX, Linux. A project's file of that name stands in for it at most. */
export function isStandardHeader(name: string): boolean {
  return STANDARD_FILES.has(name) || STANDARD_FOLDERS.test(name);
}
