/*
 * The macros that the headers every GNU/Linux system has may define: the headers of C, POSIX and glibc's <sys/…>, and the
 * common ones of the kernel. Where such a header is missing, names outside of these are the program's own.
 */

/** What stands before the first underscore of a name. */
const PREFIXES: ReadonlySet<string> = new Set(
  `
  ABDAY ABMON ACCT ADJ AF AI ALTMON AT ATOMIC BC BLOCK BOOL BUS CHAR CIRCLEQ CLD CLOCK CLOCKS CLONE CLOSE CMSG
  CPU D DAY DBL DECIMAL DF DLFO DN DT DTF E EAI EF EFA EFD EI ELF ELF32 ELF64 ELFCOMPRESS ELFOSABI EM EPOLL
  ERA ET EV EXIT F FALLOC FAN FD FE FLT FP FPE FSPICK FUTEX GAI GLOB GMON GMT GNU GPROF GRND HOST HT HUGE
  HUGETLB HWCAP HWCAP2 ILL IN IN6 IN6ADDR INADDR INT INT16 INT32 INT64 INT8 INTMAX INTPTR IOC IOCSIZE IP IPC
  IPPROTO IPV6 ITIMER L LC LDBL LINUX LIST LITUSE LL LLONG LM LOCK LOG LONG La M MADV MAP MATH MAX MB MCAST
  MCL MFD MIPS MNT MOD MON MOUNT MOVE MREMAP MS MSG MT N NETDB NI NL NO NSS NT O ODK OEX OHW OPAD OPEN
  OVERCOMMIT P PAGE PCI PCIIOC PERF PF PKEY POLL POSIX PR PRIO PROT PT PTHREAD PTRACE PTRDIFF R RAW RB RE REG
  REGS RENAME RHF RLIM RLIMIT RTLD RUSAGE RWF RWH S SA SCHAR SCHED SCM SEEK SEGV SEM SFD SHF SHM SHN SHRT SHT
  SHUT SI SIG SIGEV SIMPLEQ SIZE SLIST SO SOCK SOL SPLICE SS ST STA STAILQ STATX STB STO STT STV SWAP SYMINFO
  SYNC SYS SYSCALL T TAILQ TFD TIME TIOCM TIOCPKT TRAP TTYDEF UCHAR UINT UINT16 UINT32 UINT64 UINT8 UINTMAX
  UINTPTR ULLONG ULONG USHRT UTIME VER W WAIT WCHAR WINT XATTR atomic fmaximum fminimum pthread sa si sigev st
  sve va
  `
    .trim()
    .split(/\s+/),
);

/** Names that belong to none of the families below and begin with none of the prefixes. */
const WORDS: ReadonlySet<string> = new Set(
  `
  ACCESSPERMS AHZ AIO_PRIO_DELTA_MAX ALLPERMS ALT_DIGITS AM_STR ARCDENSITY ARCINDEX ARG_MAX BIG_ENDIAN
  BLKBSZGET BLKBSZSET BLKFLSBUF BLKFRAGET BLKFRASET BLKGETSIZE BLKGETSIZE64 BLKRAGET BLKRASET BLKROGET
  BLKROSET BLKRRPART BLKSECTGET BLKSECTSET BLKSSZGET BRKINT BSDLY BUFSIZ BYTE_ORDER CANBSIZ CBAUD CBAUDEX CBRK
  CCEQ CDISCARD CDSUSP CEOF CEOL CEOT CERASE CFLUSH CHARCLASS_NAME_MAX CIBAUD CINTR CKILL CLNEXT CLOCAL CMIN
  CMPLX CMPLXF CMPLXF128 CMPLXF32 CMPLXF32X CMPLXF64 CMPLXF64X CMPLXL CMSPAR CODESET COLL_WEIGHTS_MAX CQUIT
  CRDLY CREAD CREPRINT CRNCYSTR CRPRNT CRTSCTS CSIGNAL CSIZE CSTART CSTATUS CSTOP CSTOPB CSUSP CTIME CTRL
  CURRENCY_SYMBOL CWERASE DEFFILEMODE DEFTAPE DELAYTIMER_MAX DEV_BSIZE DL_CALL_FCT DTTOIF EMT_TAGOVF ESR_MAGIC
  EXEC_PAGESIZE EXPR_NEST_MAX EXTRA_MAGIC ElfW FANOTIFY_METADATA_VERSION FAPPEND FASYNC FFDLY FFSYNC
  FILENAME_MAX FLUSHO FNDELAY FNONBLOCK FOPEN_MAX FPSIMD_MAGIC FRAC_DIGITS FSMOUNT_CLOEXEC FSOPEN_CLOEXEC
  GETALL GETNCNT GETPID GETVAL GETZCNT GROUPING GROUP_FILTER_SIZE GRP_COMDAT HASHFRACTION HISTCOUNTER
  HISTFRACTION HUPCL HZ I ICANON ICRNL IEXTEN IFTODT IGNBRK IGNCR IGNPAR IMAXBEL INET6_ADDRSTRLEN
  INET_ADDRSTRLEN INFINITY INLCR INPCK IOV_MAX IPPORT_RESERVED ISIG ISTRIP IUCLC IUTF8 IXANY IXOFF IXON
  LAV_CURRENT LINE_MAX LINK_MAX LITTLE_ENDIAN LOGIN_NAME_MAX MLOCK_ONFAULT MQ_PRIO_MAX MTRAS1 MTRAS2 MTRAS3
  NAME_MAX NAN NBBY NBPG NCARGS NCC NCCS NEGATIVE_SIGN NFDBITS NGREG NGROUPS NGROUPS_MAX NLDLY NODEV NOEXPR
  NOFILE NOFLSH NOGROUP NOSTR NOTE_GNU_PROPERTY_SECTION_NAME NR_OPEN NSIG NSIGBUS NSIGCHLD NSIGEMT NSIGFPE
  NSIGILL NSIGPOLL NSIGSEGV NSIGSYS NSIGTRAP NTP_API NULL NZERO OCRNL OFDEL OFILL OHWA0_R4KEOP_CHECKED
  OHWA1_R4KEOP_CLEAN OLCUC ONCE_FLAG_INIT ONLCR ONLRET ONOCR OPOST PARENB PARMRK PARODD PATH_MAX PDP_ENDIAN
  PENDIN PIDFD_NONBLOCK PIPE_BUF PM_STR PN_XNUM POLLERR POLLHUP POLLIN POLLMSG POLLNVAL POLLOUT POLLPRI
  POLLRDBAND POLLRDHUP POLLRDNORM POLLREMOVE POLLWRBAND POLLWRNORM POSITIVE_SIGN RADIXCHAR RAND_MAX
  RLIM64_INFINITY ROBUST_LIST_LIMIT ROUNDDOWN ROUNDUP RTSIG_MAX SCOPE_DELIMITER SELFMAG SETALL SETVAL SHMLBA
  SIOCGSTAMPNS_OLD SIOCGSTAMP_OLD SNAN SNANF SNANF128 SNANF32 SNANF32X SNANF64 SNANF64X SNANL SOMAXCONN
  SSIZE_MAX STDERR_FILENO STDIN_FILENO STDOUT_FILENO STN_UNDEF SUN_LEN TABDLY TEMP_FAILURE_RETRY THOUSANDS_SEP
  THOUSEP TIMER_ABSTIME TIMESPEC_TO_TIMEVAL TIMEVAL_TO_TIMESPEC TIOCSER_TEMT TMP_MAX TOSTOP TRY_AGAIN
  TSS_DTOR_ITERATIONS TTY_NAME_MAX UIO_MAXIOV UMOUNT_NOFOLLOW UPAGES WCONTINUED WCOREDUMP WCOREFLAG WEOF
  WEXITED WEXITSTATUS WIFCONTINUED WIFEXITED WIFSIGNALED WIFSTOPPED WNOHANG WNOWAIT WORD_BIT WSTOPPED WSTOPSIG
  WTERMSIG WUNTRACED XCASE XTABS X_OK YESEXPR YESSTR acos acosh alignas alignof alloca and and_eq asin asinh
  assert assert_perror atan atan2 atanh basename be16toh be32toh be64toh bitand bitor bool carg cbrt ceil
  cimag clrbit compl complex conj copysign cos cosh cproj creal d_fileno dadd ddiv dfma dmul dsqrt dsub erf
  erfc errno exp exp10 exp2 expm1 f32add f32div f32fma f32mul f32sqrt f32sub f32xadd f32xdiv f32xfma f32xmul
  f32xsqrt f32xsub f64add f64div f64fma f64mul f64sqrt f64sub f64xadd f64xdiv f64xfma f64xmul f64xsqrt f64xsub
  fabs fadd false fdim fdiv ffma floor fma fmax fmaximum fmaxmag fmin fminimum fminmag fmod fmul fpclassify
  frexp fromfp fromfpx fsqrt fsub howmany htobe16 htobe32 htobe64 htole16 htole32 htole64 hypot ilogb isalnum
  isalnum_l isalpha isalpha_l isascii isascii_l isblank isblank_l iscanonical isclr iscntrl iscntrl_l isdigit
  isdigit_l iseqsig isfinite isgraph isgraph_l isgreater isgreaterequal isinf isless islessequal islessgreater
  islower islower_l isnan isnormal isprint isprint_l ispunct ispunct_l isset issignaling isspace isspace_l
  issubnormal isunordered isupper isupper_l isxdigit isxdigit_l iszero kill_dependency ldexp le16toh le32toh
  le64toh lgamma llogb llrint llround log log10 log1p log2 logb lrint lround major makedev math_errhandling
  minor msg_cbytes nearbyint nextafter nextdown nexttoward nextup no_argument noreturn not not_eq offsetof
  optional_argument or or_eq pow powerof2 remainder remquo required_argument rint round roundeven roundup
  scalb scalbln scalbn sched_priority setbit setjmp sigcontext_struct sigmask signbit sigsetjmp sin sinh sqrt
  static_assert stderr stdin stdout strdupa strndupa tan tanh tgamma thread_local timeradd timerclear timercmp
  timerisset timersub toascii toascii_l true trunc ufromfp ufromfpx xor xor_eq
  `
    .trim()
    .split(/\s+/),
);

/** Errors, signals, formats of inttypes.h, terminal and ioctl settings. */
const FAMILIES =
  /^(?:E[A-Z0-9]+|SIG[A-Z0-9]*|PRI[diouxX]\w+|SCN[diouxnX]\w+|(?:FIO|SIO|TIO)\w+|TC[A-Z]+\d*|B\d+|MOD[A-Z]\w*|(?:NL|FF|CR|TAB|BS|VT|CS)\d|M[A-Z]+|V[A-Z]+\d?)$/;

const KERNEL =
  /^<(?:linux|asm|asm-generic)\/(?:auxvec|const|errno|futex|ioctl|kernel|limits|membarrier|mman|param|perf_event|posix_types|prctl|sched|signal|stat|stddef|string|time|types|unistd|bitsperlong)\.h>$/;

const C_LIBRARY =
  /^<(?:(?:sys|bits|gnu|machine)\/[a-z_]+\.h|[a-z_]+|(?:assert|complex|ctype|dirent|dlfcn|elf|endian|err|errno|fcntl|features|fenv|float|getopt|glob|grp|inttypes|iso646|langinfo|libgen|limits|link|locale|malloc|math|memory|netdb|poll|pthread|pwd|regex|sched|semaphore|setjmp|signal|spawn|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|strings|syscall|syslog|termios|tgmath|threads|time|uchar|ucontext|unistd|utime|wchar|wctype)\.h)>$/;

/** True for a header whose macros {@link libraryMayDefine} knows about. @param header with its `<>` or `""` */
export function isLibraryHeader(header: string): boolean {
  return !header.includes('rseq') && (C_LIBRARY.test(header) || KERNEL.test(header));
}

/**
 * True if some library header may define `name`. They may define any name that begins with an underscore, but for rseq's.
 */
export function libraryMayDefine(name: string): boolean {
  if (name.startsWith('_')) return !/^_+rseq_/i.test(name);
  return PREFIXES.has(/^[^_]*(?=_)/.exec(name)?.[0] ?? '') || WORDS.has(name) || FAMILIES.test(name);
}
