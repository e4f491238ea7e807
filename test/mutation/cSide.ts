import type { Subject } from './operators/operator';
import type { Statements } from './statements';

/** The C text behind a template, taken apart at the colons of the asm statement. */
export interface CSide {
  readonly outputs: string;
  readonly inputs: string;
  readonly clobbers: string;
  readonly labels: string;
  /** From the closing parenthesis on. */
  readonly rest: string;
}

/** @throws Error if the text does not begin with the first colon of an asm statement with all parts */
export function splitTail(tail: string): CSide {
  const parts: string[] = [];
  let depth = 0;
  let from = 1;
  for (const match of tail.matchAll(/"(?:[^"\\]|\\.)*"|[()[\]:]/g)) {
    const [token] = match;
    const { index } = match;
    if (index === 0) continue;
    if (token === ':' && depth === 0) {
      parts.push(tail.slice(from, index));
      from = index + 1;
    } else if (token === '(' || token === '[') depth++;
    else if (token === ']') depth--;
    else if (token === ')' && depth-- === 0) {
      const [outputs, inputs = '', clobbers = '', labels = ''] = [...parts, tail.slice(from, index)];
      return { outputs, inputs, clobbers, labels, rest: tail.slice(index) };
    }
  }
  throw new Error(`no asm statement ends in\n${tail}`);
}

export function joinTail({ outputs, inputs, clobbers, labels, rest }: CSide): string {
  const parts = [outputs, inputs, clobbers, ...(labels.trim() === '' ? [] : [labels])];
  return `${parts.map((part) => `:${part}`).join(' ')}${rest}`;
}

/** The clobbers, without quotes. */
export function clobbersOf(tail: string): readonly string[] {
  return [...splitTail(tail).clobbers.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
}

/** The text with other clobbers. */
export function withClobbers(tail: string, clobbers: readonly string[]): string {
  return joinTail({ ...splitTail(tail), clobbers: ` ${clobbers.map((name) => `"${name}"`).join(', ')} ` });
}

/** The name of an input that can only be in a register: no number of a processor, no pointer to the area, nothing that sections change. */
export function valueInput(tail: string): string | undefined {
  const inputs = [...splitTail(tail).inputs.matchAll(/\[(\w+)\]\s*"r"/g)].map((match) => match[1] ?? '');
  return inputs.find((name) => !/cpu|rseq|^(dst|src|len)$/.test(name));
}

/**
 * The same section as an asm that is no asm goto, so that it can have outputs for every compiler: all its ways out lead to its end,
 * and the function ends with it. `head`: what stands in front of `(`.
 */
export function withoutGoto(
  { statements, head, tail }: Subject,
  more: { readonly outputs: string; readonly declarations: string; readonly qualifier: string },
): { readonly statements: Statements; readonly head: string; readonly tail: string } {
  const body = statements.map((statement) => statement.replace(/%l\[\w+\]/, '98f'));
  const opening = /(?:asm|__asm__)[\w\s]*\(\s*$/.exec(head);
  const before = head.slice(0, opening?.index).replace(/\{/, `{ ${more.declarations}`);
  return {
    statements: [...body, '98:'],
    head: `${before}__asm__ ${more.qualifier}(\n`,
    tail: `${joinTail({ ...splitTail(tail), outputs: more.outputs, labels: '', rest: '' })});\n\treturn 0;\n}`,
  };
}
