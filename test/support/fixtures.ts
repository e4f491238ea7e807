import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** `test/fixtures/<rule>/`: `correct*` must be silent, every other file shows the rule; `*.aarch64.*` is for aarch64. */
const folder = path.join(__dirname, '../../../test/fixtures');

export function fixtureFolders(): readonly string[] {
  return readdirSync(folder).sort();
}

export function fixturesOf(rule: string): readonly { readonly name: string; readonly text: string }[] {
  const names = readdirSync(path.join(folder, rule)).sort();
  return names.map((name) => ({ name, text: readFileSync(path.join(folder, rule, name), 'utf8') }));
}
