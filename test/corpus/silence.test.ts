import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createAnalysisCache, type SyntaxBackend, type UnitAnalysis } from '../../server/src/analysis';
import { analyzeKernelUnit, corpusSources, type KernelUnit, nameOfUnit, preprocessed } from '../support/corpus';
import { syntaxForTests } from '../support/syntax';

/**
 * The kernel's own sections are correct: whatever we report there is wrong, and whatever we do not resolve there is missed.
 * How many sections there are is the real preprocessor's word, so that a lost one cannot go unnoticed.
 */
const releases = ['6.1', '6.12'] as const;
const files = ['param_test.c', 'basic_percpu_ops_test.c'];
const targets = ['x86_64', 'aarch64'];
const configurations = {
  '6.1': [[], ['RSEQ_COMPARE_TWICE'], ['BENCHMARK']],
  '6.12': [
    [],
    ['RSEQ_COMPARE_TWICE'],
    ['BUILDOPT_RSEQ_PERCPU_MM_CID'],
    ['BUILDOPT_RSEQ_PERCPU_MM_CID', 'RSEQ_COMPARE_TWICE'],
  ],
};

/** Their headers are read once a release, with all there is in them. */
const otherTargets = ['arm', 'i386', 'mips', 'mips64', 'mips64el', 'ppc', 'ppc64', 'ppc64le', 'riscv64', 's390x'];

const units: readonly KernelUnit[] = [
  ...releases.flatMap((release) =>
    files.flatMap((file) =>
      targets.flatMap((target) => configurations[release].map((defines) => ({ release, file, target, defines }))),
    ),
  ),
  ...releases.flatMap((release) =>
    otherTargets.map((target) => ({ release, file: 'param_test.c', target, defines: ['RSEQ_COMPARE_TWICE'] })),
  ),
];

/** The kernel compares in cr7 and lists "cc", which is cr0. */
const comparesInCr7 = [
  'rseq_addv: flags-clobber-missing',
  'rseq_cmpeqv_cmpeqv_storev: flags-clobber-missing',
  'rseq_cmpeqv_storev: flags-clobber-missing',
  'rseq_cmpeqv_trymemcpy_storev: flags-clobber-missing',
  'rseq_cmpeqv_trystorev_storev: flags-clobber-missing',
  'rseq_cmpnev_storeoffp_load: flags-clobber-missing',
];

/**
 * Mistakes that the kernel's sections really have, by target: `function: rule` of findings at warning or above, sorted, functions
 * without what the templates add to their names. Nothing else may be found, and these must be. Information is for whoever asks for it.
 */
const knownFindings: Readonly<Record<string, readonly string[]>> = {
  ppc: comparesInCr7,
  ppc64: comparesInCr7,
  ppc64le: comparesInCr7,
  // The sum stays in the temporary register; librseq has mended it in 0f96344.
  riscv64: ['rseq_offset_deref_addv: commit-not-last'],
};

let syntax: SyntaxBackend;
before(async () => {
  syntax = await syntaxForTests();
});

const sources = corpusSources();
const cache = createAnalysisCache();

describe('the kernel selftests', () => {
  for (const unit of units) {
    it(nameOfUnit(unit), () => {
      const descriptors = [...preprocessed(unit).matchAll(/\.pushsection(?:\s|\\t)+__rseq_cs\s*,/g)].length;
      const analysis = analyzeKernelUnit({ syntax, sources, cache }, unit);
      assert.ok(descriptors >= 6, `the compiler sees ${descriptors} sections`);
      assert.deepEqual(shapeOf(analysis), {
        findings: knownFindings[unit.target] ?? [],
        notes: [],
        instances: descriptors,
        unresolved: [],
      });
    });
  }

  // rseq-mips.h asks whether __BIG_ENDIAN is defined, which <endian.h> does everywhere: the halves of every address are swapped.
  for (const release of releases) {
    it(`linux-${release} param_test.c mipsel: descriptors with swapped halves, which no kernel takes`, () => {
      const unit = { release, file: 'param_test.c', target: 'mipsel', defines: [] };
      assert.match(preprocessed(unit), /"0x0, " "1f"/);
      const { findings, sections } = analyzeKernelUnit({ syntax, sources, cache }, unit);
      assert.deepEqual(
        findings.map(({ rule, instances }) => [rule, instances]),
        [['descriptor-field-width', sections.reduce((sum, section) => sum + section.instances, 0)]],
      );
      assert.ok(sections.length > 0);
      for (const { resolved, unknown } of sections) assert.deepEqual([resolved, unknown], [false, ['layout']]);
    });
  }
});

/** Memory order and kind of cpu number. */
const templateSuffix = /(_relaxed|_release)?(_cpu_id|_mm_cid)?$/;

function shapeOf({ findings, notes, sections }: UnitAnalysis): object {
  return {
    findings: [
      ...new Set(
        findings
          .filter(({ severity }) => severity !== 'info')
          .map(({ rule, function: name = '-' }) => `${name.replace(templateSuffix, '')}: ${rule}`),
      ),
    ].sort(),
    notes: notes.map(({ message }) => message),
    instances: sections.reduce((sum, section) => sum + section.instances, 0),
    unresolved: sections.flatMap(({ resolved, functions, unknown }) =>
      resolved ? [] : [`${functions.join()}: ${unknown.join()}`],
    ),
  };
}
