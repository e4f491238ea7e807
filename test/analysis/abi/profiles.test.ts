import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listProfiles, resolveProfile } from '../../../server/src/analysis';

function fieldsOf(nameOrSize: string): readonly string[] | undefined {
  return resolveProfile(nameOrSize)?.fields.map(({ name }) => name);
}

describe('ABI profiles', () => {
  it('are found by name', () => {
    for (const profile of listProfiles()) assert.equal(resolveProfile(profile.name), profile);
    assert.equal(resolveProfile('6.4'), undefined);
    assert.equal(resolveProfile('toString'), undefined);
  });

  it('cut the mainline layout at a size', () => {
    const original = ['cpu_id_start', 'cpu_id', 'rseq_cs', 'flags'];
    assert.deepEqual(fieldsOf('20'), original);
    assert.deepEqual(fieldsOf('23'), original);
    assert.deepEqual(fieldsOf('24'), [...original, 'node_id']);
    assert.deepEqual(fieldsOf('28'), [...original, 'node_id', 'mm_cid']);
    assert.deepEqual(fieldsOf('32'), [...original, 'node_id', 'mm_cid', 'slice_ctrl']);
    assert.deepEqual(fieldsOf('33'), fieldsOf('7.0'));
    assert.deepEqual(fieldsOf('64'), fieldsOf('7.0'));
  });

  it('have no sizes below the original one, and no sizes that are not numbers', () => {
    for (const size of ['0', '19', '-28', '28.5', '2e1', '0x1c', '', ' 28'])
      assert.equal(resolveProfile(size), undefined);
  });

  it('describe fields that lie within the feature size and are aligned to their own', () => {
    for (const { name, featureSize, fields } of listProfiles()) {
      for (const field of fields) {
        assert.ok(field.offset + field.size <= featureSize, `${name}: ${field.name}`);
        assert.equal(field.offset % field.size, 0, `${name}: ${field.name}`);
      }
      assert.equal(Math.max(...fields.map(({ offset, size }) => offset + size)), featureSize, name);
    }
  });
});
