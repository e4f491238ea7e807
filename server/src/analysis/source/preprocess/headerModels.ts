/*
 * Stand-ins for a few system headers, used where the real ones cannot be found: enough of each for rseq code to be read
 * with certainty. Written from the C standard and the documented interfaces; types as on LP64 and ILP32 GNU targets,
 * taken from the predefined macros.
 */

const STDINT = `
#ifndef _RSEQ_MODEL_STDINT_H
#define _RSEQ_MODEL_STDINT_H
typedef __INT8_TYPE__ int8_t;
typedef __INT16_TYPE__ int16_t;
typedef __INT32_TYPE__ int32_t;
typedef __INT64_TYPE__ int64_t;
typedef __UINT8_TYPE__ uint8_t;
typedef __UINT16_TYPE__ uint16_t;
typedef __UINT32_TYPE__ uint32_t;
typedef __UINT64_TYPE__ uint64_t;
typedef __INTPTR_TYPE__ intptr_t;
typedef __UINTPTR_TYPE__ uintptr_t;
typedef __INTMAX_TYPE__ intmax_t;
typedef __UINTMAX_TYPE__ uintmax_t;
#define INT8_MAX __INT8_MAX__
#define INT16_MAX __INT16_MAX__
#define INT32_MAX __INT32_MAX__
#define INT64_MAX __INT64_MAX__
#define UINT8_MAX __UINT8_MAX__
#define UINT16_MAX __UINT16_MAX__
#define UINT32_MAX __UINT32_MAX__
#define UINT64_MAX __UINT64_MAX__
#define INT8_MIN (-INT8_MAX - 1)
#define INT16_MIN (-INT16_MAX - 1)
#define INT32_MIN (-INT32_MAX - 1)
#define INT64_MIN (-INT64_MAX - 1)
#define INTPTR_MAX __INTPTR_MAX__
#define INTPTR_MIN (-INTPTR_MAX - 1)
#define UINTPTR_MAX __UINTPTR_MAX__
#define INTMAX_MAX __INTMAX_MAX__
#define INTMAX_MIN (-INTMAX_MAX - 1)
#define UINTMAX_MAX __UINTMAX_MAX__
#define SIZE_MAX __SIZE_MAX__
#define PTRDIFF_MAX __PTRDIFF_MAX__
#define PTRDIFF_MIN (-PTRDIFF_MAX - 1)
#define INT8_C(c) c
#define INT16_C(c) c
#define INT32_C(c) c
#define UINT8_C(c) c
#define UINT16_C(c) c
#define UINT32_C(c) c ## U
#if __SIZEOF_LONG__ == 8
#define INT64_C(c) c ## L
#define UINT64_C(c) c ## UL
#define INTMAX_C(c) c ## L
#define UINTMAX_C(c) c ## UL
#else
#define INT64_C(c) c ## LL
#define UINT64_C(c) c ## ULL
#define INTMAX_C(c) c ## LL
#define UINTMAX_C(c) c ## ULL
#endif
#endif
`;

const STDDEF = `
#ifndef _RSEQ_MODEL_STDDEF_H
#define _RSEQ_MODEL_STDDEF_H
typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
#ifdef __cplusplus
#define NULL __null
#else
typedef __WCHAR_TYPE__ wchar_t;
#define NULL ((void *)0)
#endif
#define offsetof(type, member) __builtin_offsetof (type, member)
#endif
`;

const STDBOOL = `
#ifndef _RSEQ_MODEL_STDBOOL_H
#define _RSEQ_MODEL_STDBOOL_H
#ifndef __cplusplus
#define bool _Bool
#define true 1
#define false 0
#endif
#define __bool_true_false_are_defined 1
#endif
`;

const LIMITS = `
#ifndef _RSEQ_MODEL_LIMITS_H
#define _RSEQ_MODEL_LIMITS_H
#define CHAR_BIT __CHAR_BIT__
#define SCHAR_MAX __SCHAR_MAX__
#define SCHAR_MIN (-SCHAR_MAX - 1)
#define UCHAR_MAX (SCHAR_MAX * 2 + 1)
#ifdef __CHAR_UNSIGNED__
#define CHAR_MIN 0
#define CHAR_MAX UCHAR_MAX
#else
#define CHAR_MIN SCHAR_MIN
#define CHAR_MAX SCHAR_MAX
#endif
#define SHRT_MAX __SHRT_MAX__
#define SHRT_MIN (-SHRT_MAX - 1)
#define USHRT_MAX (SHRT_MAX * 2 + 1)
#define INT_MAX __INT_MAX__
#define INT_MIN (-INT_MAX - 1)
#define UINT_MAX (INT_MAX * 2U + 1U)
#define LONG_MAX __LONG_MAX__
#define LONG_MIN (-LONG_MAX - 1L)
#define ULONG_MAX (LONG_MAX * 2UL + 1UL)
#define LLONG_MAX __LONG_LONG_MAX__
#define LLONG_MIN (-LLONG_MAX - 1LL)
#define ULLONG_MAX (LLONG_MAX * 2ULL + 1ULL)
#endif
`;

/** glibc's names for the byte order, and its conversions as far as constants go. */
const ENDIAN = `
#ifndef _RSEQ_MODEL_ENDIAN_H
#define _RSEQ_MODEL_ENDIAN_H
#define __LITTLE_ENDIAN 1234
#define __BIG_ENDIAN 4321
#define __PDP_ENDIAN 3412
#define __BYTE_ORDER __BYTE_ORDER__
#define __FLOAT_WORD_ORDER __FLOAT_WORD_ORDER__
#define LITTLE_ENDIAN __LITTLE_ENDIAN
#define BIG_ENDIAN __BIG_ENDIAN
#define PDP_ENDIAN __PDP_ENDIAN
#define BYTE_ORDER __BYTE_ORDER
#endif
`;

/** The kernel's names: only the one that holds is defined. */
const BYTEORDER = `
#ifndef _RSEQ_MODEL_BYTEORDER_H
#define _RSEQ_MODEL_BYTEORDER_H
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define __BIG_ENDIAN 4321
#define __BIG_ENDIAN_BITFIELD
#else
#define __LITTLE_ENDIAN 1234
#define __LITTLE_ENDIAN_BITFIELD
#endif
#endif
`;

const WORDSIZE = `
#ifndef __WORDSIZE
#if __SIZEOF_LONG__ == 8
#define __WORDSIZE 64
#else
#define __WORDSIZE 32
#endif
#endif
`;

/** The version is the user's kernel headers' business: code that asks gets the oldest kernel with all that is modelled. */
const LINUX_VERSION = `
#ifndef _RSEQ_MODEL_LINUX_VERSION_H
#define _RSEQ_MODEL_LINUX_VERSION_H
#define LINUX_VERSION_MAJOR 6
#define LINUX_VERSION_PATCHLEVEL 1
#define LINUX_VERSION_SUBLEVEL 0
#define LINUX_VERSION_CODE 393472
#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))
#endif
`;

/** Which functions of the C library do nothing: of interest to configure scripts only, and not installed for every target. */
const STUBS = '\n';

const MODELS: ReadonlyMap<string, string> = new Map([
  ['stdint.h', STDINT],
  ['stddef.h', STDDEF],
  ['stdbool.h', STDBOOL],
  ['limits.h', LIMITS],
  ['endian.h', ENDIAN],
  ['asm/byteorder.h', BYTEORDER],
  ['bits/wordsize.h', WORDSIZE],
  ['linux/version.h', LINUX_VERSION],
]);

/** The text of the model of a header, by its name in the include line. */
export function headerModel(name: string): string | undefined {
  return MODELS.get(name) ?? (/^gnu\/stubs-[\w-]+\.h$/.test(name) ? STUBS : undefined);
}
