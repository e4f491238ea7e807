import { EXIT, UsageError, type ExitStatus } from './io';
import type { Program } from './workbench';

/** `rseq lsp --stdio`: the language server on standard input and output. */
export async function lsp(program: Program, words: readonly string[]): Promise<ExitStatus> {
  const unknown = words.find((word) => word !== '--stdio' && !word.startsWith('--clientProcessId'));
  if (unknown !== undefined || !words.includes('--stdio'))
    throw new UsageError('lsp speaks on --stdio only: `rseq lsp --stdio`');
  await program.serve();
  return EXIT.clean;
}
