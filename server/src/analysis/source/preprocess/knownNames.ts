import { PROCESSOR_NAMES, PROCESSOR_PREFIXES } from '../../arch/predefines/index';

/*
 * Once an include is missing, a name that is not defined is unknown, unless nobody but the compiler could have defined it.
 */

/** Names in the shape of compiler predefines that C libraries and kernels define all the same. */
const LIBRARY_NAMES: ReadonlySet<string> = new Set([
  '__BIONIC__',
  '__GLIBC__',
  '__GLIBC_MINOR__',
  '__GLIBCXX__',
  '__GNU_LIBRARY__',
  '__MUSL__',
  '__NEWLIB__',
  '__UCLIBC__',
]);

/** Lower-case predefines that name no processor: operating systems, code models, compilers. */
const LOWER_CASE = /^_*(?:linux|gnu_linux|unix|android|pic|PIC|pie|PIE|clang)_*$/;

/** Upper-case predefines that do not end in underscores. */
const UPPER_CASE =
  /^_(?:_GNUC_|_STDC_|_cpp_|_cplusplus$|_GCC_|_FLT|_LDBL_|_SANITIZE_|_OPTIMIZE|_clang|_pic|_pie|_CET__|LP64$|_LP64$|_ILP32$|LITTLE_ENDIAN$|BIG_ENDIAN$|WIN32$|WIN64$|MSC_|_APPLE|_INTEL|_ICC)/;

const GUARD = /_(?:H|HH|HPP|INC|INCLUDED)_*$/;

/**
 * True for a name that a compiler predefines or nobody does: not in the predefined table means not defined.
 * Goes by shape (`__[A-Z0-9_]+__`) and by families of names, minus the names known to come from C libraries; include
 * guards are of that shape too and are told apart by their ending.
 */
export function onlyCompilersDefine(name: string): boolean {
  if (!name.startsWith('_')) return name === 'linux' || name === 'unix' || PROCESSOR_NAMES.test(name);
  if (LIBRARY_NAMES.has(name) || GUARD.test(name)) return false;
  return (
    /^__[A-Z0-9][A-Z0-9_]*__$/.test(name) ||
    [LOWER_CASE, UPPER_CASE, PROCESSOR_NAMES, PROCESSOR_PREFIXES].some((names) => names.test(name))
  );
}
