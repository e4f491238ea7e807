import { descriptorLayout } from '../abi/descriptor';
import type { AbiProfile } from '../abi/profile';
import { findFields } from '../abi/profiles';
import type { DeclaredField, DeclaredLayout } from '../model/fieldUse';
import { defineFieldRule } from './rule';

/** Where a field is to be, in bytes. */
interface Expected {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

export default defineFieldRule({
  id: 'struct-layout-mismatch',
  severity: 'error',
  summary: 'a declaration of struct rseq puts a field where it is not',
  why: `The kernel knows struct rseq and struct rseq_cs as bytes at offsets. A copy of the declaration with a field that is missing, wider or somewhere
else compiles, and then reads padding for a cpu number, or arms a section by storing to the flags. Layouts that differ from mainline on purpose
(tcmalloc's, the proposal of July 2020) have profiles of their own to declare.

A declaration that ends early is right for what it has, and one may have more behind it.`,
  fix: `Include <linux/rseq.h> or <sys/rseq.h>. Where the headers are too old, copy the newest declaration as a whole; the fields never move.`,
  evidence: [
    'Linux include/uapi/linux/rseq.h of 4.18, 6.3 and 7.0: no field ever moved',
    'Linux commit bfdf4e62 (5.18): the order of the two words of rseq_cs was wrong for 32-bit little endian',
  ],
  bad: [
    {
      title: 'a field was left out',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start;
	unsigned int cpu_id;
	unsigned long long rseq_cs;
	unsigned int node_id;
	//           ^^^^^^^ error: struct-layout-mismatch "at 16, not at 20"
	unsigned int mm_cid;
	//           ^^^^^^ error: struct-layout-mismatch "at 20, not at 24"
} __attribute__((aligned(32)));
`,
    },
    {
      title: 'a descriptor of 32-bit fields',
      code: String.raw`struct rseq_cs {
	unsigned int version;
	unsigned int flags;
	unsigned int start_ip;
	unsigned int post_commit_offset;
	//           ^^^^^^^^^^^^^^^^^^ error: struct-layout-mismatch "is at 12, not at 16"
	unsigned int abort_ip;
	//           ^^^^^^^^ error: struct-layout-mismatch
};
`,
    },
  ],
  good: [
    {
      title: 'the beginning, with a union of its own',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start;
	unsigned int cpu_id;
	union {
		unsigned long long ptr64;
		struct {
			unsigned int low, high;
		} ptr;
	} rseq_cs;
	unsigned int flags;
} __attribute__((aligned(32)));
`,
    },
    {
      title: 'more behind it',
      code: String.raw`struct rseq {
	unsigned int cpu_id_start;
	unsigned int cpu_id;
	unsigned long long rseq_cs;
	unsigned int flags;
	unsigned int node_id;
	unsigned int mm_cid;
	unsigned char padding[996];
} __attribute__((aligned(1024)));
`,
    },
  ],
  check({ layouts }, { profiles }) {
    return layouts.flatMap((layout) => {
      const known = layout.fields.filter(({ name }) => expectedOf(layout, name, profiles).length > 0);
      // One name alone may be that of something else.
      if (known.length < 2) return [];
      return known.flatMap((field) => {
        const expected = expectedOf(layout, field.name, profiles);
        const [first] = expected;
        if (!first || expected.some((one) => isAt(field, one))) return [];
        return [{ place: field.place, function: undefined, message: difference(field, first) }];
      });
    });
  },
});

/** Where a field of that name may be: as the declared profiles have it, else as any known layout. */
function expectedOf({ describes }: DeclaredLayout, name: string, profiles: readonly AbiProfile[]): readonly Expected[] {
  if (describes === 'descriptor') return descriptorLayout.fields.filter((field) => field.name === name);
  const declared = profiles.flatMap(({ fields }) => fields.filter((field) => field.name === name));
  return declared.length > 0 ? declared : findFields(name);
}

/** 32-bit code may have a field for the half of a 64-bit one that it uses. */
function isAt(field: DeclaredField, { offset, size }: Expected): boolean {
  const isHalf = size === 8 && field.size === 4 && (field.offset === offset || field.offset === offset + 4);
  return isHalf || (field.offset === offset && field.size === size);
}

function difference(field: DeclaredField, { name, offset, size }: Expected): string {
  const what =
    field.offset === offset ? `has ${field.size} bytes, not ${size}` : `is at ${field.offset}, not at ${offset}`;
  return `\`${name}\` ${what}, as the kernel has it; include <linux/rseq.h>, or declare all fields as it does`;
}
