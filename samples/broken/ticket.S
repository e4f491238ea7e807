/*
 * long ticket_draw(long *next, struct rseq *rseq)
 *
 * Draws a ticket from the row of the current cpu for x86_64. Two threads may end up with the same one.
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

	.text
	.globl	ticket_draw
	.type	ticket_draw, @function
ticket_draw:
	leaq	.Ldescriptor(%rip), %rax
	movq	%rax, 8(%rsi)
.Lstart:
	movl	(%rsi), %ecx
	movq	(%rdi, %rcx, 8), %rax
	leaq	1(%rax), %rdx
	movq	%rdx, (%rdi, %rcx, 8)
.Lcommitted:
	ret

	.byte	0x0f, 0xb9, 0x3d
	.long	0x53053053
.Labort:
	jmp	.Lstart
//      ^^^^^^^^^^^^^^^ error: retry-without-rearm
	.size	ticket_draw, . - ticket_draw
	.section .note.GNU-stack, "", @progbits
