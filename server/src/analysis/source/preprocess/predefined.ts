import { architecturePredefines, type ArchitecturePredefines } from '../../arch/predefines/index';
import type { Language } from './characters';
import { integerPredefines } from './integerPredefines';

export { compilerHas } from './compilerHas';

type Compiler = 'gcc' | 'clang';

/** What both compilers define on GNU/Linux, built position independent and without optimisation. */
const COMMON = `
  __STDC__ 1
  __STDC_HOSTED__ 1
  __ATOMIC_RELAXED 0
  __ATOMIC_SEQ_CST 5
  __ATOMIC_ACQUIRE 2
  __ATOMIC_RELEASE 3
  __ATOMIC_ACQ_REL 4
  __ATOMIC_CONSUME 1
  __pic__ 2
  __PIC__ 2
  __pie__ 2
  __PIE__ 2
  __FINITE_MATH_ONLY__ 0
  __ORDER_LITTLE_ENDIAN__ 1234
  __ORDER_BIG_ENDIAN__ 4321
  __ORDER_PDP_ENDIAN__ 3412
  __USER_LABEL_PREFIX__
  __NO_INLINE__ 1
  __PRAGMA_REDEFINE_EXTNAME 1
  __GCC_ASM_FLAG_OUTPUTS__ 1
  __GCC_HAVE_DWARF2_CFI_ASM 1
  __GCC_ATOMIC_BOOL_LOCK_FREE 2
  __GCC_ATOMIC_CHAR_LOCK_FREE 2
  __GCC_ATOMIC_CHAR16_T_LOCK_FREE 2
  __GCC_ATOMIC_CHAR32_T_LOCK_FREE 2
  __GCC_ATOMIC_WCHAR_T_LOCK_FREE 2
  __GCC_ATOMIC_SHORT_LOCK_FREE 2
  __GCC_ATOMIC_INT_LOCK_FREE 2
  __GCC_ATOMIC_LONG_LOCK_FREE 2
  __GCC_ATOMIC_LLONG_LOCK_FREE 2
  __GCC_ATOMIC_POINTER_LOCK_FREE 2
  __GCC_ATOMIC_TEST_AND_SET_TRUEVAL 1
  __GCC_CONSTRUCTIVE_SIZE 64
  __gnu_linux__ 1
  __linux 1
  __linux__ 1
  linux 1
  __unix 1
  __unix__ 1
  unix 1
  __ELF__ 1
`;

/** GCC 12, including what glibc's stdc-predef.h adds to every file. */
const GCC = `
  __GNUC__ 12
  __GNUC_MINOR__ 2
  __GNUC_PATCHLEVEL__ 0
  __VERSION__ "12.2.0"
  __GXX_ABI_VERSION 1017
  __GNUC_EXECUTION_CHARSET_NAME "UTF-8"
  __GNUC_WIDE_EXECUTION_CHARSET_NAME "UTF-32LE"
  __HAVE_SPECULATION_SAFE_VALUE 1
  __GCC_IEC_559 2
  __GCC_IEC_559_COMPLEX 2
  _STDC_PREDEF_H 1
  __STDC_IEC_559__ 1
  __STDC_IEC_60559_BFP__ 201404L
  __STDC_IEC_559_COMPLEX__ 1
  __STDC_IEC_60559_COMPLEX__ 201404L
  __STDC_ISO_10646__ 201706L
`;

/** Clang 19, which calls itself GCC 4.2.1. */
const CLANG = `
  __GNUC__ 4
  __GNUC_MINOR__ 2
  __GNUC_PATCHLEVEL__ 1
  __VERSION__ "Clang 19.1.7"
  __GXX_ABI_VERSION 1002
  __clang__ 1
  __clang_major__ 19
  __clang_minor__ 1
  __clang_patchlevel__ 7
  __clang_version__ "19.1.7"
  __clang_literal_encoding__ "UTF-8"
  __clang_wide_literal_encoding__ "UTF-32"
  __llvm__ 1
  __CLANG_ATOMIC_BOOL_LOCK_FREE 2
  __CLANG_ATOMIC_CHAR_LOCK_FREE 2
  __CLANG_ATOMIC_CHAR16_T_LOCK_FREE 2
  __CLANG_ATOMIC_CHAR32_T_LOCK_FREE 2
  __CLANG_ATOMIC_WCHAR_T_LOCK_FREE 2
  __CLANG_ATOMIC_SHORT_LOCK_FREE 2
  __CLANG_ATOMIC_INT_LOCK_FREE 2
  __CLANG_ATOMIC_LONG_LOCK_FREE 2
  __CLANG_ATOMIC_LLONG_LOCK_FREE 2
  __CLANG_ATOMIC_POINTER_LOCK_FREE 2
`;

const C = `
  __GNUC_STDC_INLINE__ 1
  __STDC_VERSION__ 201710L
  __STDC_UTF_16__ 1
  __STDC_UTF_32__ 1
`;

const ASM = `
  __GNUC_STDC_INLINE__ 1
  __ASSEMBLER__ 1
`;

/** C++17, the default of both compilers. */
const CPP = `
  _GNU_SOURCE 1
  __cplusplus 201703L
  __STDC_UTF_16__ 1
  __STDC_UTF_32__ 1
  __DEPRECATED 1
  __EXCEPTIONS 1
  __GXX_EXPERIMENTAL_CXX0X__ 1
  __GXX_RTTI 1
  __GXX_WEAK__ 1
  __STDCPP_THREADS__ 1
  __GLIBCXX_BITSIZE_INT_N_0 128
  __GLIBCXX_TYPE_INT_N_0 __int128
  __cpp_aggregate_bases 201603L
  __cpp_aggregate_nsdmi 201304L
  __cpp_alias_templates 200704L
  __cpp_aligned_new 201606L
  __cpp_attributes 200809L
  __cpp_binary_literals 201304L
  __cpp_capture_star_this 201603L
  __cpp_constexpr 201603L
  __cpp_decltype 200707L
  __cpp_decltype_auto 201304L
  __cpp_deduction_guides 201703L
  __cpp_delegating_constructors 200604L
  __cpp_digit_separators 201309L
  __cpp_enumerator_attributes 201411L
  __cpp_exceptions 199711L
  __cpp_fold_expressions 201603L
  __cpp_generic_lambdas 201304L
  __cpp_guaranteed_copy_elision 201606L
  __cpp_hex_float 201603L
  __cpp_if_constexpr 201606L
  __cpp_inheriting_constructors 201511L
  __cpp_init_captures 201304L
  __cpp_initializer_lists 200806L
  __cpp_inline_variables 201606L
  __cpp_lambdas 200907L
  __cpp_namespace_attributes 201411L
  __cpp_nested_namespace_definitions 201411L
  __cpp_noexcept_function_type 201510L
  __cpp_nontype_template_args 201411L
  __cpp_nontype_template_parameter_auto 201606L
  __cpp_nsdmi 200809L
  __cpp_range_based_for 201603L
  __cpp_raw_strings 200710L
  __cpp_ref_qualifiers 200710L
  __cpp_return_type_deduction 201304L
  __cpp_rtti 199711L
  __cpp_rvalue_references 200610L
  __cpp_sized_deallocation 201309L
  __cpp_static_assert 201411L
  __cpp_template_auto 201606L
  __cpp_template_template_args 201611L
  __cpp_threadsafe_static_init 200806L
  __cpp_unicode_literals 200710L
  __cpp_user_defined_literals 200809L
  __cpp_variable_templates 201304L
  __cpp_variadic_templates 200704L
  __cpp_variadic_using 201611L
`;

const CPP_GCC = `
  __GNUC_STDC_INLINE__ 1
  __GNUG__ 12
  __STDCPP_DEFAULT_NEW_ALIGNMENT__ 16
  __cpp_runtime_arrays 198712L
  __cpp_rvalue_reference 200610L
  __cpp_structured_bindings 201606L
  __cpp_unicode_characters 201411L
`;

const CPP_CLANG = `
  __GNUG__ 4
  __GNUC_GNU_INLINE__ 1
  __STDCPP_DEFAULT_NEW_ALIGNMENT__ 16UL
  __cpp_constexpr_in_decltype 201711L
  __cpp_deleted_function 202403L
  __cpp_impl_destroying_delete 201806L
  __cpp_named_character_escapes 202207L
  __cpp_pack_indexing 202311L
  __cpp_placeholder_variables 202306L
  __cpp_static_call_operator 202207L
  __cpp_structured_bindings 202403L
  __cpp_unicode_characters 200704L
`;

/**
 * `#define` lines in place of `compiler -dM -E`: GCC 12 or Clang 19 for `target` on GNU/Linux, without optimisation, with
 * the compiler's default language version. What describes floating point (`__FLT…`, `__DBL…`, `__DEC…`) is left out.
 * An unknown target gives what all targets share, as for a little-endian 64-bit one.
 */
export function predefinedMacros(target: string, language: Language, compiler: Compiler): string {
  const architecture = architecturePredefines(target);
  const lists = [COMMON, ...languageLines(language, compiler), compiler === 'gcc' ? GCC : CLANG];
  const lines = lists.flatMap(linesOf);
  if (architecture !== undefined) lines.push(...architectureLines(architecture, compiler));
  if (compiler === 'gcc') lines.push(...linesOf(architecture?.gccLanguages?.[language] ?? ''));
  const last = new Map(lines.map((line) => [/^\w+/.exec(line)?.[0] ?? line, line]));
  for (const name of architecture?.absent?.[compiler].trim().split(/\s+/) ?? []) last.delete(name);
  return [...last.values()].map((line) => `#define ${line}\n`).join('');
}

function languageLines(language: Language, compiler: Compiler): readonly string[] {
  if (language === 'c') return [C];
  if (language === 'asm') return compiler === 'gcc' ? [ASM] : [C, ASM];
  return [CPP, compiler === 'gcc' ? CPP_GCC : CPP_CLANG];
}

function architectureLines(architecture: ArchitecturePredefines, compiler: Compiler): readonly string[] {
  const { wordBytes, byteOrder, charUnsigned, biggestAlignment, compareAndSwapBytes } = architecture;
  const lines = [
    `__BYTE_ORDER__ __ORDER_${byteOrder.toUpperCase()}_ENDIAN__`,
    `__BIGGEST_ALIGNMENT__ ${biggestAlignment}`,
    `__GCC_DESTRUCTIVE_SIZE ${architecture.destructiveSize[compiler]}`,
  ];
  if (wordBytes === 8) lines.push('_LP64 1', '__LP64__ 1');
  if (charUnsigned) lines.push('__CHAR_UNSIGNED__ 1');
  if (compiler === 'gcc') lines.push(`__FLOAT_WORD_ORDER__ __ORDER_${byteOrder.toUpperCase()}_ENDIAN__`);
  else lines.push(`__${byteOrder.toUpperCase()}_ENDIAN__ 1`);
  if (compiler === 'gcc' && byteOrder === 'big') lines.push('__GNUC_WIDE_EXECUTION_CHARSET_NAME "UTF-32BE"');
  for (let bytes = 1; bytes <= compareAndSwapBytes; bytes *= 2) {
    lines.push(`__GCC_HAVE_SYNC_COMPARE_AND_SWAP_${bytes} 1`);
  }
  lines.push(...integerPredefines(architecture, compiler));
  lines.push(...linesOf(architecture.common), ...linesOf(architecture[compiler]));
  return lines;
}

function linesOf(list: string): readonly string[] {
  return list
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
