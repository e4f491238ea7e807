import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, test } from 'node:test';
import {
  HoverRequest,
  MarkupContent,
  MarkupKind,
  type ClientCapabilities,
  type Hover,
} from 'vscode-languageserver/node';
import { analyze } from '../../server/src/analysis';
import { LspPair, pullingClient } from '../support/lspPair';
import { syntaxForTests } from '../support/syntax';

/** Cursors: `‸` stands in front of the character that the mouse is over. */
const cursor = '‸';

describe('textDocument/hover', () => {
  let pair: LspPair;
  beforeEach(async () => {
    pair = await start(pullingClient);
  });
  afterEach(() => pair.stop());

  const hovers = (marked: string) => hoversIn(pair, marked);

  it('shows the bytes of the newest layout for the structure where nothing is declared', async () => {
    const [text] = await hovers('struct ‸rseq;\n');
    assert.equal(
      text,
      `**\`struct rseq\`**: what a thread shares with the kernel

No ABI is declared; the newest: ABI \`7.0\`, Linux 7.0 and later: 33 bytes in use, \`sizeof\` 64, area aligned to 64

| offset | size | field | since Linux | written by |
|---:|---:|---|---|---|
| 0 | 4 | \`cpu_id_start\` | 4.18 | kernel |
| 4 | 4 | \`cpu_id\` | 4.18 | kernel |
| 8 | 8 | \`rseq_cs\` | 4.18 | user and kernel |
| 16 | 4 | \`flags\` | 4.18 | kernel |
| 20 | 4 | \`node_id\` | 6.3 | kernel |
| 24 | 4 | \`mm_cid\` | 6.3 | kernel |
| 28 | 4 | \`slice_ctrl\` | 7.0 | user and kernel |
| 28 | 4 | \`slice_ctrl.all\` | 7.0 | kernel |
| 28 | 1 | \`slice_ctrl.request\` | 7.0 | user and kernel |
| 29 | 1 | \`slice_ctrl.granted\` | 7.0 | kernel |
| 30 | 2 | \`slice_ctrl.__reserved\` | 7.0 | nobody |
| 32 | 1 | \`__reserved\` | 7.0 | nobody |
| 33 | 31 | *padding* |  |  |

On other kernels:

- \`flags\`: before 7.0 the kernel never wrote it: 0, and up to 6.18 anything else raises SIGSEGV at the first abort
- \`node_id\`: padding that libc set to 0: every thread seems to be on node 0
- \`mm_cid\`: padding that libc set to 0: every thread shares the data of number 0
- \`slice_ctrl\`: nobody reads it, so a request is never granted; in tcmalloc's layout it is \`vcpu_id\`
- \`__reserved\`: behind the end of the 32 bytes that older programs allocate`,
    );
  });

  it('says of a field what the declared profiles have in its place', async () => {
    const [text] = await hovers(`/* rseq-abi: original, 6.3 */
unsigned number(const struct rseq *rseq)
{
	return rseq->mm_‸cid;
}
`);
    assert.equal(
      text,
      `**\`mm_cid\`** \`__u32\`, bytes 24 to 27 of \`struct rseq\`

- since Linux 6.3, written by kernel
- libc: \`__rseq_size\` covers it since glibc 2.41; before, ask \`AT_RSEQ_FEATURE_SIZE\`
- on other kernels: padding that libc set to 0: every thread shares the data of number 0
- ABI \`original\` does not have it

ABI \`original\`, Linux 4.18 to 6.2: 20 bytes in use, \`sizeof\` 32, area aligned to 32${'  '}
ABI \`6.3\`, Linux 6.3 to 6.19: 28 bytes in use, \`sizeof\` 32, area aligned to 32

| offset | size | field | since Linux | written by | ABI |
|---:|---:|---|---|---|---|
| 0 | 4 | \`cpu_id_start\` | 4.18 | kernel | all |
| 4 | 4 | \`cpu_id\` | 4.18 | kernel | all |
| 8 | 8 | \`rseq_cs\` | 4.18 | user and kernel | all |
| 16 | 4 | \`flags\` | 4.18 | user | all |
| 20 | 12 | *padding* |  |  | original |
| 20 | 4 | \`node_id\` | 6.3 | kernel | 6.3 |
| 24 | 4 | **\`mm_cid\`** ◀ | 6.3 | kernel | 6.3 |
| 28 | 4 | *padding* |  |  | 6.3 |`,
    );
  });

  it('says of a symbol of libc what it means in which version', async () => {
    const [text] = await hovers('/* rseq-abi: 24 */\nextern const unsigned int __rseq_‸size;\n');
    assert.equal(
      text,
      `**\`__rseq_size\`** \`const unsigned int\`, since glibc 2.35

bytes of the area that are maintained; 0: glibc registered nothing, and \`cpu_id\` is -2

- glibc 2.35: \`__rseq_size\` is 32, or 20 with the fixes of July 2024: neither tells which fields there are
- glibc 2.40: \`__rseq_size\` does not tell of fields behind 20
- glibc 2.41: \`__rseq_size\` is the feature size, and on Linux 7.0 and later programs have ABI v2; \`__rseq_offset\` may be negative

ABI \`24\`, mainline layout of which the first 24 bytes are in use: 24 bytes in use, \`sizeof\` 32, area aligned to 32

| offset | size | field | since Linux | written by |
|---:|---:|---|---|---|
| 0 | 4 | \`cpu_id_start\` | 4.18 | kernel |
| 4 | 4 | \`cpu_id\` | 4.18 | kernel |
| 8 | 8 | \`rseq_cs\` | 4.18 | user and kernel |
| 16 | 4 | \`flags\` | 4.18 | user |
| 20 | 4 | \`node_id\` | 6.3 | kernel |
| 24 | 8 | *padding* |  |  |`,
    );
  });

  it('tells the layouts apart in which one field differs', async () => {
    const [text = ''] = await hovers(`/* rseq-abi: 6.3, 7.0 */
int off(struct rseq *rseq) { return rseq->‸flags == 0; }
`);
    const lines = text.split('\n').filter((line) => /written by (user|kernel)$|ABI `[\d.]+`$/.test(line));
    assert.deepEqual(lines, [
      '- ABI `6.3`',
      '  - since Linux 4.18, written by user',
      '- ABI `7.0`',
      '  - since Linux 4.18, written by kernel',
    ]);
  });

  const titleOf = (text: string | undefined): string | undefined => /^\*\*`(.*?)`\*\*/.exec(text ?? '')?.[1];

  it('knows the fields where they are declared and wherever the object is the area', async () => {
    const shown =
      await hovers(`struct rseq_slice_ctrl { union { unsigned ‸all; struct { unsigned char ‸request, granted; }; }; };
struct rseq_‸abi {
	unsigned ‸cpu_id_start;
	union { unsigned long long ptr64; } ‸rseq_cs;
	struct rseq_slice_ctrl ‸slice_ctrl;
} __attribute__((aligned(32)));
extern __thread struct rseq_abi __rseq_abi;
static struct rseq_abi *area(void) { return &__rseq_abi; }
#define CPU(a) (a)->‸cpu_id
int f(struct rseq_abi *mine, void *any)
{
	mine->slice_ctrl.‸request = 1;
	return ((struct rseq_abi *)any)->‸node_id + area()->‸mm_cid + __rseq_abi.‸cpu_id + CPU(mine);
}
`);
    assert.deepEqual(shown.map(titleOf), [
      'slice_ctrl.all',
      'slice_ctrl.request',
      'struct rseq_abi',
      'cpu_id_start',
      'rseq_cs',
      'slice_ctrl',
      'cpu_id',
      'slice_ctrl.request',
      'node_id',
      'mm_cid',
      'cpu_id',
    ]);
  });

  it('knows the field whose offset is asked for', async () => {
    const shown = await hovers(`#define offsetof(type, member) __builtin_offsetof(type, member)
unsigned long place = offsetof(struct rseq, ‸mm_cid), other = offsetof(struct task, ‸mm_cid);
`);
    assert.deepEqual(shown.map(titleOf), ['mm_cid', undefined]);
  });

  it('knows the operands of inline assembly', async () => {
    const shown = await hovers(`int f(struct rseq *rseq)
{
	int cpu;
	__asm__ volatile ("movl %1, %0" : "=r" (cpu) : "m" (rseq->‸cpu_id));
	return cpu;
}
`);
    assert.deepEqual(shown.map(titleOf), ['cpu_id']);
  });

  it('says nothing of anything else that has such a name', async () => {
    const shown = await hovers(`struct task { int ‸mm_cid, ‸cpu_id, ‸flags; unsigned __rseq_size; };
/* struct ‸rseq and __rseq_‸size */
int f(struct task *task, int ‸node_id)
{
	int ‸cpu_id = task->‸cpu_id;
	return task->‸mm_cid + ‸node_id + ‸cpu_id + task->‸flags + task->__rseq_‸size;
}
const char *text = "struct ‸rseq __rseq_‸offset";
void ‸rseq(void);
`);
    assert.deepEqual([...new Set(shown)], [undefined]);
  });

  it('follows the text while it changes', async () => {
    const uri = 'file:///nowhere/typed.c';
    const text = 'int f(struct rseq *rseq) { return rseq->cpu_id; }\n';
    await pair.open(uri, text);
    const position = { line: 0, character: text.indexOf('cpu_id') };
    const ask = async () =>
      textOf(await pair.client.sendRequest(HoverRequest.type, { textDocument: { uri }, position }));
    assert.equal(titleOf(await ask()), 'cpu_id');
    await pair.replace(uri, 2, text, 'cpu_id', 'mm_cid');
    assert.equal(titleOf(await ask()), 'mm_cid');
  });

  it('is answered at once on a word that struct rseq has nothing to do with', async () => {
    const asked: string[] = [];
    const other = await LspPair.start({
      analyse: (context, request) => {
        asked.push(request.path);
        return analyze(context, request);
      },
      syntax: await syntaxForTests(),
    });
    assert.deepEqual(await hoversIn(other, 'int ‸other(void);\n'), [undefined]);
    assert.deepEqual(asked, []);
    assert.deepEqual(await hoversIn(other, 'struct rseq_‸abi;\n').then((shown) => shown.map(titleOf)), [
      'struct rseq_abi',
    ]);
    assert.deepEqual(asked, ['/nowhere/a.c']);
    await other.stop();
  });

  it('says nothing of a document that is not open', async () => {
    const position = { line: 0, character: 0 };
    const textDocument = { uri: 'file:///nowhere/closed.c' };
    assert.equal(await pair.client.sendRequest(HoverRequest.type, { textDocument, position }), null);
  });
});

test('a client that shows no markdown gets its signs taken out', async () => {
  const textDocument = { ...pullingClient.textDocument, hover: { contentFormat: [MarkupKind.PlainText] } };
  const pair = await start({ ...pullingClient, textDocument });
  const [text = ''] = await hoversIn(pair, 'struct ‸rseq;\n');
  await pair.stop();
  assert.match(text, /^struct rseq: what a thread shares with the kernel\n/);
  assert.doesNotMatch(text, /`|\*\*/);
});

async function start(capabilities: ClientCapabilities): Promise<LspPair> {
  return LspPair.start({ analyse: analyze, syntax: await syntaxForTests(), capabilities });
}

/** What is shown at each cursor of a text; the text with the cursors taken out is the document. */
async function hoversIn(pair: LspPair, marked: string): Promise<(string | undefined)[]> {
  const uri = 'file:///nowhere/a.c';
  await pair.open(uri, marked.replaceAll(cursor, ''));
  const pieces = marked.split(cursor);
  const shown: (string | undefined)[] = [];
  for (let count = 1; count < pieces.length; count++) {
    const lines = pieces.slice(0, count).join('').split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    shown.push(textOf(await pair.client.sendRequest(HoverRequest.type, { textDocument: { uri }, position })));
  }
  return shown;
}

function textOf(hover: Hover | null): string | undefined {
  if (hover === null) return undefined;
  assert.ok(MarkupContent.is(hover.contents));
  return hover.contents.value;
}
