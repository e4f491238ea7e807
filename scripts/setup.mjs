import { ensureCorpus } from './corpusSources.mjs';
import { ensureDebianPackages } from './debianPackages.mjs';
import { ensureEditorHost } from './editorHost.mjs';
import { ensureNpmModules } from './npmModules.mjs';
import { Stop } from './steps.mjs';

const oldestNode = [20, 20];

/**
 * What `npm start` and `npm test` share: everything that has to be on the machine before the build.
 * Plain Node only, since nothing from npm may be there yet. What the user must do is asked for before anything changes.
 * @param {{ root: string, debian: readonly string[], editorHost: boolean, corpus?: boolean }} wanted
 */
export async function setUp(wanted) {
  checkNode();
  await ensureDebianPackages(wanted.debian);
  await ensureNpmModules(wanted.root);
  if (wanted.corpus) await ensureCorpus(wanted.root);
  if (wanted.editorHost) await ensureEditorHost(wanted.root);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = oldestNode;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new Stop(`Node ${oldestNode.join('.')} or newer is needed; this is ${process.versions.node}.`, 2);
}
