import { joint } from '../inlineAsm/template';
import type { SyntaxBackend, SyntaxNode } from '../syntax/backend';
import type { Place } from '../../text/place';

/** A statement of assembler text as the grammar sees it; no meaning yet. */
export type Statement =
  | { readonly kind: 'label'; readonly name: string; readonly place: Place }
  | { readonly kind: 'directive'; readonly name: string; readonly operands: readonly TextPart[]; readonly place: Place }
  | {
      readonly kind: 'instruction';
      readonly prefixes: readonly string[];
      readonly mnemonic: string;
      readonly operands: readonly TextPart[];
      readonly place: Place;
    }
  | { readonly kind: 'assignment'; readonly place: Place }
  /** A place where text is missing, or that the grammar cannot read. */
  | { readonly kind: 'unreadable'; readonly gap: boolean; readonly place: Place };

/** The text of an operand and where it starts. */
export interface TextPart {
  readonly text: string;
  readonly place: Place;
}

/**
 * Reads assembler text, each text once: what its statements are does not depend on the architecture that it is lowered for.
 * Lives in the analysis cache.
 */
export class StatementReader {
  readonly #syntax: SyntaxBackend;
  readonly #known = new Map<string, readonly Statement[]>();
  readonly #limit = 1000;

  constructor(syntax: SyntaxBackend) {
    this.#syntax = syntax;
  }

  read(text: string): readonly Statement[] {
    const known = this.#known.get(text);
    if (known) return known;
    const tree = this.#syntax.parse('gas', text);
    try {
      const statements = statementsOf(tree.rootNode);
      if (this.#known.size >= this.#limit) this.#known.clear();
      this.#known.set(text, statements);
      return statements;
    } finally {
      tree.dispose();
    }
  }
}

/** A node's text without what only keeps its length. */
function textOf(node: SyntaxNode | null | undefined): string {
  return node?.text.replaceAll(joint, '') ?? '';
}

/** Walks the grammar's tree (grammars/gas/README.md names the nodes) in textual order. */
function statementsOf(root: SyntaxNode): readonly Statement[] {
  const statements: Statement[] = [];
  let pendingPrefixes: string[] = [];
  for (const node of root.children) {
    const statement = statementOf(node, pendingPrefixes);
    if (!statement) continue;
    if (statement.kind === 'instruction' && statement.mnemonic === '') {
      // `lock;` on its own: the prefix of the next instruction.
      pendingPrefixes = [...statement.prefixes];
      continue;
    }
    pendingPrefixes = [];
    statements.push(statement);
  }
  return statements;
}

function statementOf(node: SyntaxNode, pendingPrefixes: readonly string[]): Statement | undefined {
  const place: Place = { start: node.startIndex, end: node.endIndex };
  switch (node.type) {
    case 'label':
      return { kind: 'label', name: textOf(node.childForFieldName('name')).replace(/\s*:$/, ''), place };
    case 'directive': {
      const name = textOf(node.childForFieldName('name')).toLowerCase();
      return { kind: 'directive', name, operands: operandsOf(node), place };
    }
    case 'instruction': {
      const prefixes = node.namedChildren
        .filter((child) => child.type === 'prefix')
        .map((child) => textOf(child).toLowerCase());
      const mnemonic = textOf(node.childForFieldName('mnemonic')).toLowerCase();
      if (node.hasError) return { kind: 'unreadable', gap: false, place };
      // The grammar wants a letter behind the dot of a directive: `.8byte`.
      if (mnemonic.startsWith('.')) return { kind: 'directive', name: mnemonic, operands: operandsOf(node), place };
      return {
        kind: 'instruction',
        prefixes: [...pendingPrefixes, ...prefixes],
        mnemonic,
        operands: operandsOf(node),
        place,
      };
    }
    case 'assignment':
      return { kind: 'assignment', place };
    case 'gap':
      return { kind: 'unreadable', gap: true, place };
    case 'comment':
    case 'preproc':
      return undefined;
    default:
      return node.isError || node.isNamed ? { kind: 'unreadable', gap: false, place } : undefined;
  }
}

function operandsOf(node: SyntaxNode): TextPart[] {
  return node.namedChildren
    .filter((child) => child.type === 'operand')
    .map((child) => ({ text: textOf(child), place: { start: child.startIndex, end: child.endIndex } }));
}
