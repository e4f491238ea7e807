import * as path from 'node:path';
import type { Finding, SyntaxBackend, UnitAnalysis } from '../../server/src/analysis';
import type { Analyse } from '../../server/src/project/checker';

/**
 * Stands in for the analysis where a test is about what lies around it: cancellation, crashes, many units. The text says
 * what is found: each `BAD` is an error whose fix writes `GOOD`, each `ODD` information whose fix has to be looked at,
 * `THROW` throws. Quoted includes are followed.
 */
export const fakeAnalyse: Analyse = (context, request) => {
  const dependencies: string[] = [];
  const findings: Finding[] = [];
  const pending = [request.path];
  for (let file = pending.shift(); file !== undefined; file = pending.shift()) {
    const text = context.sources.read(file);
    if (text === undefined || dependencies.includes(file)) continue;
    dependencies.push(file);
    if (text.includes('THROW')) throw new Error(`thrown at ${path.basename(file)}`);
    findings.push(...findingsIn(file, text));
    for (const [, name] of text.matchAll(/^#include "(.*)"$/gm)) {
      pending.push(path.resolve(path.dirname(file), name ?? ''));
    }
  }
  const cancelled = request.isCancelled?.() ?? false;
  const analysis: UnitAnalysis = {
    findings,
    dependencies,
    cancelled,
    sections: [],
    ports: [],
    notes: [],
    suppressions: [],
    targets: [],
    abis: [],
  };
  return analysis;
};

/** For analyses that parse nothing. */
export const noSyntax: SyntaxBackend = {
  kind: 'wasm',
  parse() {
    throw new Error('nothing is parsed here');
  },
};

function findingsIn(file: string, text: string): Finding[] {
  return [...text.matchAll(/BAD|ODD/g)].map(({ 0: word, index }) => {
    const span = { file, start: index, end: index + 3 };
    const isOdd = word === 'ODD';
    return {
      rule: 'fake-rule',
      severity: isOdd ? 'info' : 'error',
      message: 'this is bad',
      span,
      targets: [],
      abis: [],
      variants: [],
      otherVariants: [],
      instances: 1,
      related: [],
      fixes: [{ title: 'make it good', edits: [{ span, newText: 'GOOD' }], ...(isOdd ? { needsReview: true } : {}) }],
    };
  });
}
