import { createRequire } from 'node:module';
import * as path from 'node:path';
import type { SyntaxBackend, SyntaxLanguage, SyntaxNode, SyntaxTree } from '../../analysis';

/** The part of npm `tree-sitter` 0.22 that is used. Declared here because the package is optional: it may not be installed. */
interface NativeParser {
  setLanguage(language: unknown): void;
  parse(text: string, oldTree: null, options: { bufferSize: number }): { readonly rootNode: SyntaxNode };
}
type NativeParserClass = new () => NativeParser;

/**
 * Loads npm `tree-sitter` with the grammars of the npm packages, and our gas grammar from `gas.node` in `grammarDirectory`.
 * Throws what the first module that does not load throws.
 */
export function loadNativeSyntax(grammarDirectory: string): SyntaxBackend {
  // At run time, so that bundling leaves it alone: the packages are found in a `node_modules` above this file.
  const load: (name: string) => unknown = createRequire(__filename);
  const Parser = load('tree-sitter') as NativeParserClass;
  const parserOf = (language: unknown): NativeParser => {
    const parser = new Parser();
    parser.setLanguage(language);
    return parser;
  };
  return new NativeSyntax({
    c: parserOf(load('tree-sitter-c')),
    cpp: parserOf(load('tree-sitter-cpp')),
    gas: parserOf(load(path.join(grammarDirectory, 'gas.node'))),
  });
}

/** Bytes of native memory that a tree holds for each UTF-16 unit of its text (measured on C, C++ and assembler text). */
const treeBytesPerUnit = 64;

class NativeSyntax implements SyntaxBackend {
  readonly kind = 'native';

  constructor(private readonly parsers: Readonly<Record<SyntaxLanguage, NativeParser>>) {}

  parse(language: SyntaxLanguage, text: string): SyntaxTree {
    // The default buffer holds 32 KB, and some releases throw "Invalid argument" past it.
    const { rootNode } = this.parsers[language].parse(text, null, { bufferSize: 2 * text.length + 1024 });
    return { rootNode, dispose: () => { hintGarbage(text.length * treeBytesPerUnit); } }; // prettier-ignore
  }
}

/**
 * A tree is freed by its finalizer, and the collector does not know how much hangs on it: it would let gigabytes wait. It knows
 * the size of array buffers, though, so one of that size (whose pages are never touched) is dropped along with the tree.
 * Finalizers run when the program returns to its event loop; whoever parses much must do so now and then.
 */
function hintGarbage(bytes: number): void {
  new ArrayBuffer(bytes);
}
