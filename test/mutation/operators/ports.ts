import type { Landmarks } from '../landmarks';
import type { Statements } from '../statements';

/** A mistake in one port that no other rule can see, because by itself the port is a correct section. */
export interface PortMistake {
  readonly name: string;
  readonly rule: string;
  /** undefined where the section gives no occasion to it. */
  readonly make: (statements: Statements, at: Landmarks) => Statements | undefined;
}

export const portMistakes: readonly PortMistake[] = [
  {
    rule: 'port-differs',
    name: 'a way out dropped',
    make: (statements, { start, post }) => without(statements, start, post, /%l\[(?!abort)\w+\]/),
  },
  {
    rule: 'port-differs',
    name: 'another way out taken',
    make(statements, { start, post }) {
      const place = placeOf(statements, start, post, /%l\[(?!abort)\w+\]/);
      const other = (text: string) => text.replace(/%l\[\w+\]/, '%l[elsewhere]');
      return place === undefined ? undefined : statements.map((text, i) => (i === place ? other(text) : text));
    },
  },
  {
    rule: 'port-differs',
    name: 'a store in front of the commit dropped',
    make: (statements, { start, post }) => without(statements, start, post, /%\[newv2\].*%\[v2\]/),
  },
];

function placeOf(statements: Statements, from: number, to: number, pattern: RegExp): number | undefined {
  const at = statements.slice(from, to).findIndex((text) => pattern.test(text));
  return at < 0 ? undefined : from + at;
}

function without(statements: Statements, from: number, to: number, pattern: RegExp): Statements | undefined {
  const place = placeOf(statements, from, to, pattern);
  return place === undefined ? undefined : statements.filter((_, i) => i !== place);
}
