import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findHelper, type HelperPlaces } from '../../client/src/features/abiHelper';
import { TemporaryFolder } from '../support/temporaryFolder';

const repository = path.resolve(__dirname, '../../..');

describe('the program that asks the machine', () => {
  let folder: TemporaryFolder;
  const places = (part: Partial<HelperPlaces>): HelperPlaces => ({
    built: path.join(folder.path, 'nothing'),
    source: path.join(repository, 'server/native/abi-helper.c'),
    storage: path.join(folder.path, 'storage'),
    version: '1.2.3',
    ...part,
  });
  before(() => {
    folder = new TemporaryFolder();
  });
  after(() => {
    folder.remove();
  });

  it('is compiled once where no build left it, and answers', async () => {
    const helper = await findHelper(places({}), true);
    assert.equal(helper, path.join(folder.path, 'storage/abi-helper-1.2.3'));
    assert.match(execFileSync(helper, { encoding: 'utf8' }), /^kernel\.release=/m);
    assert.deepEqual(fs.readdirSync(path.dirname(helper)), ['abi-helper-1.2.3']);
    // No compiler is needed any more, and no trust.
    assert.equal(await findHelper(places({ source: '/nowhere.c' }), false), helper);
  });

  it('is the one of the build where there is one', async () => {
    assert.equal(await findHelper(places({ built: process.execPath }), false), process.execPath);
  });

  it('is not compiled in a workspace that is not trusted', async () => {
    const fresh = places({ version: '2.0.0' });
    await assert.rejects(findHelper(fresh, false), /needs a trusted workspace; trust this one$/);
    assert.equal(fs.existsSync(path.join(fresh.storage, 'abi-helper-2.0.0')), false);
  });

  it('says what the compiler said, and leaves nothing behind', async () => {
    const storage = path.join(folder.path, 'other');
    const source = folder.write('broken.c', 'int main(void) { return }\n');
    await assert.rejects(
      findHelper(places({ storage, source }), true),
      /^Error: the program that asks it cannot be compiled \(.*broken\.c.*\); install a C compiler as cc$/,
    );
    assert.deepEqual(fs.readdirSync(storage), []);
  });
});
