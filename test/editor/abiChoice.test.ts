import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from 'jsonc-parser';
import { abiChoices, abiEdit, withAbi } from '../../client/src/features/abiChoice';
import { listProfiles } from '../../server/src/analysis';
import type { LayoutProfile, LayoutResult } from '../../server/src/protocol';

const profile = (name: string, isDeclared: boolean, lacks: readonly string[]): LayoutProfile => ({
  ...{ name, description: `kernels of ${name}`, featureSize: name === '6.3' ? 28 : 20, size: 32, areaAlignment: 32 },
  ...{ fields: [], isDeclared, lacks },
});
const read = { isRead: true, isWritten: false, lines: [1] };

describe('the list of profiles', () => {
  const layout: LayoutResult = {
    profiles: [profile('original', false, ['node_id', 'mm_cid']), profile('6.3', true, [])],
    uses: [
      { field: 'node_id', ...read },
      { field: 'mm_cid', ...read },
    ],
    isCommented: false,
  };

  it('marks what is declared and says what the document would lose', () => {
    assert.deepEqual(abiChoices(layout, 'pool.c'), [
      {
        name: '6.3',
        label: '$(check) 6.3',
        description: '28 bytes, declared now',
        detail: 'has every field that pool.c uses; kernels of 6.3',
      },
      {
        name: 'original',
        label: 'original',
        description: '20 bytes',
        detail: 'does not have node_id, mm_cid, which pool.c uses; kernels of original',
      },
      {
        name: undefined,
        label: 'Nothing',
        description: '',
        detail: 'Fields behind the first 20 bytes need a test of the feature size in the code',
      },
    ]);
  });

  it('begins with what Linux has, the newest first', () => {
    const profiles = listProfiles().map((one) => ({ ...one, isDeclared: false, lacks: [] }));
    const names = abiChoices({ profiles, uses: [], isCommented: false }, undefined).map(({ name }) => name);
    assert.deepEqual(names, ['7.0', '6.3', 'original', 'rfc-2020', 'tcmalloc', undefined]);
  });

  it('marks that nothing is declared', () => {
    const [first, nothing] = abiChoices({ profiles: [profile('6.3', false, [])], uses: [], isCommented: false }, 'a.c');
    assert.equal(first?.detail, 'a.c uses no field; kernels of 6.3');
    assert.deepEqual([nothing?.label, nothing?.description], ['$(check) Nothing', 'as it is now']);
  });

  it('says nothing of a document where none is open', () => {
    assert.equal(abiChoices(layout, undefined)[0]?.detail, 'kernels of 6.3');
  });
});

describe('declaring in .rseq.json', () => {
  it('leaves comments, other keys and their layout alone', () => {
    const text = `{
\t// Old kernels.
\t"abi": ["original", "6.3"], /* both */
\t"rules": { "descriptor-misaligned": "off" }, // ours
}
`;
    assert.equal(withAbi(text, '7.0'), text.replace('["original", "6.3"]', '"7.0"'));
    assert.equal(
      withAbi('{\n    // empty\n    "targets": ["arm"]\n}\n', '6.3'),
      '{\n    // empty\n    "targets": ["arm"],\n    "abi": "6.3"\n}\n',
    );
  });

  it('stands behind the last key, whatever comes behind that', () => {
    const ways = {
      '{ "targets": ["arm"] }': '{ "targets": ["arm"], "abi": "6.3" }',
      '{ "targets": ["arm"], }': '{ "targets": ["arm"], "abi": "6.3" }',
      '{\n\t"targets": ["arm"],\n}\n': '{\n\t"targets": ["arm"],\n\t"abi": "6.3",\n}\n',
      '{\n  "targets": [] // ours\n}\n': '{\n  "targets": [], // ours\n  "abi": "6.3"\n}\n',
      '{\n  "targets": [], /* ours */\n}\n': '{\n  "targets": [], /* ours */\n  "abi": "6.3",\n}\n',
    };
    for (const [before, after] of Object.entries(ways)) assert.equal(withAbi(before, '6.3'), after);
  });

  it('writes a new file, and an empty one', () => {
    assert.equal(withAbi('{}', '6.3'), '{\n  "abi": "6.3"\n}');
    assert.match(withAbi('', '6.3'), /^\{\s*"abi": "6\.3"\s*\}$/);
  });

  it('keeps the line ends of the file', () => {
    assert.equal(withAbi('{\r\n  "targets": []\r\n}\r\n', '6.3'), '{\r\n  "targets": [],\r\n  "abi": "6.3"\r\n}\r\n');
  });

  it('takes the key out where nothing is to be declared', () => {
    assert.equal(withAbi('{\n  "abi": "6.3",\n  "targets": []\n}\n', undefined), '{\n  "targets": []\n}\n');
  });

  it('declares a layout of the project by its description, and tells when one would be lost', () => {
    const text = '{ "abi": ["6.3", { "name": "ours", "featureSize": 36, "fields": ["node_id"] }] }';
    const chosen = abiEdit(text, 'ours');
    assert.ok('edits' in chosen);
    assert.deepEqual(chosen.lost, []);
    assert.deepEqual(JSON.parse(applyEdits(text, chosen.edits)), {
      abi: { name: 'ours', featureSize: 36, fields: ['node_id'] },
    });
    const other = abiEdit(text, '7.0');
    assert.ok('edits' in other);
    assert.deepEqual(other.lost, ['ours']);
  });

  it('touches no file that it cannot read', () => {
    assert.deepEqual(abiEdit('{ "abi": ', '6.3'), { problem: 'is not valid JSON; correct it first' });
    assert.deepEqual(abiEdit('[1]', '6.3'), {
      problem: 'is no JSON object such as { "abi": "6.3" }; correct it first',
    });
  });
});
