/**
 * Assembler text as a list of statements, which is what a mutation edits: a label is a statement of its own (`4:`), everything
 * else is one directive or instruction without its separator.
 */
export type Statements = readonly string[];

const label = /^([\w.$%=]+):/;

/** Splits the decoded text of an asm template at newlines and semicolons outside of strings. */
export function splitStatements(text: string): Statements {
  return text
    .split(/\n|;(?=(?:[^"\n]*"[^"\n]*")*[^"\n]*(?:\n|$))/)
    .flatMap((line) => {
      const parts: string[] = [];
      let rest = line.trim();
      for (let match = label.exec(rest); match; match = label.exec(rest)) {
        parts.push(match[0]);
        rest = rest.slice(match[0].length).trim();
      }
      return [...parts, rest];
    })
    .filter((statement) => statement !== '');
}

/** String literals for an asm template, one statement a line. */
export function literalsOf(statements: Statements, separator = '\n\t'): string {
  return statements.map((statement) => `\t\t${quoted(statement + separator)}`).join('\n');
}

function quoted(text: string): string {
  const escaped = text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t');
  return `"${escaped}"`;
}

/** The text that a sequence of adjacent C string literals stands for. */
export function decodeLiterals(source: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t' };
  return [...source.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map((match) => (match[1] ?? '').replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character))
    .join('');
}

/** A copy with `count` statements from `at` on replaced; each line of `by` is a statement. */
export function replaced(statements: Statements, at: number, count: number, ...by: string[]): Statements {
  const lines = by.flatMap((text) => text.split('\n'));
  return [...statements.slice(0, at), ...lines, ...statements.slice(at + count)];
}

/**
 * A copy in which `count` statements from `from` on stand in front of what was at `to`. References to numeric labels follow their
 * definitions: `4f` becomes `4b` where the label is now above.
 */
export function moved(statements: Statements, from: number, to: number, count = 1): Statements {
  const order = statements.map((_, at) => at);
  const block = order.splice(from, count);
  order.splice(to > from ? to - count : to, 0, ...block);
  const position = new Map(order.map((at, index) => [at, index]));
  const definitions = definitionsOf(statements);
  return order.map((at) =>
    (statements[at] ?? '').replace(reference, (whole, number: string, direction: string) => {
      const target = definitionFor(definitions, number, direction, at);
      if (!target) return whole;
      return `${number}${(position.get(target.at) ?? 0) > (position.get(at) ?? 0) ? 'f' : 'b'}`;
    }),
  );
}

interface Definition {
  readonly number: string;
  readonly at: number;
}

function definitionsOf(statements: Statements): readonly Definition[] {
  return statements.flatMap((statement, at) => {
    const number = /^(\d+):$/.exec(statement)?.[1];
    return number === undefined ? [] : [{ number, at }];
  });
}

/** What `1f` or `1b` in the statement at `from` means. */
function definitionFor(
  definitions: readonly Definition[],
  number: string,
  direction: string,
  from: number,
): Definition | undefined {
  const same = definitions.filter((definition) => definition.number === number);
  return direction === 'f' ? same.find(({ at }) => at > from) : same.findLast(({ at }) => at < from);
}

/** Where the label is defined that a reference in the statement at `from` means: `1f`, or a name. */
export function definitionOf(statements: Statements, text: string, from: number): number {
  const [, number, direction] = /^(\d+)([fb])$/.exec(text) ?? [];
  if (number === undefined || direction === undefined) return statements.indexOf(`${text}:`);
  return definitionFor(definitionsOf(statements), number, direction, from)?.at ?? -1;
}

/** A reference to a numeric label: `1f`, `333b`. */
const reference = /(?<![\w.%#])(\d+)([fb])(?![\w])/g;

/**
 * Gives every numeric label another name, each definition its own; `nameOf` gets the number and a running index. Returns
 * the statements with every reference following its definition.
 */
export function renamedLabels(statements: Statements, nameOf: (number: string, index: number) => string): Statements {
  const definitions = definitionsOf(statements);
  const nameAt = new Map(definitions.map(({ number, at }, index) => [at, nameOf(number, index)]));
  return statements.map((statement, at) => {
    const own = nameAt.get(at);
    if (own !== undefined) return `${own}:`;
    return statement.replace(reference, (whole, number: string, direction: string) => {
      const target = definitionFor(definitions, number, direction, at);
      return (target && nameAt.get(target.at)) ?? whole;
    });
  });
}

/** Gives one numeric label a name: where it is defined, and wherever it is meant. */
export function renamedLabel(statements: Statements, definition: number, name: string): Statements {
  const definitions = definitionsOf(statements);
  return statements.map((statement, at) => {
    if (at === definition) return `${name}:`;
    return statement.replace(reference, (whole, number: string, direction: string) =>
      definitionFor(definitions, number, direction, at)?.at === definition ? name : whole,
    );
  });
}
