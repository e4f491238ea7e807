/*
 * A section that waits to be interrupted. Its descriptor is made by who runs it, wrong ones too.
 *
 * run_section(rseq_cs, pointer, meeting, call, argument, number): stores the pointer, makes the system call inside if there is one, says who it is
 * and waits for its number in `leave`. true: the kernel sent it to the abort handler; false: it got to its end.
 */
#include "selfcheck.h"

#define TEXT(words) #words
#define DIGITS(number) TEXT(number)

#if defined(__x86_64__)
asm(".text\n"
    ".globl run_section, section_start, section_end, section_abort, section_abort_unsigned\n"
    ".type run_section, @function\n"
    "run_section:\n"
    "	movq %rsi, (%rdi)\n"
    "section_start:\n"
    "	movq %rcx, %rax\n"
    "	testq %rax, %rax\n"
    "	js 1f\n"
    "	movq %r8, %rdi\n"
    "	xorl %esi, %esi\n"
    "	syscall\n"
    "1:	movl %r9d, (%rdx)\n"
    "	cmpl %r9d, 4(%rdx)\n"
    "	jne 1b\n"
    "section_end:\n"
    "	xorl %eax, %eax\n"
    "	ret\n"
    "	.byte 0x0f, 0xb9, 0x3d\n"
    "	.long " DIGITS(RSEQ_SIGNATURE) "\n"
    "section_abort:\n"
    "	movl $0, (%rdx)\n"
    "	movl $1, %eax\n"
    "	ret\n"
    "	.byte 0x0f, 0xb9, 0x3d\n"
    "	.long 0x11223344\n"
    "section_abort_unsigned:\n"
    "	movl $1, %eax\n"
    "	ret\n"
    ".size run_section, . - run_section\n");
#elif defined(__aarch64__)
asm(".text\n"
    ".globl run_section, section_start, section_end, section_abort, section_abort_unsigned\n"
    ".type run_section, %function\n"
    "run_section:\n"
    "	str x1, [x0]\n"
    "section_start:\n"
    "	tbnz x3, #63, 1f\n"
    "	mov x8, x3\n"
    "	mov x0, x4\n"
    "	mov x1, xzr\n"
    "	svc #0\n"
    "1:	str w5, [x2]\n"
    "	ldr w6, [x2, #4]\n"
    "	cmp w6, w5\n"
    "	b.ne 1b\n"
    "section_end:\n"
    "	mov w0, #0\n"
    "	ret\n"
    "	.inst " DIGITS(RSEQ_SIGNATURE) "\n"
    "section_abort:\n"
    "	str wzr, [x2]\n"
    "	mov w0, #1\n"
    "	ret\n"
    "	.inst 0x11223344\n"
    "section_abort_unsigned:\n"
    "	mov w0, #1\n"
    "	ret\n"
    ".size run_section, . - run_section\n");
#endif
