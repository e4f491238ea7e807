import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { createAnalysisCache, type Finding, type SourceSpan, type SyntaxBackend } from '../../server/src/analysis';
import { analyzeKernelUnit, corpusSources, kernelFile } from '../support/corpus';
import { headerEdits } from './headerEdits';
import { syntaxForTests } from '../support/syntax';

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

describe('one mistake in the header of the kernel selftests', () => {
  for (const edit of headerEdits) {
    it(edit.rule, () => {
      const header = kernelFile('6.1', edit.header ?? 'rseq-x86.h');
      const text = readFileSync(header, 'utf8').replace(edit.from, () => edit.to);
      assert.notEqual(text, readFileSync(header, 'utf8'), 'the edit does not apply');
      const sources = corpusSources(new Map([[header, text]]));
      const unit = { release: '6.1', file: 'param_test.c', target: 'x86_64', defines: [] } as const;
      const { findings: all } = analyzeKernelUnit({ syntax, sources, cache: createAnalysisCache() }, unit);
      // What is only information about how the header is written has nothing to do with the edit.
      const findings = all.filter(({ rule, severity }) => rule === edit.rule || severity !== 'info');
      assert.deepEqual([...new Set(findings.map(({ rule }) => rule))], [edit.rule]);
      assert.equal(findings.length, edit.findings);
      assert.equal(sum(findings.map(({ instances }) => instances)), edit.instances);
      for (const finding of edit.findings === 1 ? findings : findings.slice(0, 1)) {
        assert.equal(finding.span.file, header);
        assert.deepEqual(
          {
            at: text.slice(finding.span.start, finding.span.end),
            line: lineOf(text, finding.span),
            macros: chain(finding),
          },
          { at: edit.at, line: edit.line, macros: edit.macros },
        );
      }
    });
  }
});

function lineOf(text: string, { start }: SourceSpan): string {
  const begin = text.lastIndexOf('\n', start - 1) + 1;
  const end = text.indexOf('\n', start);
  return text
    .slice(begin, end < 0 ? undefined : end)
    .trim()
    .replace(/\s+/g, ' ');
}

/** The names of the macros that a finding was expanded from; the selftests' stringising macros say nothing. */
function chain({ related }: Finding): string[] {
  return related
    .flatMap(({ message }) => /^in expansion of macro `(\w+)`$/.exec(message)?.[1] ?? [])
    .filter((name) => !name.startsWith('__rseq_str'));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
