import assert from 'node:assert/strict';
import * as test from 'node:test';
import { after, describe, it } from 'node:test';
import { createAnalysisCache, type Finding, type SyntaxBackend } from '../../server/src/analysis';
import { analyzeText } from '../support/check';
import { syntaxForTests } from '../support/syntax';
import { type Contents, objectsOf } from './compile/objects';
import { type PlacedFunction, rewriteSet, type RewrittenUnit } from './mutants';
import { operators } from './operators';
import { equivalentOperators } from './operators/equivalent';
import { type EquivalentOperator, type Mutant, type MutationOperator, statementsOf } from './operators/operator';
import { Score } from './score';
import { knownFindings } from './knownFindings';
import type { SectionSet, SetFunction } from './sectionSet';
import { sectionSets } from './sectionSets';
import { renamedLabels } from './statements';

/** All that one operator makes of a target's sections. */
interface Mutation {
  readonly operator: MutationOperator;
  /** As real code writes it, which is what is assembled. */
  readonly units: readonly RewrittenUnit[];
  /** With names in the place of numbers. */
  readonly named: readonly RewrittenUnit[];
}

interface Equivalent {
  readonly operator: EquivalentOperator;
  readonly units: readonly RewrittenUnit[];
}

/**
 * Breaks every real critical section of the targets in every way that a rule is about. The rule must notice, in that section, and
 * no other rule may: one mistake, one finding. What assembles to the same bytes must stay silent. Compilers and assemblers have
 * the last word on both.
 */
export function testTargets(...targets: readonly string[]): void {
  const score = new Score();
  for (const target of targets) testTarget(target, score);
  after(() => {
    score.save();
  });
}

function testTarget(target: string, score: Score): void {
  const sets = sectionSets(target);
  for (const set of sets) score.note(set);
  const originals = sets.flatMap((set) => rewriteSet(set, ({ statements }) => statements) ?? []);
  /** The same again, for a comparison of linked programs. */
  const same = originals.map((unit) => ({ ...unit }));
  const mutations = operators.map((operator): Mutation => ({
    operator,
    units: sets.flatMap((set) => rewriteSet(set, (subject) => operator.mutate(subject)) ?? []),
    named: operator.onlyNumbered ? [] : sets.flatMap((set) => namedUnit(set, operator) ?? []),
  }));
  const equivalents = equivalentOperators.map((operator): Equivalent => ({
    operator,
    units: sets.flatMap((set) => rewriteSet(set, (subject) => operator.rewrite(subject)) ?? []),
  }));

  let syntax: SyntaxBackend;
  let objects: ReadonlyMap<RewrittenUnit, Contents>;
  const findingsOf = ({ text }: RewrittenUnit): readonly Finding[] =>
    analyzeText(syntax, { path: 'mutants.c', text, targets: [target], cache: createAnalysisCache() }).findings;

  let before: ReadonlyMap<SetFunction, readonly Finding[]> | undefined;
  /** Those findings that the function did not have before it was rewritten. */
  const newAmong = (findings: readonly Finding[], section: SetFunction): readonly Finding[] => {
    before ??= new Map(originals.flatMap(findingsByFunction));
    const open = (before.get(section) ?? []).map(({ rule }) => rule);
    return findings.filter(({ rule }) => {
      const at = open.indexOf(rule);
      if (at >= 0) open.splice(at, 1);
      return at < 0;
    });
  };
  const findingsByFunction = (unit: RewrittenUnit): readonly (readonly [SetFunction, readonly Finding[]])[] => {
    const findings = findingsOf(unit);
    return unit.functions.map((section) => [section.original, findings.filter((finding) => isIn(finding, section))]);
  };

  /** Functions of a unit that are made of the same bytes as in one of `before`. */
  const unchanged = (unit: RewrittenUnit, among: readonly RewrittenUnit[]): readonly PlacedFunction[] => {
    const original = among.find(({ set }) => set === unit.set);
    const [own, others] = [objects.get(unit), original && objects.get(original)];
    // What only the C side says leaves no trace in the bytes of a section.
    if (!own || !others) return [];
    return unit.functions.filter(({ original: section }) => own.get(section) === others.get(section));
  };

  describe(target, () => {
    test.before(async () => {
      syntax = await syntaxForTests();
      const assembled = mutations.filter(({ operator }) => operator.compiles !== false).flatMap(({ units }) => units);
      objects = await objectsOf(target, [
        ...[...originals, ...assembled].map((unit) => ({ unit, linked: false })),
        ...[...same, ...equivalents.flatMap(({ units }) => units)].map((unit) => ({ unit, linked: true })),
      ]);
    });

    describe('sections as they are', () => {
      for (const unit of originals) {
        it(`${unit.set.name} is silent`, () => {
          const known = knownFindings(target);
          assertNone(findingsOf(unit).filter(({ rule }) => !known.includes(rule)).map(shown)); // prettier-ignore
        });
      }
      // Other programs need not have what those of the list have.
      const isListed = originals.some(({ set }) => set.name !== 'librseq');
      it('what is known to be found is found', () => {
        if (!isListed) return;
        const rules = originals.flatMap((unit) => findingsOf(unit).map(({ rule }) => rule));
        assert.deepEqual([...new Set(rules)].sort(), knownFindings(target));
      });
    });

    describe('broken sections', () => {
      for (const { operator, units, named } of mutations) {
        if (units.length === 0) continue;
        it(`${operator.rule}: ${operator.name}`, () => {
          const none = operator.keepsBytes ? [] : units.flatMap((unit) => unchanged(unit, originals));
          assertNone(none.map(({ original }) => `${original.origin}: the mutant is none`));
          const survivors: string[] = [];
          for (const unit of [...units, ...named]) {
            const findings = findingsOf(unit);
            for (const mutant of unit.functions) {
              const inside = newAmong(findings.filter((finding) => isIn(finding, mutant)), mutant.original); // prettier-ignore
              const isFound = inside.length === 1 && inside[0]?.rule === operator.rule;
              score.count(operator, target, isFound);
              if (!isFound) survivors.push(`${mutant.original.origin}: ${inside.map(shown).join(', ') || 'silent'}`);
            }
          }
          assertNone(survivors);
        });
      }
    });

    describe('sections written differently', () => {
      for (const { operator, units } of equivalents) {
        if (units.length === 0) continue;
        it(`${operator.name}: same bytes, silent`, () => {
          for (const unit of units) {
            const equal = new Set(unchanged(unit, same));
            const changed = unit.functions.filter((section) => !equal.has(section));
            assertNone(changed.map(({ original }) => `${original.origin}: other bytes`));
            const added = unit.functions.flatMap((section) => newAmong(findingsOf(unit).filter((finding) => isIn(finding, section)), section.original)); // prettier-ignore
            assertNone(added.map(shown));
          }
        });
      }
    });
  });
}

function namedUnit(set: SectionSet, operator: MutationOperator): RewrittenUnit | undefined {
  return rewriteSet(set, (subject) => namedLabels(operator.mutate(subject)), ({ named }) => named); // prettier-ignore
}

function namedLabels(mutant: Mutant | undefined): Mutant | undefined {
  if (!mutant) return undefined;
  const statements = renamedLabels(statementsOf(mutant), (number, index) => `label_${number}_${index}_%=`);
  return 'statements' in mutant ? { ...mutant, statements } : statements;
}

/** The place counts, not what the finding says about it. */
function isIn({ span }: Finding, { start, end }: PlacedFunction): boolean {
  return span.start >= start && span.end <= end;
}

function shown({ rule, function: name, message }: Finding): string {
  return `${name ?? '-'}: ${rule}: ${message}`;
}

/** Fails with the first few of what should not be there. */
function assertNone(problems: readonly string[]): void {
  assert.equal(problems.length, 0, `${problems.length}:\n${problems.slice(0, 20).join('\n')}`);
}
