/*
 * What the probe has to know of a processor. Adding one: these, the section of section.c, and `rseq test` must know its machine number.
 */
#ifndef RSEQ_PROBE_ARCH_H
#define RSEQ_PROBE_ARCH_H

#include <signal.h>
#include <stdint.h>
#include <sys/user.h>

#if defined(__x86_64__)
/* int3. At the stop the instruction pointer is behind it. */
static const uint8_t break_bytes[] = { 0xcc };
#define BREAK_ADVANCE 1
#define BREAK_CODE SI_KERNEL
#define PC(registers) ((registers).rip)
#define RSEQ_SIGNATURE 0x53053053
#define THREAD_POINTER(into) asm("movq %%fs:0, %0" : "=r"(into))
#elif defined(__aarch64__)
/* brk #0, little-endian. The program counter stays. */
static const uint8_t break_bytes[] = { 0x00, 0x00, 0x20, 0xd4 };
#define BREAK_ADVANCE 0
#define BREAK_CODE TRAP_BRKPT
#define PC(registers) ((registers).pc)
#define RSEQ_SIGNATURE 0xd428bc00
#define THREAD_POINTER(into) asm("mrs %0, tpidr_el0" : "=r"(into))
#else
#error "rseq-probe knows x86_64 and aarch64; arch.h says what another processor needs"
#endif

#define BREAK_SIZE (sizeof break_bytes)

#endif
