/** The command line: puts the real parts together and runs one command. */
import { analyze, listRules } from './analysis';
import type { CommandIo, OutputStream } from './cli/io';
import { run } from './cli/run';
import type { Program } from './cli/workbench';
import { findLayout, programVersion } from './platform/layout';
import { askMachine } from './platform/machine';
import { loadSyntax } from './platform/syntax';

const layout = findLayout();

const program: Program = {
  version: programVersion(layout),
  rules: listRules(),
  analyse: analyze,
  loadSyntax: (parser) => loadSyntax({ grammarDirectory: layout.grammarDirectory, prefer: parser }),
  askMachine: (env) => askMachine(layout.abiHelper, env),
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
