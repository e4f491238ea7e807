import { originalSize } from '../abi/fields';
import type { AbiProfile } from '../abi/profile';
import { findFields } from '../abi/profiles';
import type { AreaAccess, GuardPlace } from '../model/areaAccess';
import { type AbstractFix, defineAreaRule } from './rule';

/** What old libcs say whatever the kernel has, so that nobody should compare with it: slice_ctrl came with 33. */
const allocation = 32;

export default defineAreaRule({
  id: 'field-not-available',
  severity: 'error',
  summary: 'a field of struct rseq is read that the declared ABI does not have',
  why: `struct rseq has grown: \`node_id\` needs a feature size of 24 bytes, \`mm_cid\` 28 (both Linux 6.3), \`slice_ctrl\` 32 (Linux 7.0). On an older kernel
the bytes are padding that nobody maintains, mostly 0; in the layouts of the 2020 proposal and of tcmalloc they are something else. The read
never fails, it only gives a number that is wrong: every thread works on element 0.

By name or by offset, a read of more than \`flags\` under a declared ABI that lacks the field must stand behind a test that asks for enough bytes, in
the function or in all its callers. A test that cannot be read counts as a right one. If no ABI is declared, it needs a test of the size
somewhere in the unit.`,
  fix: `Test the feature size first (\`__rseq_size\` of the C library together with \`getauxval(AT_RSEQ_FEATURE_SIZE)\`), with a way out for older kernels.
Or declare with \`"abi"\` in \`.rseq.json\` or a comment \`rseq-abi: 6.3\` that the code never runs there.`,
  mends: 'often',
  evidence: [
    'Linux include/uapi/linux/rseq.h of 4.18, 6.3 and 7.0; tools/testing/selftests/rseq/rseq.h, rseq_node_id_available()',
    'glibc bug 31965: __rseq_size of 32 was the size of the allocation',
    'measured: AT_RSEQ_FEATURE_SIZE is absent on Linux 6.1, 28 on 6.12, 6.18 and 6.19, 33 on 7.0 to 7.3',
  ],
  bad: [
    {
      title: 'nothing declared and nothing tested',
      isUnmended: true,
      code: String.raw`struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid;
};

int counter_index(const volatile struct rseq *rseq)
{
	return rseq->mm_cid;
	//           ^^^^^^ error: field-not-available
}
`,
    },
    {
      title: 'declared for kernels that lack it, and tested for too little',
      code: String.raw`extern const unsigned int __rseq_size;

struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid;
};

/* rseq-abi: original */
int concurrency_id(const volatile struct rseq *rseq)
{
	if (__rseq_size < 24)
		return 0;
	return rseq->mm_cid;
	//           ^^^^^^ error: field-not-available "28 bytes first instead of 24"
}
`,
    },
    {
      title: 'declared for kernels that lack it',
      code: String.raw`extern const unsigned int __rseq_size;

struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid;
};

/* rseq-abi: original */
int pool_of(const volatile struct rseq *rseq, const int *pools)
{
	return pools[rseq->node_id];
	//                 ^^^^^^^ error: field-not-available
}
`,
    },
  ],
  good: [
    {
      title: 'the feature size is tested',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid;
};

extern const unsigned int __rseq_size;

int counter_index(const volatile struct rseq *rseq)
{
	if (__rseq_size < 28)
		return rseq->cpu_id_start;
	return rseq->mm_cid;
}
`,
    },
    {
      title: 'declared for kernels that have it',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start, cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags, node_id, mm_cid;
};

/* rseq-abi: 6.3 */
int counter_index(const volatile struct rseq *rseq)
{
	return rseq->mm_cid;
}
`,
    },
  ],
  check({ what, isInAssembler, place, featureSize, guardPlace }, { profiles, testsSize }) {
    const fields = 'field' in what ? findFields(what.field) : [what];
    const end = Math.min(...fields.map(({ offset, size }) => offset + size));
    // Infinity: a name that struct rseq never had says nothing about its layout.
    if (end <= originalSize || end === Infinity) return [];
    const lacking = profiles.filter((profile) => !has(profile, what));
    const isExcused = profiles.length > 0 ? lacking.length === 0 || !featureSize.known : testsSize || isInAssembler;
    if (isExcused || (featureSize.known && featureSize.value >= end)) return [];
    const abis = lacking.map(({ name }) => name);
    const where =
      abis.length > 0 ? `not in struct rseq of ABI ${abis.join(', ')}` : 'not in struct rseq of every kernel';
    const subject = 'field' in what ? `\`${what.field}\` is` : `offset ${what.offset} is of a field that is`;
    const tested = featureSize.known && featureSize.value > originalSize ? ` instead of ${featureSize.value}` : '';
    return [
      {
        place,
        message: `${subject} ${where}; the bytes there mean something else or nothing; test for a feature size of ${end} bytes first${tested}`,
        abis,
        // One test in the unit would silence all where nothing is declared: first somebody has to say what this must run on.
        fixes: guardPlace && abis.length > 0 ? [guard(guardPlace, end === allocation ? end + 1 : end)] : [],
      },
    ];
  },
});

function guard({ place, leave }: GuardPlace, end: number): AbstractFix {
  return {
    title: `Leave the function where __rseq_size is less than ${end}`,
    place,
    changes: [{ kind: 'insert-code', at: place.end, code: `if (__rseq_size < ${end}) ${leave}` }],
    needsReview: true,
  };
}

function has({ fields }: AbiProfile, what: AreaAccess['what']): boolean {
  if ('field' in what) return fields.some(({ name }) => name === what.field);
  return fields.some(({ offset, size }) => offset <= what.offset && what.offset + what.size <= offset + size);
}
