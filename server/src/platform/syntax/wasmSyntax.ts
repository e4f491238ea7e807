import { createRequire } from 'node:module';
import * as path from 'node:path';
import type * as TreeSitter from 'web-tree-sitter';
import type { SyntaxBackend, SyntaxLanguage, SyntaxNode, SyntaxTree } from '../../analysis';

const languageFiles: Readonly<Record<SyntaxLanguage, string>> = {
  c: 'tree-sitter-c.wasm',
  cpp: 'tree-sitter-cpp.wasm',
  gas: 'gas.wasm',
};

/** A text of each language that makes WebAssembly compile what a first parse would otherwise wait for. */
const warmUpTexts: Readonly<Record<SyntaxLanguage, string>> = {
  c: 'int f(int a) { return a + 1; }',
  cpp: 'template <class T> int f(T a) { return a.b<int>() + 1; }',
  gas: '1: lock; incq 8(%rax)\n',
};

/**
 * Loads web-tree-sitter and the grammars from `grammarDirectory`, where the build puts them. Rejects if a file is missing
 * or broken.
 */
export async function loadWasmSyntax(grammarDirectory: string): Promise<SyntaxBackend> {
  // Not bundled: the CommonJS runtime finds itself by its own file name, which a bundle takes from it.
  const load: (name: string) => unknown = createRequire(__filename);
  const { Parser, Language } = load(path.join(grammarDirectory, 'web-tree-sitter.cjs')) as typeof TreeSitter;
  await Parser.init({ locateFile: () => path.join(grammarDirectory, 'web-tree-sitter.wasm') });
  const parserOf = async (language: SyntaxLanguage): Promise<TreeSitter.Parser> => {
    const parser = new Parser();
    parser.setLanguage(await Language.load(path.join(grammarDirectory, languageFiles[language])));
    return parser;
  };
  return new WasmSyntax({ c: await parserOf('c'), cpp: await parserOf('cpp'), gas: await parserOf('gas') });
}

class WasmSyntax implements SyntaxBackend {
  readonly kind = 'wasm';
  readonly #warm = new Set<SyntaxLanguage>();

  constructor(private readonly parsers: Readonly<Record<SyntaxLanguage, TreeSitter.Parser>>) {}

  parse(language: SyntaxLanguage, text: string): SyntaxTree {
    if (!this.#warm.has(language)) {
      this.#warm.add(language);
      this.parse(language, warmUpTexts[language]).dispose();
    }
    const tree = this.parsers[language].parse(text);
    // Only a parser without a language, or one that is told to stop, gives no tree.
    if (!tree) throw new Error(`web-tree-sitter gave no tree for ${language}`);
    // Its type allows null among children, for indices past the end; in the arrays themselves there is none.
    return { rootNode: tree.rootNode as SyntaxNode, dispose: () => { tree.delete(); } }; // prettier-ignore
  }
}
