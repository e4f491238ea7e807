import { listProfiles, originalSize } from '../../abi/profiles';
import type { AreaAccess, AreaUse } from '../../model/areaAccess';
import type { Place } from '../../text/place';
import type { SyntaxBackend, SyntaxLanguage, SyntaxNode } from '../syntax/backend';
import { type Token, TokenKind } from '../preprocess/token';
import { AssemblerText, type Piece, type TokenLocator } from '../assembler/assemblerText';
import type { AreaNames } from './area';
import type { FunctionRange } from './functions';

/** Fields that not every struct rseq has: what lies behind the 20 bytes of Linux 4.18. */
const laterFields = new Set(
  listProfiles().flatMap(({ fields }) => fields.filter(({ offset }) => offset >= originalSize).map(({ name }) => name)),
);
/** Names by which code asks how large the area is or whether a field is there. */
const sizeTest = /rseq\w*(size|avail|feature)/i;
const areaType = /\b(struct\s+(rseq|rseq_abi)|kernel_rseq)\b/;

/** Reads of later fields of struct rseq in one function, with the text their places are in. */
export interface FunctionAccesses {
  readonly text: AssemblerText;
  readonly accesses: readonly AreaAccess[];
}

/** Finds reads of later fields in a function. Parses only functions that name such a field. */
export function findAreaAccesses(
  tokens: readonly Token[],
  range: FunctionRange,
  names: AreaNames,
  syntax: SyntaxBackend,
  language: SyntaxLanguage,
  locator: TokenLocator,
): FunctionAccesses | undefined {
  if (!tokens.slice(range.bodyStart, range.end).some((token, i) => isFieldUse(tokens, range.bodyStart + i, token))) {
    return undefined;
  }
  const text = functionText(tokens, range, locator);
  const tree = syntax.parse(language, text.text);
  try {
    const accesses = fieldExpressions(tree.rootNode).flatMap((node): AreaAccess[] => {
      const field = node.childForFieldName('field');
      const base = node.childForFieldName('argument');
      if (!field || !base || !laterFields.has(field.text)) return [];
      if (!isArea(base, names, range.bodyStart) || !isRead(node)) return [];
      const place: Place = { start: field.startIndex, end: field.endIndex };
      return [{ field: field.text, place, function: range.name }];
    });
    return { text, accesses };
  } finally {
    tree.dispose();
  }
}

/** Does the unit test the size of the area anywhere in a function of its own? */
export function testsSize(
  tokens: readonly Token[],
  functions: readonly FunctionRange[],
  invokedMacros: ReadonlySet<string>,
): AreaUse['testsSize'] {
  if (['AT_RSEQ_FEATURE_SIZE', 'PR_RSEQ_SLICE_EXTENSION'].some((name) => invokedMacros.has(name))) return true;
  return functions.some((range) => {
    for (let i = range.bodyStart; i < range.end; i++) {
      const token = tokens[i];
      if (token?.kind === TokenKind.Identifier && sizeTest.test(token.text)) return true;
    }
    return false;
  });
}

function isFieldUse(tokens: readonly Token[], at: number, token: Token): boolean {
  return (
    token.kind === TokenKind.Identifier && laterFields.has(token.text) && /^(\.|->)$/.test(tokens[at - 1]?.text ?? '')
  );
}

/**
 * A function as the grammar reads it. `typeof (...)`, in which nothing is read and which the grammar does not know, becomes
 * a type of the same length.
 */
function functionText(tokens: readonly Token[], range: FunctionRange, locator: TokenLocator): AssemblerText {
  const pieces: Piece[] = [];
  let text = '';
  let depth = 0;
  let typed = false;
  for (const token of tokens.slice(range.start, range.end + 1)) {
    const { length } = token.text;
    pieces.push({ token, start: text.length, length, indexOf: (i) => i });
    if (depth === 0) {
      const begins = typeOfExpression.test(token.text);
      text += begins ? 'int'.padEnd(length) : typed && token.text === '(' ? ' ' : token.text;
      if (typed && token.text === '(') depth = 1;
      typed = begins;
    } else {
      if (token.text === '(') depth++;
      else if (token.text === ')') depth--;
      text += ' '.repeat(length);
    }
    text += ' ';
  }
  return new AssemblerText(text, pieces, false, locator);
}

const typeOfExpression = /^(?:typeof|typeof_unqual|__typeof__|__typeof|decltype)$/;

function fieldExpressions(root: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const work = [root];
  for (let node = work.pop(); node; node = work.pop()) {
    if (node.type === 'field_expression') found.push(node);
    work.push(...[...node.namedChildren].reverse());
  }
  return found;
}

/** Is the object of a member access struct rseq (or a pointer to it) for certain? */
function isArea(base: SyntaxNode, names: AreaNames, at: number): boolean {
  switch (base.type) {
    case 'identifier':
      return names.isArea(base.text, at);
    case 'parenthesized_expression':
    case 'pointer_expression': {
      const [inner] = base.namedChildren;
      return inner ? isArea(inner, names, at) : false;
    }
    case 'subscript_expression': {
      const array = base.childForFieldName('argument');
      return array ? isArea(array, names, at) : false;
    }
    case 'call_expression': {
      const callee = base.childForFieldName('function');
      return callee?.type === 'identifier' && names.isArea(callee.text, at);
    }
    case 'cast_expression':
      return areaType.test(base.childForFieldName('type')?.text ?? '');
    default:
      return false;
  }
}

/** True if the expression's value is read: it is not assigned to, measured, or only pointed at. */
function isRead(node: SyntaxNode): boolean {
  let child = node;
  for (let parent = node.parent; parent; child = parent, parent = parent.parent) {
    switch (parent.type) {
      case 'parenthesized_expression':
      case 'field_expression':
        continue;
      case 'sizeof_expression':
      case 'offsetof_expression':
      case 'alignof_expression':
      case 'gnu_asm_output_operand':
        return false;
      case 'assignment_expression':
        return parent.childForFieldName('left')?.startIndex !== child.startIndex;
      case 'update_expression':
        return false;
      case 'call_expression':
        return !/^_*(typeof|alignof|offsetof)/.test(parent.childForFieldName('function')?.text ?? '');
      case 'pointer_expression':
        return parent.text.startsWith('*') || isDereferenced(parent);
      case 'argument_list':
        continue;
      default:
        return true;
    }
  }
  return true;
}

/** `*(const volatile int *)&x->field`: the address is taken only to read through it. */
function isDereferenced(addressOf: SyntaxNode): boolean {
  for (let parent = addressOf.parent; parent; parent = parent.parent) {
    if (parent.type === 'pointer_expression') return parent.text.startsWith('*');
    if (parent.type !== 'cast_expression' && parent.type !== 'parenthesized_expression') return false;
  }
  return false;
}
