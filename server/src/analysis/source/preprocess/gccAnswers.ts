import type { Answers } from './compilerHas';

/** Asked of GCC 12.2 itself with `-E`; names whose answer depends on the processor are left out. */
export const gccAnswers: Answers = {
  __has_attribute: {
    both: `
      access alias aligned alloc_align alloc_size always_inline artificial assume_aligned cleanup cold common const
      constructor copy deprecated=201904 designated_init destructor error externally_visible fallthrough=201904 flatten
      format format_arg gnu_inline hot ifunc leaf malloc may_alias maybe_unused=201904 mode no_icf
      no_instrument_function no_profile_instrument_function no_reorder no_sanitize no_sanitize_address
      no_sanitize_thread no_sanitize_undefined no_split_stack no_stack_limit no_stack_protector nocf_check noclone
      nodiscard=202003 noinit noinline noipa nonnull nonstring noplt noreturn=200809 nothrow objc_root_class optimize
      packed patchable_function_entry persistent pure retain returns_nonnull returns_twice scalar_storage_order section
      sentinel simd stack_protect symver tainted_args target target_clones tls_model transparent_union unavailable
      uninitialized unused used vector_size visibility warn_unused warn_unused_result warning weak weakref
      zero_call_used_regs
    `,
    cppOnly: `
      abi_tag init_priority likely=201803 no_unique_address=201803 unlikely=201803
    `,
    neither: `
      acquire_capability acquired_after acquired_before address_space always_destroy annotate assert_capability assume
      availability bounded btf_decl_tag btf_type_tag callback capability carries_dependency consumable counted_by
      counted_by_or_null cpu_dispatch cpu_specific diagnose_if disable_sanitizer_instrumentation enable_if enforce_tcb
      exclude_from_explicit_instantiation exclusive_lock_function fd_arg flag_enum guard_nocf guarded_by
      internal_linkage lifetimebound loader_uninitialized lockable lto_visibility_public malloc_span minsize musttail
      no_builtin no_dangling no_destroy no_sanitize_memory no_speculative_load_hardening no_thread_safety_analysis
      nodebug noderef noescape nomerge not_tail_called nouwtable ns_returns_retained null_terminated_string_arg optnone
      overloadable pass_dynamic_object_size pass_object_size pcs preserve_all preserve_most pt_guarded_by
      release_capability reproducible require_constant_initialization scoped_lockable shared_lock_function
      speculative_load_hardening standalone_debug strict_flex_array swift_name swiftcall target_version trivial_abi
      type_visibility unlock_function unsequenced using_if_exists weak_import xray_always_instrument
      xray_never_instrument
    `,
  },
  __has_builtin: {
    both: `
      __atomic_add_fetch __atomic_always_lock_free __atomic_and_fetch __atomic_clear __atomic_compare_exchange
      __atomic_compare_exchange_n __atomic_exchange __atomic_exchange_n __atomic_fetch_add __atomic_fetch_and
      __atomic_fetch_nand __atomic_fetch_or __atomic_fetch_sub __atomic_fetch_xor __atomic_is_lock_free __atomic_load
      __atomic_load_n __atomic_nand_fetch __atomic_or_fetch __atomic_signal_fence __atomic_store __atomic_store_n
      __atomic_sub_fetch __atomic_test_and_set __atomic_thread_fence __atomic_xor_fetch __builtin_FILE
      __builtin_FUNCTION __builtin_LINE __builtin___clear_cache __builtin___memcpy_chk __builtin___snprintf_chk
      __builtin_abort __builtin_abs __builtin_add_overflow __builtin_add_overflow_p __builtin_aligned_alloc
      __builtin_alloca __builtin_alloca_with_align __builtin_apply __builtin_assume_aligned __builtin_bswap128
      __builtin_bswap16 __builtin_bswap32 __builtin_bswap64 __builtin_cabs __builtin_calloc __builtin_classify_type
      __builtin_clear_padding __builtin_clrsb __builtin_clz __builtin_clzl __builtin_clzll __builtin_constant_p
      __builtin_convertvector __builtin_copysign __builtin_ctz __builtin_ctzl __builtin_ctzll
      __builtin_dynamic_object_size __builtin_eh_return __builtin_exit __builtin_expect
      __builtin_expect_with_probability __builtin_extend_pointer __builtin_extract_return_addr __builtin_fabs
      __builtin_ffs __builtin_ffsl __builtin_ffsll __builtin_fma __builtin_frame_address __builtin_free
      __builtin_frob_return_addr __builtin_has_attribute __builtin_huge_val __builtin_huge_valf __builtin_inf
      __builtin_isdigit __builtin_isfinite __builtin_isgreater __builtin_isinf __builtin_isnan __builtin_isnormal
      __builtin_longjmp __builtin_malloc __builtin_memchr __builtin_memcmp __builtin_memcpy __builtin_memmove
      __builtin_mempcpy __builtin_memset __builtin_mul_overflow __builtin_mul_overflow_p __builtin_nan __builtin_nanf
      __builtin_object_size __builtin_offsetof __builtin_parity __builtin_parityl __builtin_popcount __builtin_popcountl
      __builtin_popcountll __builtin_prefetch __builtin_printf __builtin_putchar __builtin_puts __builtin_realloc
      __builtin_return_address __builtin_sadd_overflow __builtin_set_thread_pointer __builtin_setjmp __builtin_shuffle
      __builtin_shufflevector __builtin_signbit __builtin_smul_overflow __builtin_snprintf
      __builtin_speculation_safe_value __builtin_sprintf __builtin_sqrt __builtin_ssub_overflow __builtin_stack_restore
      __builtin_stack_save __builtin_strcat __builtin_strchr __builtin_strcmp __builtin_strcpy __builtin_strlen
      __builtin_strncmp __builtin_strncpy __builtin_strrchr __builtin_strstr __builtin_sub_overflow
      __builtin_sub_overflow_p __builtin_thread_pointer __builtin_trap __builtin_uadd_overflow __builtin_unreachable
      __builtin_unwind_init __builtin_va_arg_pack __builtin_va_arg_pack_len __builtin_va_copy __builtin_va_end
      __builtin_va_start __builtin_vsnprintf __builtin_vsprintf __clear_cache __sync_add_and_fetch
      __sync_add_and_fetch_4 __sync_add_and_fetch_8 __sync_bool_compare_and_swap __sync_bool_compare_and_swap_4
      __sync_bool_compare_and_swap_8 __sync_fetch_and_add __sync_fetch_and_add_4 __sync_fetch_and_add_8
      __sync_fetch_and_and __sync_fetch_and_and_4 __sync_fetch_and_and_8 __sync_fetch_and_or __sync_fetch_and_or_4
      __sync_fetch_and_or_8 __sync_fetch_and_sub __sync_fetch_and_sub_4 __sync_fetch_and_sub_8 __sync_fetch_and_xor
      __sync_fetch_and_xor_4 __sync_fetch_and_xor_8 __sync_lock_release __sync_lock_release_4 __sync_lock_release_8
      __sync_lock_test_and_set __sync_lock_test_and_set_4 __sync_lock_test_and_set_8 __sync_sub_and_fetch
      __sync_sub_and_fetch_4 __sync_sub_and_fetch_8 __sync_synchronize __sync_val_compare_and_swap
      __sync_val_compare_and_swap_4 __sync_val_compare_and_swap_8 isinf
    `,
    cOnly: `
      __builtin_choose_expr __builtin_types_compatible_p
    `,
    cppOnly: `
      __builtin_addressof __builtin_bit_cast __builtin_is_constant_evaluated __builtin_is_corresponding_member
      __builtin_is_pointer_interconvertible_with_class __builtin_launder __builtin_source_location
      __has_unique_object_representations __integer_pack __is_abstract __is_aggregate __is_assignable __is_base_of
      __is_class __is_constructible __is_empty __is_enum __is_final __is_layout_compatible __is_literal_type __is_pod
      __is_pointer_interconvertible_base_of __is_polymorphic __is_same __is_same_as __is_standard_layout __is_trivial
      __is_trivially_constructible __is_trivially_copyable __is_union __underlying_type
    `,
    neither: `
      __add_pointer __array_extent __array_rank __builtin_COLUMN __builtin_allow_runtime_check
      __builtin_allow_sanitize_check __builtin_assume __builtin_bitreverse16 __builtin_bitreverse32
      __builtin_bitreverse64 __builtin_bitreverse8 __builtin_call_with_static_chain __builtin_cfi_shadow __builtin_clzg
      __builtin_complex __builtin_coro_resume __builtin_counted_by_ref __builtin_ctzg __builtin_debugtrap
      __builtin_dump_struct __builtin_fclose __builtin_goacc_parlevel_id __builtin_memcpy_chk __builtin_memcpy_inline
      __builtin_memset_inline __builtin_nontemporal_load __builtin_nontemporal_store __builtin_operator_delete
      __builtin_operator_new __builtin_popcountg __builtin_preserve_access_index __builtin_ptrauth_strip
      __builtin_readcyclecounter __builtin_readsteadycounter __builtin_rotateleft32 __builtin_rotateleft64
      __builtin_rotateleft8 __builtin_rotateright32 __builtin_stdarg_start __builtin_stdc_bit_width
      __builtin_stdc_rotate_left __builtin_tgmath __builtin_unpredictable __builtin_va_arg __builtin_verbose_trap
      __builtin_wmemcmp __builtin_zero_non_value_bits __c11_atomic_compare_exchange_strong
      __c11_atomic_compare_exchange_weak __c11_atomic_exchange __c11_atomic_fetch_add __c11_atomic_fetch_and
      __c11_atomic_fetch_or __c11_atomic_fetch_sub __c11_atomic_init __c11_atomic_is_lock_free __c11_atomic_load
      __c11_atomic_store __decay __fence __is_array __is_bounded_array __is_const __is_convertible __is_convertible_to
      __is_deducible __is_function __is_integral __is_invocable __is_member_pointer __is_nothrow_constructible
      __is_nothrow_invocable __is_object __is_pointer __is_reference __is_scalar __is_signed __is_trivially_relocatable
      __is_unsigned __is_virtual_base_of __is_void __is_volatile __make_integer_seq __make_signed __make_unsigned
      __reference_binds_to_temporary __reference_constructs_from_temporary __remove_cv __remove_cvref __remove_reference
      __rvalue_reference __sync_swap __type_pack_element
    `,
  },
  __has_cpp_attribute: {
    both: `
      deprecated=201309 fallthrough=201603 gnu::abi_tag gnu::alias gnu::aligned gnu::always_inline gnu::artificial
      gnu::cold gnu::const gnu::deprecated gnu::fallthrough gnu::flatten gnu::format gnu::hot gnu::init_priority
      gnu::malloc gnu::may_alias gnu::no_sanitize gnu::noinline gnu::noipa gnu::nonnull gnu::noreturn gnu::packed
      gnu::pure gnu::retain gnu::returns_nonnull gnu::section gnu::tls_model gnu::unused gnu::used gnu::visibility
      gnu::warn_unused_result gnu::weak likely=201803 maybe_unused=201603 no_unique_address=201803 nodiscard=201907
      noreturn=200809 unlikely=201803
    `,
    neither: `
      assume carries_dependency clang::always_inline clang::annotate clang::assume clang::coro_await_elidable
      clang::coro_only_destroy_when_complete clang::coro_wrapper clang::disable_tail_calls clang::fallthrough
      clang::guarded_by clang::import_module clang::internal_linkage clang::lifetimebound clang::musttail
      clang::no_destroy clang::no_sanitize clang::no_thread_safety_analysis clang::noescape clang::noinline
      clang::nomerge clang::not_tail_called clang::nouwtable clang::optnone clang::overloadable clang::preserve_all
      clang::preserve_most clang::reinitializes clang::require_constant_initialization clang::scoped_lockable
      clang::standalone_debug clang::trivial_abi clang::unsafe_buffer_usage clang::xray_always_instrument
      clang::xray_log_args clang::xray_never_instrument gnu::no_dangling gnu::no_unique_address gsl::Owner gsl::Pointer
      gsl::suppress indeterminate msvc::constexpr msvc::forceinline msvc::no_unique_address scoped::attribute
    `,
  },
  __has_c_attribute: {
    both: `
      deprecated=201904 fallthrough=201904 gnu::fallthrough gnu::noreturn gnu::unused maybe_unused=201904
      nodiscard=202003
    `,
    neither: `
      _Noreturn noreturn reproducible unsequenced
    `,
  },
};
