/*
 * int slots_take(struct { long top; long slot[15]; } *stacks, struct rseq *rseq, long *taken)
 *
 * Takes a number from the stack of the current cpu (16 words per cpu) for x86_64. Returns 0, or 1 if the stack is empty.
 * The cpu number is read inside the section, so there is nothing to compare; an abort just begins again.
 */
	.pushsection __rseq_cs, "aw"
	.balign	32
.Ldescriptor:
	.long	0, 0
	.quad	.Lstart, .Lcommitted - .Lstart, .Labort
	.popsection
	.pushsection __rseq_cs_ptr_array, "aw"
	.quad	.Ldescriptor
	.popsection
	.pushsection __rseq_exit_point_array, "aw"
	.quad	.Lstart, .Lempty
	.popsection

	.text
	.globl	slots_take
	.type	slots_take, @function
slots_take:
	leaq	.Ldescriptor(%rip), %rax
	movq	%rax, 8(%rsi)
.Lstart:
	movl	(%rsi), %ecx
	shlq	$7, %rcx
	addq	%rdi, %rcx
	movq	(%rcx), %rax
	testq	%rax, %rax
	jz	.Lempty
	movq	(%rcx, %rax, 8), %r8
	movq	%r8, (%rdx)
	subq	$1, %rax
	movq	%rax, (%rcx)
.Lcommitted:
	xorl	%eax, %eax
	ret
.Lempty:
	movl	$1, %eax
	ret

	/* The signature as the operand of an instruction that traps, so that disassemblers stay in step. */
	.byte	0x0f, 0xb9, 0x3d
	.long	0x53053053
.Labort:
	jmp	slots_take
	.size	slots_take, . - slots_take
	.section .note.GNU-stack, "", @progbits
