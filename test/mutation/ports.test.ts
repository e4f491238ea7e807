import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createAnalysisCache, type Finding, type SyntaxBackend } from '../../server/src/analysis';
import { architectureOf } from '../../server/src/analysis/arch';
import { analyzeText } from '../support/check';
import { syntaxForTests } from '../support/syntax';
import { landmarksOf } from './landmarks';
import { portMistakes } from './operators/ports';
import { renderFunction } from './realSections';
import { Score } from './score';
import type { SectionSet, SetFunction } from './sectionSet';
import { sectionSets } from './sectionSets';
import type { Statements } from './statements';

/** For each port another one that is right and whose macro differs. */
const ports = ['x86_64', 'i386', 'aarch64', 'arm', 'ppc64le', 's390x', 'mips64'].map(
  (target) => [target, 'riscv64'] as const,
);

const score = new Score();
after(() => {
  score.save();
});

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

for (const [target, sibling] of ports) {
  describe(`ports to ${target}, beside ${sibling}`, () => {
    const [own, other] = [setOf(target), setOf(sibling)];
    const pairs = own.functions.flatMap((port): (readonly [SetFunction, SetFunction])[] => {
      const counterpart = other.functions.find(({ origin }) => origin === port.origin);
      return counterpart ? [[port, counterpart]] : [];
    });

    it('are silent as they are', () => {
      assert.ok(pairs.length >= 6, `${pairs.length} pairs`);
      const found = pairs.flatMap(([port, right]) => differences(port, right, port.statements));
      assert.deepEqual(found, []);
    });

    for (const { rule, name, make } of portMistakes) {
      it(`${rule}: ${name}`, () => {
        let mutants = 0;
        const survivors = pairs.flatMap(([port, right]) => {
          const mutant = make(port.statements, landmarksOf(port.statements));
          if (!mutant) return [];
          mutants++;
          const isFound = differences(port, right, mutant).length === 1;
          score.count({ rule, name }, target, isFound);
          return isFound ? [] : [port.origin];
        });
        assert.ok(mutants > 0, 'no section gives occasion to it');
        assert.deepEqual(survivors, []);
      });
    }

    function differences(port: SetFunction, right: SetFunction, statements: Statements): readonly Finding[] {
      const text = [
        `#if defined(${selectorOf(target)})\n${own.preamble}${renderFunction(withLabel(port), statements)}`,
        `#elif defined(${selectorOf(sibling)})\n${other.preamble}${renderFunction(right, right.statements)}`,
        '#endif\n',
      ].join('\n');
      const checked = { path: 'ports.c', text, targets: [target, sibling], cache: createAnalysisCache() };
      return analyzeText(syntax, checked).findings.filter(({ rule }) => rule === 'port-differs');
    }
  });
}

function setOf(target: string): SectionSet {
  const [set] = sectionSets(target);
  assert.ok(set, target);
  return set;
}

function selectorOf(target: string): string {
  return architectureOf(target)?.selectors[0] ?? '';
}

/** The function with a label more that it may leave by. */
function withLabel({ tail, ...port }: SetFunction): SetFunction {
  return {
    ...port,
    tail: tail
      .replace(/: (abort\b[^;]*?)(\s*\);)/, ': $1, elsewhere$2')
      .replace(/\}\s*$/, 'elsewhere:\n\treturn 7;\n}\n'),
  };
}
