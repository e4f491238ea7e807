import path from 'node:path';
import type { SyntaxBackend, SyntaxLanguage, SyntaxNode } from '../../server/src/analysis';
import { loadSyntax } from '../../server/src/platform/syntax';

export const grammarDirectory = path.join(__dirname, '../../../dist/grammars');

/** Both implementations; fails where the native one does not load. */
export async function bothBackends(): Promise<readonly SyntaxBackend[]> {
  const native = await loadSyntax({ grammarDirectory, prefer: 'native' });
  if (native.fallbackReason !== undefined) throw new Error(`no native parsers: ${native.fallbackReason}`);
  const wasm = await loadSyntax({ grammarDirectory, prefer: 'wasm' });
  return [native.backend, wasm.backend];
}

/** Parses, reads what is wanted from the root, and frees the tree. */
export function withTree<T>(
  backend: SyntaxBackend,
  language: SyntaxLanguage,
  text: string,
  read: (root: SyntaxNode) => T,
): T {
  const tree = backend.parse(language, text);
  try {
    return read(tree.rootNode);
  } finally {
    tree.dispose();
  }
}

/** The tree as tree-sitter's tools print it: named nodes and fields. */
export function printTree(root: SyntaxNode & { toString(): string }): string {
  return root.toString();
}

/** Every node with its place and everything else that the analysis can see, one a line. */
export function describeTree(node: SyntaxNode, depth = 0): string {
  const flags = [
    node.isNamed ? 'named' : 'token',
    ...(node.isError ? ['error'] : []),
    ...(node.isMissing ? ['missing'] : []),
    ...(node.hasError ? ['has an error'] : []),
  ];
  const line = `${'  '.repeat(depth)}${node.type} ${node.startIndex}-${node.endIndex} ${flags.join(', ')}`;
  return [line, ...node.children.map((child) => describeTree(child, depth + 1))].join('\n');
}
