import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * `test/fixtures/<rule>/`: `correct*` must be silent, every other file shows the rule; `*.aarch64.*` is for aarch64, `*.refused.*`
 * is taken by no compiler.
 */
const folder = path.join(__dirname, '../../../test/fixtures');

/** The fixtures of a rule, by name; empty if it has no folder. */
export function fixturesOf(rule: string): readonly { readonly name: string; readonly text: string }[] {
  if (!existsSync(path.join(folder, rule))) return [];
  const names = readdirSync(path.join(folder, rule)).sort();
  return names.map((name) => ({ name, text: readFileSync(path.join(folder, rule, name), 'utf8') }));
}
