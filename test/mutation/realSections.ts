import { withWholeDescriptors } from './landmarks';
import { decodeLiterals, literalsOf, splitStatements, type Statements } from './statements';

/** A function of real code that consists of one asm statement with a critical section. */
export interface RealFunction {
  readonly name: string;
  /** Everything up to the template's first literal, with external linkage, so that a compiler emits it unasked. */
  readonly head: string;
  readonly statements: Statements;
  /** From the first colon of the asm statement to the end of the function. */
  readonly tail: string;
}

/** Finds the functions with a descriptor in preprocessed C; `rest` is the text without them. */
export function findRealFunctions(preprocessed: string): {
  readonly functions: readonly RealFunction[];
  readonly rest: string;
} {
  const functions: RealFunction[] = [];
  let rest = '';
  for (const definition of topLevel(preprocessed)) {
    const found = realFunction(definition);
    if (found) functions.push(found);
    else rest += definition;
  }
  return { functions, rest };
}

/** The text at file scope in pieces that end behind a `}` or a `;`. */
function topLevel(text: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let begin = 0;
  for (const { index, 0: token } of text.matchAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[{}();]/g)) {
    if (token === '{' || token === '(') depth++;
    else if (token === '}' || token === ')') depth--;
    if (depth === 0 && (token === '}' || token === ';')) {
      pieces.push(text.slice(begin, index + 1));
      begin = index + 1;
    }
  }
  return [...pieces, text.slice(begin)];
}

function realFunction(definition: string): RealFunction | undefined {
  const opening = /(?:asm|__asm__)[\w\s]*\(\s*(?="[^"]*\.pushsection(?:\s|\\t)+__rseq_cs\b)/.exec(definition);
  if (!opening) return undefined;
  const begin = opening.index + opening[0].length;
  const template = /^(?:\s*"(?:[^"\\]|\\.)*")*/.exec(definition.slice(begin))?.[0] ?? '';
  const head = definition
    .slice(0, begin)
    .replace(/\bstatic\b/, '')
    .replace(/\b(?:__)?inline\b/g, '')
    .replace(/__attribute__\s*\(\((?:__)?always_inline(?:__)?\)\)/, '')
    .trimStart();
  const name = /(\w+)\s*\(/.exec(head)?.[1];
  if (name === undefined) return undefined;
  const statements = withWholeDescriptors(splitStatements(decodeLiterals(template)));
  return { name, head: `${head}\n`, statements, tail: definition.slice(begin + template.length).trimStart() };
}

/** A function as C text again. */
export function renderFunction(
  { head, tail }: Pick<RealFunction, 'head' | 'tail'>,
  statements: Statements,
  separator?: string,
): string {
  return `${head}${literalsOf(statements, separator)}\n\t\t${tail}\n`;
}
