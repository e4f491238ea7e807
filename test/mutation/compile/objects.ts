import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LoadedPart, loadedParts } from '../../support/elf';
import { compilers } from '../../support/toolchain';
import type { RewrittenUnit } from '../mutants';
import type { SectionSet, SetFunction } from '../sectionSet';
import { link, makeObjects, objectOf } from './assemblers';
import { compilerOptions, expand, operandsIn, type Skeleton, skeletonOf } from './skeleton';

/** What each function of a unit is made of after assembling. */
export type Contents = ReadonlyMap<SetFunction, string>;

/** Which units to make objects of, and which of these to link, so that it does not count which labels a symbol table has. */
export interface Order {
  readonly unit: RewrittenUnit;
  readonly linked: boolean;
}

/**
 * What real tools make of rewritten units. Templates only need an assembler; units whose C side was changed are compiled, and
 * have no contents that compare.
 */
export async function objectsOf(
  target: string,
  orders: readonly Order[],
): Promise<ReadonlyMap<RewrittenUnit, Contents>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rseq-mutants-'));
  try {
    const isCode = ({ unit }: Order): boolean => unit.functions.some(({ changesCode }) => changesCode);
    const [code, templates] = [orders.filter(isCode), orders.filter((order) => !isCode(order))];
    await compileAll(target, code.map(({ unit }) => unit), folder); // prettier-ignore
    return await assembleAll(target, templates, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compileAll(target: string, units: readonly RewrittenUnit[], folder: string): Promise<void> {
  // Nobody can say what C means where there is no compiler.
  if (units.length === 0 || compilers[target] === undefined) return;
  const names = units.map((unit, index) => {
    writeFileSync(path.join(folder, `c${index}.c`), unit.text);
    return `c${index}.c`;
  });
  await makeObjects(target, names, folder, ['-Wall', '-Werror', ...compilerOptions]);
}

async function assembleAll(
  target: string,
  orders: readonly Order[],
  folder: string,
): Promise<ReadonlyMap<RewrittenUnit, Contents>> {
  const skeletons = skeletonsFor(orders.map(({ unit }) => unit));
  const names = orders.map(({ unit }, index) => {
    writeFileSync(path.join(folder, `${index}.s`), assemblerText(unit, skeletons.get(unit.set)));
    return `${index}.s`;
  });
  if (names.length > 0) await makeObjects(target, names, folder, ['-Wa,--fatal-warnings']);
  return new Map(
    await Promise.all(
      orders.map(async ({ unit, linked }, index) => {
        const object = path.join(folder, objectOf(`${index}.s`));
        return [unit, linked ? await linkedContents(unit, object) : contentsOf(unit, object)] as const;
      }),
    ),
  );
}

function skeletonsFor(units: readonly RewrittenUnit[]): ReadonlyMap<SectionSet, Skeleton> {
  const sets = new Set(units.map(({ set }) => set));
  return new Map(
    [...sets].map((set) => {
      const operands = new Map<SetFunction, Set<string>>();
      for (const section of set.functions) operands.set(section, new Set(operandsIn(section.statements)));
      for (const unit of units) {
        if (unit.set !== set) continue;
        for (const { original, statements } of unit.functions) {
          for (const operand of operandsIn(statements)) operands.get(original)?.add(operand);
        }
      }
      return [set, skeletonOf(set, operands)];
    }),
  );
}

/** The set's program with the unit's templates in it; functions that the unit does not have keep their own. */
function assemblerText({ set, functions }: RewrittenUnit, skeleton: Skeleton | undefined): string {
  const rewritten = new Map(functions.map(({ original, statements }) => [original, statements]));
  return (skeleton?.text ?? '').replace(/@@template (\d+)@@/g, (_, index: string) => {
    const section = set.functions[Number(index)];
    if (!section) return '';
    const expansions = skeleton?.expansions.get(section) ?? new Map<string, string>();
    return ownSections(expand(rewritten.get(section) ?? section.statements, expansions), section.name);
  });
}

/** Sections that all functions add to get names that tell whose part is whose. */
function ownSections(text: string, name: string): string {
  return text.replace(/(\.(?:push)?section\s+)(__rseq_\w+)/g, `$1$2.${name}`);
}

function contentsOf({ functions }: RewrittenUnit, object: string): Contents {
  const parts = loadedParts(readFileSync(object));
  return new Map(
    functions.map(({ original }) => {
      const own = parts.filter(({ section }) => section.endsWith(`.${original.name}`));
      if (own.length < 2) throw new Error(`${object} lacks sections of ${original.name}`);
      return [original, digest(own)];
    }),
  );
}

/** The program as a whole is what all of its functions are made of. */
async function linkedContents(unit: RewrittenUnit, object: string): Promise<Contents> {
  const program = await link(unit.set.target, object);
  if (program === undefined) return contentsOf(unit, object);
  const contents = digest(loadedParts(readFileSync(program)));
  return new Map(unit.functions.map(({ original }) => [original, contents]));
}

/** Only whether two are equal is ever asked. */
function digest(parts: readonly LoadedPart[]): string {
  const hash = createHash('sha1');
  for (const { section, contents } of parts) hash.update(`${section} ${contents}\n`);
  return hash.digest('base64');
}
