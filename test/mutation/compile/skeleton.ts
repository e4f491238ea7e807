import { spawnSync } from 'node:child_process';
import { compilers } from '../../support/toolchain';
import type { SectionSet, SetFunction } from '../sectionSet';
import type { Statements } from '../statements';
import { renderFunction } from '../realSections';
import { standIn } from './standIn';

/** What `%[v]`, `%w[cpu]`, `%l[abort]` become, by the text in the template. */
export type Expansions = ReadonlyMap<string, string>;

/** The compiled program around the templates of a set, and what the compiler would print for each of their operands. */
export interface Skeleton {
  /** Assembler text; a function's template belongs where {@link placeOf} says. */
  readonly text: string;
  readonly expansions: ReadonlyMap<SetFunction, Expansions>;
}

/** Options for compilers: sections of their own make functions comparable one by one. */
export const compilerOptions = [
  '-O1',
  '-ffunction-sections',
  '-fno-asynchronous-unwind-tables',
  '-fno-stack-protector',
];

/** What stands in the skeleton for the template of the set's function with this index. */
export function placeOf(index: number): string {
  return `@@template ${index}@@`;
}

/** What an operand or a unique number in a template looks like. */
const operand = /%(?:=|[a-zA-Z]*\[\w+\]|[a-zA-Z]?\d+)/g;

export function operandsIn(statements: Statements): readonly string[] {
  return statements.flatMap((statement) => statement.replace(/%%/g, '').match(operand) ?? []);
}

/**
 * Compiles a set once, with lists of operands in the place of its templates, so that everything else that is made of them needs an
 * assembler only. Targets without a compiler get operands that we choose.
 */
export function skeletonOf(set: SectionSet, operands: ReadonlyMap<SetFunction, ReadonlySet<string>>): Skeleton {
  const compiler = compilers[set.target];
  if (compiler === undefined) return standIn(set, operands);
  const source = set.functions.map((section, index) => {
    const listed = [...(operands.get(section) ?? [])].map((text) => `@@operand ${text.replace(/%/g, '%%')} @@${text}`);
    return renderFunction(section, [`@@begin ${index}`, ...listed, '@@end']);
  });
  const input = set.preamble + source.join('\n');
  const args = ['-S', ...compilerOptions, '-x', 'c', '-', '-o', '-'];
  const result = spawnSync(compiler, args, { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`${compiler}: ${result.stderr}`);
  return readSkeleton(set, result.stdout);
}

function readSkeleton(set: SectionSet, compiled: string): Skeleton {
  const expansions = new Map<SetFunction, Expansions>();
  const text = compiled.replace(/@@begin (\d+)\n([^]*?)@@end/g, (_, index: string, listed: string) => {
    const found = listed.matchAll(/@@operand (\S+) @@(.*)/g);
    const section = set.functions[Number(index)];
    if (section) expansions.set(section, new Map([...found].map(([, name = '', value = '']) => [name, value])));
    return placeOf(Number(index));
  });
  return { text, expansions };
}

/** A template as the compiler would hand it on to the assembler. */
export function expand(statements: Statements, expansions: Expansions): string {
  return statements
    .map((statement) =>
      statement.replace(/%%|%(?:=|[a-zA-Z]*\[\w+\]|[a-zA-Z]?\d+)/g, (text) =>
        text === '%%' ? '%' : (expansions.get(text) ?? text),
      ),
    )
    .join('\n\t');
}
