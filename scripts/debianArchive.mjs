/** Packages of another Debian release, without touching the system's sources, lists or caches. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from './steps.mjs';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Makes an apt configuration of our own in `folder`. Packages are checked against the archive's signature as always.
 * @param {string} folder where lists and archives go; made if missing
 * @param {{ suite: string, installed: boolean }} options `installed`: whether apt may count on what the system has installed
 * @returns {string} the file for APT_CONFIG; archives land in `cache/archives` of the folder
 */
export function privateApt(folder, { suite, installed }) {
  if (!existsSync(keyring)) throw new Stop('Debian with its debian-archive-keyring is needed for this.', 2);
  for (const name of ['state/lists/partial', 'cache/archives/partial', 'parts']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  const sources = join(folder, 'sources.list');
  writeFileSync(sources, `deb [signed-by=${keyring}] ${mirror()} ${suite} main\n`);
  writeFileSync(join(folder, 'status'), '');
  const settings = {
    'Dir::Etc::SourceList': sources,
    'Dir::Etc::SourceParts': join(folder, 'parts'),
    'Dir::Etc::Preferences': join(folder, 'preferences'),
    'Dir::Etc::PreferencesParts': join(folder, 'parts'),
    'Dir::State': join(folder, 'state'),
    'Dir::State::Status': installed ? '/var/lib/dpkg/status' : join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': '',
    'Acquire::Languages': 'none',
  };
  const file = join(folder, 'apt.conf');
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";\n`);
  writeFileSync(file, lines.join(''));
  return file;
}

/** The archive that the system itself uses: the one its sources name for the release it runs. */
function mirror() {
  const format = '$(REPO_URI) $(RELEASE)';
  const listing = execFileSync('apt-get', ['indextargets', '--format', format, 'Component: main'], {
    encoding: 'utf8',
  });
  const rows = listing.split('\n').map((line) => line.split(' '));
  const found = rows.find(
    ([uri, release]) => /\/debian\/?$/.test(uri) && !/-(updates|security|backports)$/.test(release),
  );
  if (!found) throw new Stop('The apt sources of this system name no Debian archive.', 2);
  return found[0];
}
