import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { analyze } from '../../server/src/analysis';
import { layoutRequest, type LayoutResult } from '../../server/src/protocol';
import { LspPair } from '../support/lspPair';
import { syntaxForTests } from '../support/syntax';
import { TemporaryFolder } from '../support/temporaryFolder';

const samples = path.resolve(__dirname, '../../../samples');

describe('rseq/layout', () => {
  let folder: TemporaryFolder;
  let pair: LspPair;

  before(() => {
    folder = new TemporaryFolder();
  });
  after(() => {
    folder.remove();
  });
  beforeEach(async () => {
    pair = await LspPair.start({ analyse: analyze, syntax: await syntaxForTests(), folders: [folder.path] });
  });
  afterEach(() => pair.stop());

  async function layoutOf(name: string, text: string): Promise<LayoutResult> {
    const uri = pathToFileURL(path.resolve(folder.path, name)).href;
    await pair.open(uri, text);
    return pair.client.sendRequest<LayoutResult>(layoutRequest, { uri });
  }

  /** `mm_cid read 3`: field, what is done, and in which lines. */
  async function usesOf(name: string, text: string): Promise<string[]> {
    const { uses } = await layoutOf(name, text);
    return uses.map(({ field, isRead, isWritten, lines }) =>
      [field, isRead ? 'read' : '', isWritten ? 'written' : '', ...lines].filter(Boolean).join(' '),
    );
  }

  it('has every profile, and no use where no document is meant', async () => {
    const { profiles, uses } = await pair.client.sendRequest<LayoutResult>(layoutRequest, {});
    assert.deepEqual(
      profiles.map(({ name, featureSize, size, isDeclared }) => [name, featureSize, size, isDeclared]),
      [
        ['original', 20, 32, false],
        ['rfc-2020', 24, 32, false],
        ['6.3', 28, 32, false],
        ['7.0', 33, 64, false],
        ['tcmalloc', 32, 32, false],
      ],
    );
    assert.deepEqual(uses, []);
  });

  it('tells reads from writes in C', async () => {
    const uses = await usesOf(
      'c.c',
      `int f(struct rseq *rseq, unsigned *out)
{
	rseq->flags = 0;
	rseq->slice_ctrl.request |= 1;
	*(volatile unsigned long long *)&rseq->rseq_cs = 0;
	*out = *(volatile unsigned *)&rseq->cpu_id;
	__atomic_store_n(&rseq->mm_cid, 1, __ATOMIC_RELAXED);
	unsigned size = sizeof(rseq->node_id);
	return size & rseq->cpu_id_start;
}
struct rseq own = { .cpu_id = -1 };
`,
    );
    assert.deepEqual(uses, [
      'cpu_id_start read 9',
      'cpu_id read written 6 11',
      'rseq_cs written 5',
      'flags written 3',
      'mm_cid written 7',
      'slice_ctrl read written 4',
    ]);
  });

  it('looks through the macros that read and write once', async () => {
    const uses = await usesOf(
      'once.c',
      `#define ACCESS_ONCE(x) (*(__volatile__ __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) __extension__ ({ ACCESS_ONCE(x) = (v); })
void f(struct rseq *rseq, unsigned *out)
{
	WRITE_ONCE(rseq->rseq_cs, 0);
	out[0] = ACCESS_ONCE(rseq->cpu_id);
	out[1] = out[0] & rseq->node_id;
	ACCESS_ONCE(rseq->flags) |= 4;
}
`,
    );
    assert.deepEqual(uses, ['cpu_id read 6', 'rseq_cs written 5', 'flags read written 8', 'node_id read 7']);
  });

  it('says nothing of a field that is only pointed at or measured', async () => {
    const uses = await usesOf(
      'address.c',
      `unsigned *f(struct rseq *rseq)
{
	unsigned size = sizeof(rseq->node_id) + sizeof rseq->flags;
	__typeof__(rseq->mm_cid) number = size;
	return number ? &rseq->cpu_id : (unsigned *)&(rseq->cpu_id_start);
}
`,
    );
    assert.deepEqual(uses, []);
  });

  it('knows what instructions do, by operand and by offset', async () => {
    const file = path.join(samples, 'broken/trace.c');
    assert.deepEqual(await usesOf(file, readFileSync(file, 'utf8')), ['cpu_id read 19', 'rseq_cs written 17']);
    assert.deepEqual(
      await usesOf(
        'operand.c',
        'int f(struct rseq *r) { int c; __asm__ ("movl %1, %0" : "=r" (c) : "m" (r->mm_cid)); return c; }\n',
      ),
      ['mm_cid read 1'],
    );
  });

  it('marks the declared profiles and says what of the document each one lacks', async () => {
    folder.write(
      'ours/.rseq.json',
      '{ "abi": ["6.3", { "name": "ours", "featureSize": 36, "fields": ["mm_cid", { "name": "shard", "offset": 32, "size": 4 }] }] }',
    );
    const { profiles } = await layoutOf(
      'ours/a.c',
      'int f(struct rseq *rseq) { return rseq->mm_cid + rseq->node_id + rseq->cpu_id; }\n',
    );
    assert.deepEqual(
      profiles.map(({ name, isDeclared, lacks }) => [name, isDeclared, lacks]),
      [
        ['original', false, ['node_id', 'mm_cid']],
        ['rfc-2020', false, ['node_id', 'mm_cid']],
        ['6.3', true, []],
        ['7.0', false, []],
        ['tcmalloc', false, []],
        ['ours', true, ['node_id']],
      ],
    );
    assert.deepEqual(profiles.at(-1)?.fields.at(-1), {
      name: 'shard',
      offset: 32,
      size: 4,
      type: '__u32',
      use: 'state',
      writers: ['kernel'],
      otherwise: 'only kernels with profile ours have it',
    });
  });

  it('says when a comment holds over the configuration', async () => {
    const isCommented = async (name: string, text: string) => (await layoutOf(name, text)).isCommented;
    assert.equal(await isCommented('comment.c', '/* rseq-abi: 6.3 */ struct rseq;\n'), true);
    assert.equal(await isCommented('plain.c', 'struct rseq;\n'), false);
  });

  it('calls bytes that are reached by their offset what the declared profiles call them', async () => {
    const text = (abi: string) => `/* rseq-abi: ${abi} */
int f(struct rseq *rseq) { return *(short *)((char *)rseq + 30); }
`;
    assert.deepEqual(await usesOf('mainline.c', text('7.0')), ['slice_ctrl read 2']);
    assert.deepEqual(await usesOf('google.c', text('tcmalloc')), ['vcpu_flat read 2', 'vcpu_id read 2']);
    assert.deepEqual(await usesOf('old.c', text('original')), []);
  });
});
