import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { layoutText, listProfiles, resolveProfile } from '../../../server/src/analysis';
import { compiledLayout, expectedLayout, kernelTypes, memberNames } from '../../support/layouts';

/** Debian's gcc lays out for these three without any further package. */
const compilers = [['gcc'], ['gcc', '-m32'], ['gcc', '-mx32']];

describe('layouts of struct rseq', () => {
  for (const compiler of compilers) {
    for (const profile of listProfiles()) {
      it(`of ${profile.name} are what ${compiler.join(' ')} makes of their text`, () => {
        const text = kernelTypes + layoutText(profile);
        assert.deepEqual(compiledLayout(compiler, text, memberNames(profile)), expectedLayout(profile));
      });
    }
  }

  it('of this machine are those of one profile', () => {
    // The header that everybody includes who does not bring one along.
    const header = readFileSync('/usr/include/linux/rseq.h', 'utf8');
    const known = listProfiles().filter(({ fields }) => fields.every(({ since }) => since !== undefined));
    const profile = known.findLast(({ fields }) => fields.every(({ name }) => new RegExp(`\\b${name};`).test(header)));
    assert.ok(profile, 'a header that declares none of the layouts');
    const declaration = '#include <linux/types.h>\n#include <linux/rseq.h>';
    assert.deepEqual(compiledLayout(['gcc'], declaration, memberNames(profile)), expectedLayout(profile));
  });

  it('notices a wrong offset', () => {
    const profile = resolveProfile('6.3');
    assert.ok(profile);
    const wrong = layoutText(profile).replace('__u64 rseq_cs', '__u32 rseq_cs');
    assert.notDeepEqual(compiledLayout(['gcc'], kernelTypes + wrong, memberNames(profile)), expectedLayout(profile));
  });
});

describe('the text of a layout', () => {
  it('says where a field is, who writes it and since when', () => {
    const profile = resolveProfile('24');
    assert.ok(profile);
    assert.equal(
      layoutText(profile),
      `struct rseq {
	__u32 cpu_id_start;     /* 0, written by kernel, Linux 4.18 */
	__u32 cpu_id;           /* 4, written by kernel, Linux 4.18 */
	__u64 rseq_cs;          /* 8, written by user and kernel, Linux 4.18 */
	__u32 flags;            /* 16, written by user, Linux 4.18 */
	__u32 node_id;          /* 20, written by kernel, Linux 6.3 */
} __attribute__((aligned(32)));
`,
    );
  });

  it('writes fields that lie over each other as a union, and gaps as padding', () => {
    const profile = resolveProfile('tcmalloc');
    assert.ok(profile);
    const field = { type: '__u8', use: 'state', writers: [], otherwise: '' } as const;
    const odd = { ...profile, fields: [{ ...field, name: 'late', offset: 3, size: 1 }, ...profile.fields.slice(7)] };
    assert.equal(
      layoutText({ ...odd, fields: odd.fields.filter(({ name }) => name !== 'numa_node_id') }),
      `struct rseq {
	__u8 __padding0[3];
	__u8 late;              /* 3 */
	__u8 __padding1[24];
	union {
		__s32 vcpu_flat;        /* 28, written by kernel */
		struct {
			__u8 __padding2[2];
			__s16 vcpu_id;          /* 30, written by kernel */
		};
	};
} __attribute__((aligned(32)));
`,
    );
  });
});
