import path from 'node:path';
import type { SyntaxBackend } from '../../server/src/analysis';
import { loadSyntax } from '../../server/src/platform/syntax';

/** The real parsers, as the build left them. */
export async function syntaxForTests(): Promise<SyntaxBackend> {
  const grammarDirectory = path.join(__dirname, '../../../dist/grammars');
  return (await loadSyntax({ grammarDirectory, prefer: 'auto' })).backend;
}
