import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { commands, extensionId, languages, settingsSection, type Settings } from '../client/src/contributions';

/** The parts of `package.json` that these tests read. */
interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
}

const manifest = JSON.parse(readFileSync(path.resolve(__dirname, '../../package.json'), 'utf8')) as Manifest;

/** The type of the settings as a value, so that the compiler checks this list too. */
const defaults: Settings = { abi: [], targets: [], rules: {}, parser: 'auto', 'trace.server': 'off' };

test('the extension is called what the code calls it', () => {
  assert.equal(`${manifest.publisher}.${manifest.name}`, extensionId);
});

test('package.json contributes exactly the commands that the client registers', () => {
  const contributed = manifest.contributes.commands.map(({ command }) => command);
  assert.deepEqual(contributed.sort(), Object.values(commands).sort());
});

test('package.json contributes exactly the typed settings, with the same defaults', () => {
  const { properties } = manifest.contributes.configuration;
  const contributed = Object.entries(properties).map(([id, property]) => [id, property.default]);
  const typed = Object.entries<unknown>({ ...defaults }).map(([id, value]) => [`${settingsSection}.${id}`, value]);
  assert.deepEqual(Object.fromEntries(contributed), Object.fromEntries(typed));
});

test('the extension starts for exactly the languages that the server reads, and where tests may be configured', () => {
  assert.deepEqual(manifest.activationEvents, [
    ...languages.map((language) => `onLanguage:${language}`),
    'workspaceContains:**/.rseq.json',
  ]);
});
