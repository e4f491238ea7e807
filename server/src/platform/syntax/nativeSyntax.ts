import { createRequire } from 'node:module';
import * as path from 'node:path';
import type { SyntaxBackend, SyntaxLanguage, SyntaxNode } from '../../analysis/index';

/** The part of npm tree-sitter 0.22 that is used here. */
interface NativeParser {
  setLanguage(language: unknown): void;
  parse(text: string, oldTree: undefined, options: { bufferSize: number }): { rootNode: SyntaxNode };
}

/** Headroom over the text for the runtime's UTF-16 buffer; below it tree-sitter asks for the text in pieces. */
const bufferSlack = 1024;

/**
 * The native backend: npm tree-sitter with prebuilt C and C++ grammars and our own gas.node. Throws if one of them is not
 * installed or does not load; {@link loadSyntax} then takes the portable one.
 */
export function loadNativeSyntax(grammarDirectory: string): SyntaxBackend {
  // A real require, resolved from where this file is, and invisible to the bundler: these modules are optional.
  const load = createRequire(__filename);
  const Parser = load('tree-sitter') as new () => NativeParser;
  const parsers = new Map<SyntaxLanguage, NativeParser>();
  const add = (language: SyntaxLanguage, grammar: unknown): void => {
    const parser = new Parser();
    parser.setLanguage(grammar);
    parsers.set(language, parser);
  };
  add('c', load('tree-sitter-c'));
  add('cpp', load('tree-sitter-cpp'));
  add('gas', load(path.join(grammarDirectory, 'gas.node')));
  return {
    kind: 'native',
    parse(language, text) {
      const parser = parsers.get(language);
      if (!parser) throw new Error(`no ${language} parser`);
      const tree = parser.parse(text, undefined, { bufferSize: text.length * 2 + bufferSlack });
      // Trees are garbage-collected here.
      return { rootNode: tree.rootNode, dispose: () => undefined };
    },
  };
}
