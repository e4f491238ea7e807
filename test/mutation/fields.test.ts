import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { analyze, createAnalysisCache, type Finding, type SyntaxBackend } from '../../server/src/analysis';
import { corpusSources, kernelFile, kernelRequest } from '../support/corpus';
import { syntaxForTests } from '../support/syntax';

/**
 * C code that reads struct rseq, broken so that it reads a field which need not be there: the accessors of the kernel's
 * selftests with another field, and a sample without its test. `field-not-available` must notice, and nobody else.
 */
let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

/** Accessors of `rseq.h`, by the field they read. */
const accessors = ['cpu_id', 'cpu_id_start'];
/** Fields that a later kernel put behind the first 20 bytes, and the profiles that have them. */
const fields = [
  { field: 'node_id', has: ['6.3', '7.0', '24'], lacks: ['original', '20'] },
  { field: 'mm_cid', has: ['6.3', '7.0', '28'], lacks: ['original', 'rfc-2020', '24'] },
  { field: 'slice_ctrl.request', has: ['7.0'], lacks: ['original', '6.3', '28'] },
];

describe('accessors of the kernel selftests that read another field', () => {
  for (const accessor of accessors) {
    for (const { field, has, lacks } of fields) {
      it(`${field} in the place of ${accessor}`, () => {
        const read = (abis: readonly string[]): string[] =>
          findingsOf(accessor, field, abis).flatMap(({ rule, severity }) => (severity === 'info' ? [] : [rule]));
        assert.deepEqual(read([]), ['field-not-available'], 'nothing declared');
        for (const abi of lacks) assert.deepEqual(read([abi]), ['field-not-available'], `declared: ${abi}`);
        for (const abi of has) assert.deepEqual(read([abi]), [], `declared: ${abi}`);
      });
    }
  }
});

it('the sample reads node_id without its test', () => {
  const file = path.join(__dirname, '../../../samples/good/pool.c');
  const text = readFileSync(file, 'utf8');
  const broken = text.replace(/\n\tif \(__rseq_size < 24\)\n.*/, '');
  assert.notEqual(broken, text);
  const rulesIn = (source: string): string[] => {
    const sources = corpusSources(new Map([[file, source]]));
    const request = { ...kernelRequest({ release: '6.1', file: 'x.c', target: 'x86_64', defines: [] }), path: file };
    const { findings } = analyze({ syntax, sources, cache: createAnalysisCache() }, { ...request, targets: [] });
    return findings.map(({ rule }) => rule);
  };
  assert.deepEqual([rulesIn(text), rulesIn(broken)], [[], ['field-not-available']]);
});

const cache = createAnalysisCache();

function findingsOf(accessor: string, field: string, abis: readonly string[]): readonly Finding[] {
  const header = kernelFile('6.1', 'rseq.h');
  const before = `RSEQ_ACCESS_ONCE(rseq_get_abi()->${accessor})`;
  const text = readFileSync(header, 'utf8').replace(before, `RSEQ_ACCESS_ONCE(rseq_get_abi()->${field})`);
  assert.ok(!text.includes(before), `${accessor} is not read any more`);
  const request = kernelRequest({ release: '6.1', file: 'param_test.c', target: 'x86_64', defines: [] });
  const sources = corpusSources(new Map([[header, text]]));
  return analyze({ syntax, sources, cache }, { ...request, declarations: { abis, rules: {} } }).findings;
}
