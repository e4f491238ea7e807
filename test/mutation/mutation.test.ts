import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { listRules, type Finding, type SyntaxBackend } from '../../server/src/analysis';
import { analyzeText } from '../support/check';
import { syntaxForTests } from '../support/syntax';
import { compileUnits } from './compile';
import { rewriteSet, type PlacedFunction, type RewrittenUnit } from './mutants';
import { operators } from './operators';
import { equivalentOperators } from './operators/equivalent';
import { type Mutant, type MutationOperator, statementsOf } from './operators/operator';
import { sectionSets } from './sectionSets';
import { Score } from './score';
import { renamedLabels } from './statements';

/**
 * Breaks every real critical section in every way that a rule is about. The rule must notice, in that section, and no other
 * rule may: one mistake, one finding. What assembles to the same bytes must stay silent. Compilers have the last word on both.
 */
interface Mutation {
  readonly operator: MutationOperator;
  /** As real code writes it, which is what is assembled, and with names in the place of numbers. */
  readonly unit: RewrittenUnit;
  readonly named: RewrittenUnit;
}

const sets = sectionSets();
const originals = sets.map((set) => {
  const unit = rewriteSet(set, ({ statements }) => statements);
  if (!unit) throw new Error(`${set.name} has no section`);
  return unit;
});
const mutations: readonly Mutation[] = operators.flatMap((operator) =>
  sets.flatMap((set) => {
    const unit = rewriteSet(set, (subject) => operator.mutate(subject));
    const named = rewriteSet(set, (subject) => namedLabels(operator.mutate(subject)));
    return unit && named ? [{ operator, unit, named }] : [];
  }),
);
const equivalents = equivalentOperators.flatMap((operator) =>
  originals.flatMap((original) => {
    const unit = rewriteSet(original.set, (subject) => operator.rewrite(subject));
    return unit ? [{ operator, unit, original }] : [];
  }),
);

let syntax: SyntaxBackend;
let compiled: ReadonlyMap<RewrittenUnit, readonly string[]>;
before(async () => {
  syntax = await syntaxForTests();
  compiled = await compileUnits([
    ...originals,
    ...mutations.flatMap(({ operator, unit }) => (operator.compiles === false ? [] : [unit])),
    ...equivalents.map(({ unit }) => unit),
  ]);
});

describe('sections as they are', () => {
  for (const unit of originals) {
    it(`${unit.set.name} for ${unit.set.target} is silent`, () => {
      assertNone(findingsOf(unit).map(shown));
    });
  }
});

describe('broken sections', () => {
  const score = new Score();
  for (const operator of operators) {
    it(`${operator.rule}: ${operator.name}`, () => {
      const survivors: string[] = [];
      const own = mutations.filter((mutation) => mutation.operator === operator);
      for (const { unit } of own) {
        const original = originals.find(({ set }) => set === unit.set);
        assert.ok(
          operator.compiles === false || operator.keepsBytes === true || !isSame(unit, original),
          `${unit.set.name} ${unit.set.target}: the mutants are no mutants`,
        );
      }
      const forms = own.flatMap(({ unit, named }) => (operator.onlyNumbered ? [unit] : [unit, named]));
      for (const unit of forms) {
        const findings = findingsOf(unit);
        for (const mutant of unit.functions) {
          const inside = findings.filter((finding) => isIn(finding, mutant));
          const isFound = inside.length === 1 && inside[0]?.rule === operator.rule;
          score.count(operator, unit.set.target, isFound);
          if (!isFound)
            survivors.push(
              `${unit.set.name} ${unit.set.target} ${mutant.name}: ${inside.map(shown).join(', ') || 'silent'}`,
            );
        }
      }
      assertNone(survivors);
    });
  }

  it('every rule about sections has operators, and every operator has mutants', () => {
    const sectionRules = listRules().filter(({ id }) => id !== 'field-not-available' && !id.startsWith('suppression-'));
    assert.deepEqual(sectionRules.map(({ id }) => id).sort(), [...new Set(operators.map(({ rule }) => rule))].sort());
    const used = new Set(mutations.map(({ operator }) => operator.name));
    assert.deepEqual(
      operators.filter(({ name }) => !used.has(name)),
      [],
    );
    console.log(score.table());
  });
});

describe('sections written differently', () => {
  for (const operator of equivalentOperators) {
    it(`${operator.name}: same bytes, silent`, () => {
      for (const { unit, original } of equivalents.filter((equivalent) => equivalent.operator === operator)) {
        assert.ok(isSame(unit, original), `${unit.set.name} ${unit.set.target}: other bytes`);
        assertNone(findingsOf(unit).map(shown));
      }
    });
  }
});

function namedLabels(mutant: Mutant | undefined): Mutant | undefined {
  if (!mutant) return undefined;
  const statements = renamedLabels(statementsOf(mutant), (number, index) => `label_${number}_${index}_%=`);
  return 'statements' in mutant ? { ...mutant, statements } : statements;
}

function findingsOf({ set, text }: RewrittenUnit): readonly Finding[] {
  return analyzeText(syntax, { path: 'mutants.c', text, targets: [set.target] }).findings;
}

/** The place counts, not what the finding says about it. */
function isIn({ span }: Finding, { start, end }: PlacedFunction): boolean {
  return span.start >= start && span.end <= end;
}

function shown({ rule, function: name, message }: Finding): string {
  return `${name ?? '-'}: ${rule}: ${message}`;
}

function isSame(a: RewrittenUnit, b: RewrittenUnit | undefined): boolean {
  return JSON.stringify(compiled.get(a)) === JSON.stringify(b && compiled.get(b));
}

/** Fails with the first few of a list that should be empty. */
function assertNone(texts: readonly string[]): void {
  if (texts.length > 0) assert.fail([`${texts.length}:`, ...texts.slice(0, 10)].join('\n'));
}
