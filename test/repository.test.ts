import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { listProfiles, listRules } from '../server/src/analysis';

const root = path.join(__dirname, '../..');
const analysis = 'server/src/analysis';

/**
 * What each part of the repository may import, by path from the root without extension; the first line that matches a file
 * counts. An entry of the right side is a folder, a file, or a package; `*` stands for anything.
 */
const importTable: readonly (readonly [string, readonly string[]])[] = [
  [`${analysis}/text/`, [`${analysis}/text/`]],
  [`${analysis}/finding`, [`${analysis}/text/`]],
  [`${analysis}/sectionSummary`, [`${analysis}/text/`]],
  [`${analysis}/sourceProvider`, []],
  [`${analysis}/abi/`, [`${analysis}/abi/`]],
  [`${analysis}/arch/`, [`${analysis}/arch/`, `${analysis}/text/`, `${analysis}/sectionSummary`]],
  [`${analysis}/model/`, ['model/', 'arch/', 'abi/', 'text/', 'sectionSummary'].map((part) => `${analysis}/${part}`)],
  [`${analysis}/rules/index`, [`${analysis}/rules/`]],
  [`${analysis}/rules/catalogue`, [`${analysis}/rules/index`, `${analysis}/rules/page`, `${analysis}/finding`]],
  // A rule knows what a rule is, and no other rule.
  [`${analysis}/rules/`, ['rules/rule', 'model/', 'abi/', 'text/', 'finding'].map((part) => `${analysis}/${part}`)],
  // The two front ends never meet, and know nothing of what is done with the model.
  [
    `${analysis}/source/`,
    ['source/', 'model/', 'arch/', 'abi/', 'text/', 'finding', 'request', 'sectionSummary', 'sourceProvider'].map(
      (part) => `${analysis}/${part}`,
    ),
  ],
  [
    `${analysis}/object/`,
    ['object/', 'model/', 'arch/', 'abi/', 'text/', 'finding', 'sectionSummary'].map((part) => `${analysis}/${part}`),
  ],
  [
    `${analysis}/features/`,
    ['features/', 'model/', 'arch/', 'abi/', 'text/', 'finding', 'sectionSummary'].map((part) => `${analysis}/${part}`),
  ],
  [`${analysis}/`, [`${analysis}/`]],
  ['server/src/protocol', []],
  ['server/src/testProtocol', []],
  [
    'server/src/lsp/',
    [
      'server/src/lsp/',
      'server/src/project/',
      'server/src/platform/',
      'server/src/runner/',
      `${analysis}/index`,
      'server/src/protocol',
      'server/src/testProtocol',
      'node:*',
      'vscode-languageserver*',
    ],
  ],
  ['server/src/project/', ['server/src/project/', 'server/src/platform/', `${analysis}/index`, 'node:path']],
  ['server/src/runner/', ['server/src/runner/', 'server/src/platform/', `${analysis}/index`, 'node:*']],
  ['server/src/platform/', ['server/src/platform/', `${analysis}/index`, 'node:*', 'jsonc-parser', 'web-tree-sitter']],
  [
    'server/src/cli/',
    [
      'server/src/cli/',
      'server/src/project/',
      'server/src/platform/',
      'server/src/runner/',
      'server/src/lsp/',
      `${analysis}/index`,
      'node:*',
    ],
  ],
  ['server/src/', ['server/src/', 'node:*', 'vscode-languageserver*']],
  // Runs in a page of its own, which has nothing but itself.
  ['client/webview/', []],
  [
    'client/src/',
    [
      'client/src/',
      'server/src/protocol',
      'server/src/testProtocol',
      'vscode',
      'vscode-languageclient*',
      'jsonc-parser',
      'node:*',
    ],
  ],
  ['test/', ['*']],
];

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(path.join(root, file)));
const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));

describe('imports', () => {
  for (const [zone] of importTable.filter(([zone]) => zone !== 'test/')) {
    const own = sources.filter((file) => zoneOf(file) === zone);
    it(`of ${zone}`, () => {
      assert.deepEqual(own.flatMap(forbiddenImports), []);
    });
  }

  it('every source file is in the table', () => {
    assert.deepEqual(
      sources.filter((file) => zoneOf(file) === undefined),
      [],
    );
  });

  it('nothing of the server names the editor, and only the source front end and the parsers see a syntax node', () => {
    const server = sources.filter((file) => file.startsWith('server/'));
    assert.deepEqual(
      server.filter((file) => importsOf(file).includes('vscode')),
      [],
    );
    const sees = server.filter((file) => /\bSyntaxNode\b/.test(read(file)));
    assert.deepEqual(
      sees.filter((file) => !/^server\/src\/(analysis\/(source\/|index\.ts)|platform\/syntax\/)/.test(file)),
      [],
    );
  });
});

describe('what is generated or listed', () => {
  it('docs/rules is what the rules print', () => {
    const result = spawnSync(process.execPath, ['scripts/generate.mjs', '--check'], { cwd: root, encoding: 'utf8' });
    assert.equal(result.status, 0, result.stderr);
  });

  it('docs/rules has a page for every rule, and no other', () => {
    const pages = readdirSync(path.join(root, 'docs/rules')).filter((name) => name !== 'README.md');
    assert.deepEqual(
      pages.sort(),
      listRules().map(({ id }) => `${id}.md`),
    );
  });

  it('the schema of .rseq.json offers the ABI profiles that there are', () => {
    const offered = /"enum": (\["original"[^\]]*\])/.exec(read('docs/schema/rseq.schema.json'))?.[1] ?? '[]';
    assert.deepEqual(
      JSON.parse(offered),
      listProfiles().map(({ name }) => name),
    );
  });
});

it('no file that is written by hand has more than 300 lines, and no list of test cases more than 400', () => {
  const byHand = files.filter((file) => /\.(ts|mjs|c|h)$/.test(file) && !/^(grammars|test\/fixtures)\//.test(file));
  const linesOf = (file: string): number => read(file).split('\n').length - 1;
  assert.deepEqual(
    byHand.filter((file) => linesOf(file) > (file.endsWith('.test.ts') ? 400 : 300)),
    [],
  );
});

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function zoneOf(file: string): string | undefined {
  return importTable.find(([zone]) => within(file.replace(/\.ts$/, ''), zone))?.[0];
}

function forbiddenImports(file: string): string[] {
  const allowed = importTable.find(([zone]) => zone === zoneOf(file))?.[1] ?? [];
  return importsOf(file)
    .filter((target) => !allowed.some((entry) => within(target, entry)))
    .map((target) => `${file} imports ${target}`);
}

/** What a file imports: packages by name, files by path from the root without extension. */
function importsOf(file: string): string[] {
  return ts.preProcessFile(read(file), true, true).importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return fileName;
    const target = path.posix.join(path.posix.dirname(file), fileName);
    return sources.includes(`${target}/index.ts`) ? `${target}/index` : target;
  });
}

function within(target: string, entry: string): boolean {
  if (entry.endsWith('*')) return target.startsWith(entry.slice(0, -1));
  return entry.endsWith('/') ? target.startsWith(entry) : target === entry;
}
