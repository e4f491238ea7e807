/** The languages that the syntax layer can parse. */
export type SyntaxLanguage = 'c' | 'cpp' | 'gas';

/** The part of a tree-sitter node that both runtimes share. Indices are UTF-16 code units of the parsed text. */
export interface SyntaxNode {
  readonly type: string;
  readonly isNamed: boolean;
  readonly isError: boolean;
  readonly isMissing: boolean;
  readonly hasError: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly text: string;
  readonly parent: SyntaxNode | null;
  readonly children: readonly SyntaxNode[];
  readonly namedChildren: readonly SyntaxNode[];
  childForFieldName(name: string): SyntaxNode | null;
  /** All nodes of that type below and including this one, in the order of the text. */
  descendantsOfType(type: string): readonly SyntaxNode[];
}

/** A parsed text. The memory of a wasm tree is not garbage-collected: whoever parses must dispose. */
export interface SyntaxTree {
  readonly rootNode: SyntaxNode;
  dispose(): void;
}

/** A tree-sitter runtime. Implementations live in `platform/`: native (npm tree-sitter) and portable (web-tree-sitter). */
export interface SyntaxBackend {
  readonly kind: 'native' | 'wasm';
  /** Parses a whole text. Never throws on bad input: errors are nodes of the tree. */
  parse(language: SyntaxLanguage, text: string): SyntaxTree;
}
