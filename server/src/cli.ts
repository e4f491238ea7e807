/** The command line: puts the real parts together and runs one command. */
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { analyze, listRules } from './analysis';
import type { CommandIo, OutputStream } from './cli/io';
import { run } from './cli/run';
import type { Program } from './cli/workbench';
import { startAnswererThread } from './cli/answererThread';
import { findLayout, programVersion } from './platform/layout';
import { askMachine } from './platform/machine';
import { loadSyntax } from './platform/syntax';

const layout = findLayout();

/** Each has its own copy of everything that is read: more of them gain little. */
const MOST_THREADS = 8;

const program: Program = {
  version: programVersion(layout),
  probe: layout.probe,
  includeDirectory: layout.includeDirectory,
  rules: listRules(),
  analyse: analyze,
  loadSyntax: (parser) => loadSyntax({ grammarDirectory: layout.grammarDirectory, prefer: parser }),
  startAnswerers(parser) {
    const threads = Math.min(availableParallelism(), MOST_THREADS);
    // Most functions do not live long enough here to be worth what optimising them costs: a third of all the time.
    if (threads > 1) setFlagsFromString('--interrupt-budget=1000000');
    const start = () => {
      return startAnswererThread(layout.answererScript, { grammarDirectory: layout.grammarDirectory, prefer: parser });
    };
    return threads > 1 ? Array.from({ length: threads }, start) : [];
  },
  // The package of the extension has nothing native: it compiles the helper elsewhere, and says where.
  askMachine: (env) => askMachine(env['RSEQ_ABI_HELPER'] ?? layout.abiHelper, env),
  async serve() {
    // Loaded only here: the other commands need no protocol, and it takes longer than a small check.
    const { serveOnStandardStreams } = await import('./lsp/standardStreams.js');
    await serveOnStandardStreams(layout);
  },
};

const io: CommandIo = {
  cwd: process.cwd(),
  env: process.env,
  out: streamOf(process.stdout),
  err: streamOf(process.stderr),
};

// `rseq check | head`: the reader has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

void run(process.argv.slice(2), io, program).then((status) => {
  process.exitCode = status;
});

function streamOf(stream: NodeJS.WriteStream): OutputStream {
  return {
    write: (text) => {
      stream.write(text);
    },
    isTerminal: stream.isTTY,
    columns: stream.isTTY ? stream.columns : undefined,
  };
}
