import { originalSize } from '../../../abi/fields';
import { listProfiles } from '../../../abi/profiles';
import type { Place } from '../../../text/place';
import type { SyntaxBackend, SyntaxLanguage, SyntaxNode } from '../../syntax/backend';
import { type Token, TokenKind } from '../../preprocess/token';
import type { AreaNames } from '../area';
import type { FunctionRange } from '../functions';
import type { FunctionText } from './functionText';

/** Fields that not every struct rseq has: what lies behind the 20 bytes of Linux 4.18. */
const laterFields = new Set(
  listProfiles().flatMap(({ fields }) => fields.filter(({ offset }) => offset >= originalSize).map(({ name }) => name)),
);
const areaType = /\b(struct\s+(rseq|rseq_abi)|kernel_rseq)\b/;

/** What stands before a field's name: something that may be the area, depending on what the unit calls so. */
interface Candidate {
  readonly field: string;
  readonly place: Place;
  /** The name that must mean the area; undefined if the expression says so itself. */
  readonly base: string | undefined;
}

/** Reads of later fields by their names, by the functions' text. Lives in the analysis cache. */
export class MemberReader {
  readonly #syntax: SyntaxBackend;
  readonly #known = new Map<string, readonly Candidate[]>();
  readonly #limit = 1000;

  constructor(syntax: SyntaxBackend) {
    this.#syntax = syntax;
  }

  /** Fields and where their names stand in the text. */
  find(
    { text, range }: FunctionText,
    names: AreaNames,
    language: SyntaxLanguage,
  ): readonly { readonly field: string; readonly place: Place }[] {
    return this.#candidates(language, text.text).filter(
      ({ base }) => base === undefined || names.isArea(base, range.bodyStart),
    );
  }

  #candidates(language: SyntaxLanguage, text: string): readonly Candidate[] {
    const key = `${language} ${text}`;
    const known = this.#known.get(key);
    if (known) return known;
    const tree = this.#syntax.parse(language, text);
    try {
      const found = tree.rootNode.descendantsOfType('field_expression').flatMap((node): Candidate[] => {
        const field = node.childForFieldName('field');
        const object = node.childForFieldName('argument');
        if (!field || !object || !laterFields.has(field.text) || !isRead(node)) return [];
        const base = areaBase(object);
        return base ? [{ field: field.text, place: { start: field.startIndex, end: field.endIndex }, ...base }] : [];
      });
      if (this.#known.size >= this.#limit) this.#known.clear();
      this.#known.set(key, found);
      return found;
    } finally {
      tree.dispose();
    }
  }
}

/** Does a function name a field that not every struct rseq has? Only such ones are parsed. */
export function namesField(tokens: readonly Token[], { bodyStart, end }: FunctionRange): boolean {
  for (let i = bodyStart; i < end; i++) {
    const token = tokens[i];
    const isLater = token?.kind === TokenKind.Identifier && laterFields.has(token.text);
    if (isLater && /^(\.|->)$/.test(tokens[i - 1]?.text ?? '')) return true;
  }
  return false;
}

/** By what the object of a member access is struct rseq (or a pointer to it): a name, or itself; undefined: by nothing. */
function areaBase(base: SyntaxNode): Pick<Candidate, 'base'> | undefined {
  switch (base.type) {
    case 'identifier':
      return { base: base.text };
    case 'parenthesized_expression':
    case 'pointer_expression': {
      const [inner] = base.namedChildren;
      return inner && areaBase(inner);
    }
    case 'subscript_expression': {
      const array = base.childForFieldName('argument');
      return array ? areaBase(array) : undefined;
    }
    case 'call_expression': {
      const callee = base.childForFieldName('function');
      return callee?.type === 'identifier' ? { base: callee.text } : undefined;
    }
    case 'cast_expression':
      return areaType.test(base.childForFieldName('type')?.text ?? '') ? { base: undefined } : undefined;
    default:
      return undefined;
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
