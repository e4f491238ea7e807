import type { Place } from '../text/place';
import { suggest } from '../text/suggest';
import { defineRemarkRule, type AbstractFix } from './rule';

export default defineRemarkRule({
  id: 'suppression-unknown-rule',
  severity: 'warning',
  summary: 'a suppression names a rule that does not exist',
  why: `A comment \`rseq-ignore <rule>: <reason>\` suppresses the findings of that rule only. With a name that no rule has it suppresses nothing: whoever wrote
it believes that a finding was looked at and is gone, and whoever reads it believes that the tool would complain without it.`,
  fix: 'Write the name of a rule as `rseq explain` lists it, or take the comment away.',
  mends: 'often',
  evidence: ['the list of rules: docs/rules, `rseq explain`'],
  bad: [
    {
      title: 'a typing error',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		"1: incq (%[counter])\n" /* rseq-ignore cpu-compare-mising: every thread is pinned */
	//       ^^ error: cpu-compare-missing
	//                                              ^^^^^^^^^^^^^^^^^^ warning: suppression-unknown-rule
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'a name that no rule has, in a .S file',
      target: 'aarch64',
      language: 'S',
      code: String.raw`#if defined(__aarch64__)
	.text
	.globl counter_inc
	.type counter_inc, %function
counter_inc:
	/* rseq-ignore tested-by-hand: ran for a week */
	//             ^^^^^^^^^^^^^^ warning: suppression-unknown-rule
	adrp	x2, desc
	add	x2, x2, :lo12:desc
	str	x2, [x1, #8]
start:
	ldr	w3, [x1, #4]
	cmp	w3, w4
	b.ne	handler
	ldr	x3, [x0]
	add	x3, x3, #1
	str	x3, [x0]
post:
	mov	w0, #0
	ret
	.size counter_inc, . - counter_inc

	.inst	0xd428bc00
handler:
	mov	w0, #-1
	ret

	.pushsection __rseq_cs, "aw"
	.balign	32
desc:
	.word	0, 0
	.xword	start, post - start, handler
	.popsection
	.pushsection __rseq_cs_ptr_array, "aw"
	.xword	desc
	.popsection
#endif
`,
    },
  ],
  good: [
    {
      title: 'a rule that exists',
      target: 'x86_64',
      code: String.raw`int counter_inc(long *counters, long rseq, int cpu)
{
	__asm__ goto (
		".pushsection __rseq_cs, \"aw\"\n\t"
		".balign 32\n"
		"3: .long 0, 0\n\t"
		".quad 1f, 2f - 1f, 4f\n\t"
		".popsection\n\t"
		".pushsection __rseq_cs_ptr_array, \"aw\"; .quad 3b; .popsection\n\t"
		"leaq 3b(%%rip), %%rax\n\t"
		"movq %%rax, %%fs:8(%[rseq])\n"
		/* rseq-ignore cpu-compare-missing: every thread is pinned */
		"1: incq (%[counter])\n"
		"2:\n\t"
		".pushsection __rseq_failure, \"ax\"\n\t"
		".byte 0x0f, 0xb9, 0x3d\n\t"
		".long 0x53053053\n"
		"4: jmp %l[aborted]\n\t"
		".popsection"
		: : [cpu] "r" (cpu), [rseq] "r" (rseq), [counter] "r" (&counters[cpu])
		: "rax", "memory", "cc" : aborted);
	return 0;
aborted:
	return -1;
}
`,
    },
    {
      title: 'prose about such comments',
      code: String.raw`/* Where a finding is wrong, rseq-ignore comments say why; see the README. */
struct rseq;

int cpu_of(const struct rseq *rseq);
`,
    },
  ],
  check({ place, names, removal }, { ruleIds }) {
    if (names.length === 0) {
      const message =
        'this names no rule, so it suppresses nothing; write `rseq-ignore <rule>: <reason>`, or take it away';
      return [{ place, message, fixes: removing(place, removal) }];
    }
    return names
      .filter(({ name }) => !ruleIds.includes(name))
      .map((unknown) => {
        const near = suggest(unknown.name, ruleIds);
        const advice = near.length > 0 ? `did you mean \`${near.join('` or `')}\`?` : '`rseq explain` lists all rules';
        return {
          place: unknown.place,
          message: `there is no rule \`${unknown.name}\`, so this suppresses nothing; ${advice}`,
          fixes: [
            ...near.map((name) => renaming(unknown.place, name)),
            ...(near.length > 0 ? [] : removing(unknown.place, unknown.removal)),
          ],
        };
      });
  },
});

/** It suppresses something then: whether that was meant only the author knows. */
function renaming(place: Place, name: string): AbstractFix {
  return { title: `Write \`${name}\``, place, changes: [{ kind: 'replace', place, text: name }], needsReview: true };
}

function removing(place: Place, removal: Place | undefined): AbstractFix[] {
  if (!removal) return [];
  return [{ title: 'Remove what suppresses nothing', place, changes: [{ kind: 'replace', place: removal, text: '' }] }];
}
