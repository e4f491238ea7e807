import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { Language, Parser } from 'web-tree-sitter';
import type { SyntaxBackend, SyntaxLanguage, SyntaxNode } from '../../analysis/index';

const grammarFiles: Readonly<Record<SyntaxLanguage, string>> = {
  c: 'tree-sitter-c.wasm',
  cpp: 'tree-sitter-cpp.wasm',
  gas: 'gas.wasm',
};

/**
 * The portable backend: web-tree-sitter with the grammars of `grammarDirectory`. Runs wherever Node runs. A C++ grammar is large,
 * so each language is compiled when it is first asked for, from bytes that are read here.
 */
export async function loadWasmSyntax(grammarDirectory: string): Promise<SyntaxBackend> {
  await Parser.init({ locateFile: (name: string) => path.join(grammarDirectory, name) });
  const parsers = new Map<SyntaxLanguage, Parser>();
  for (const language of ['c', 'cpp', 'gas'] as const) {
    const bytes = await readFile(path.join(grammarDirectory, grammarFiles[language]));
    const parser = new Parser();
    parser.setLanguage(await Language.load(bytes));
    parsers.set(language, parser);
  }
  return {
    kind: 'wasm',
    parse(language, text) {
      const tree = parsers.get(language)?.parse(text);
      if (!tree) throw new Error(`no ${language} parser`);
      return {
        rootNode: tree.rootNode as unknown as SyntaxNode,
        dispose: () => {
          tree.delete();
        },
      };
    },
  };
}
