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

/** A copy with `count` statements from `at` on replaced. */
export function replaced(statements: Statements, at: number, count: number, ...by: string[]): Statements {
  return [...statements.slice(0, at), ...by, ...statements.slice(at + count)];
}

/** A copy in which the statement at `from` stands in front of what was at `to`. */
export function moved(statements: Statements, from: number, to: number): Statements {
  const statement = statements[from] ?? '';
  const without = replaced(statements, from, 1);
  return replaced(without, to > from ? to - 1 : to, 0, statement);
}

/** A reference to a numeric label: `1f`, `333b`. */
const reference = /(?<![\w.$%#])(\d+)([fb])(?![\w])/g;

/**
 * Gives every numeric label another name, each definition its own; `nameOf` gets the number and a running index. Returns
 * the statements with every reference following its definition.
 */
export function renamedLabels(statements: Statements, nameOf: (number: string, index: number) => string): Statements {
  const definitions = statements.flatMap((statement, at) => {
    const number = /^(\d+):$/.exec(statement)?.[1];
    return number === undefined ? [] : [{ number, at }];
  });
  const nameAt = new Map(definitions.map(({ number, at }, index) => [at, nameOf(number, index)]));
  return statements.map((statement, at) => {
    const own = nameAt.get(at);
    if (own !== undefined) return `${own}:`;
    return statement.replace(reference, (whole, number: string, direction: string) => {
      const same = definitions.filter((definition) => definition.number === number);
      const target = direction === 'f' ? same.find((d) => d.at > at) : same.findLast((d) => d.at < at);
      return (target && nameAt.get(target.at)) ?? whole;
    });
  });
}
