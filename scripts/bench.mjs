/**
 * `npm run bench`: how long an author waits. A real language server over its real protocol, the kernel's param_test.c as host
 * file, the cursor inside a macro of the architecture header: each keystroke is a didChange, and the clock stops when the
 * diagnostics of the header arrive. Also: a cold command line run, and a whole library beside gcc. Fails when the median keystroke is
 * slower than the limit.
 *
 *   npm run bench [-- --librseq <checkout>]   without one the kernel's selftests stand for the library
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compareWithCompilers } from './benchCompilers.mjs';
import { corpusFolder, ensureCorpus } from './corpusSources.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const rpc = createRequire(createRequire(import.meta.url).resolve('vscode-languageserver'))('vscode-jsonrpc/node');
await ensureCorpus(root);
const corpus = corpusFolder(root);
const keystrokes = 100;
const limitMilliseconds = 50;

/** A copy with the compile command that the kernel's Makefile uses. */
const workspace = mkdtempSync(join(tmpdir(), 'rseq-bench-'));
cpSync(join(corpus, 'linux-6.1/tools/testing/selftests'), workspace, { recursive: true });
const folder = join(workspace, 'rseq');
const host = join(folder, 'param_test.c');
writeFileSync(
  join(folder, 'compile_commands.json'),
  JSON.stringify([{ directory: folder, file: host, arguments: ['cc', '-I.', '-c', 'param_test.c'] }]),
);
process.on('exit', () => rmSync(workspace, { recursive: true, force: true }));

const cases = [
  { name: 'rseq-x86.h', macro: '"leaq " __rseq_str(cs_label)', targets: [], sections: 15 },
  { name: 'rseq-arm64.h', macro: '"	adrp	" RSEQ_ASM_TMP_REG', targets: [], sections: 8 },
  { name: 'rseq-x86.h', macro: '"leaq " __rseq_str(cs_label)', targets: ['x86_64'], sections: 7 },
];

let failed = false;
for (const { name, macro, targets, sections } of cases) {
  const times = await typeInto(join(folder, name), macro, targets, sections);
  const [median, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
  const scope = targets.length > 0 ? targets.join() : 'every target the code admits';
  console.log(`keystroke in ${name}, ${scope}: median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
  if (median > limitMilliseconds) failed = true;
}
const start = performance.now();
await finished(spawn(process.execPath, [join(root, 'dist/cli.js'), 'check', '-I', folder, host], { stdio: 'ignore' }));
console.log(`rseq check param_test.c, cold: ${(performance.now() - start).toFixed(0)} ms`);
const option = process.argv.indexOf('--librseq');
const librseq = option < 0 ? undefined : process.argv[option + 1];
compareWithCompilers(join(root, 'dist/cli.js'), { librseq, selftests: join(corpus, 'linux-6.12') });
if (failed) console.error(`slower than ${limitMilliseconds} ms at the median`);
process.exitCode = failed ? 1 : 0;

/** Types a comment into the macro, one character a request, and returns the milliseconds that each one took. */
async function typeInto(header, macro, targets, sections) {
  const server = spawn(process.execPath, [join(root, 'dist/cli.js'), 'lsp', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = rpc.createMessageConnection(
    new rpc.StreamMessageReader(server.stdout),
    new rpc.StreamMessageWriter(server.stdin),
  );
  const settings = { targets, abi: [], rules: {}, parser: 'auto' };
  connection.onRequest('workspace/configuration', ({ items }) => items.map(() => settings));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/diagnostic/refresh', () => null);
  let status;
  connection.onNotification('rseq/status', (params) => {
    if (params.uri === pathToFileURL(header).href) status = params;
  });
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(dirname(header)).href,
    workspaceFolders: [{ uri: pathToFileURL(dirname(header)).href, name: 'bench' }],
    capabilities: { textDocument: { diagnostic: {} }, workspace: { configuration: true } },
  });
  await connection.sendNotification('initialized', {});
  const open = (path) => {
    const uri = pathToFileURL(path).href;
    const text = readFileSync(path, 'utf8');
    connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'c', version: 1, text } });
    return { uri, text };
  };
  open(host);
  const { uri, text } = open(header);
  const diagnose = () => connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
  const before = text.slice(0, text.indexOf(macro)).split('\n');
  const position = { line: before.length - 1, character: before.at(-1).length };
  await diagnose();
  const typed = '/* xy */ ';
  const times = [];
  for (let i = 0, column = position.character; i < keystrokes; i++) {
    const character = typed[i % typed.length];
    const at = { line: position.line, character: column++ };
    const change = { range: { start: at, end: at }, text: character };
    const begin = performance.now();
    connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: i + 2 },
      contentChanges: [change],
    });
    await diagnose();
    times.push(performance.now() - begin);
  }
  // A fast answer about nothing would be no measurement.
  if (status?.sections !== sections) throw new Error(`expected ${sections} sections: ${JSON.stringify(status)}`);
  await connection.sendRequest('shutdown');
  connection.sendNotification('exit');
  await finished(server);
  return times;
}

function finished(child) {
  return new Promise((resolve) => child.once('exit', resolve));
}

function quantile(values, q) {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];
}
