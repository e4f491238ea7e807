import { abortPathOf } from './abortPath';
import type { RawDescriptor } from './descriptors';
import { type DescriptorFactValues, labelUse } from './descriptorFacts';
import type { ArmingFactValues } from './armingFacts';
import { type Fact, type FactsOf, known, mapFact, unknown } from './fact';
import type { Item, Program } from './program';
import type { AbortPathVerdict, LabelUse, SignatureVerdict } from './section';
import { type ShortBranch, shortBranchesOf } from './reach';
import { signatureOf } from './signature';
import { compareAddress, namesake } from './walk';

/** The abort handler: stages "abort", "signature" and "abort path". */
export interface AbortFactValues {
  readonly abort: LabelUse;
  readonly abortPosition: { readonly inside: boolean };
  readonly signature: SignatureVerdict;
  readonly abortPath: AbortPathVerdict;
  /** Branches of section and handler that may not reach where they go. */
  readonly shortBranches: readonly ShortBranch[];
}

/** Of a handler inside the section nothing more is said. */
export function abortFactsOf(
  program: Program,
  raw: RawDescriptor,
  { start, range, abortTarget }: FactsOf<DescriptorFactValues>,
  { arming }: FactsOf<ArmingFactValues>,
): FactsOf<AbortFactValues> {
  const abort = mapFact(abortTarget, ({ kind }) =>
    raw.fields && kind === 'label' ? labelUse(program, raw.fields.abort) : unknown('label'),
  );
  const abortPosition = abortPositionOf(program, range, abort);
  const outside = mapFact(abortPosition, (position) =>
    position.inside ? unknown('layout') : unambiguous(program, abort),
  );
  return {
    abort,
    abortPosition,
    signature: mapFact(outside, (use) => signatureOf(program, use.label)),
    shortBranches: mapFact(range, (items) => known(shortBranchesOf(program, items, outside))),
    abortPath: mapFact(outside, (use) =>
      mapFact(start, (entry) =>
        mapFact(range, (items) => mapFact(arming, (how) => abortPathOf(program, use.label, entry.label, items, how))),
      ),
    ),
  };
}

/** Nothing is said of a handler whose label could as well be another one of the same number. */
function unambiguous(program: Program, abort: Fact<LabelUse>): Fact<LabelUse> {
  return mapFact(abort, (use) => (namesake(program, use.label) ? unknown('label') : known(use)));
}

/** The kernel demands abort_ip outside [start_ip, start_ip + post_commit_offset); abort_ip == post-commit is legal. */
function abortPositionOf(
  program: Program,
  range: Fact<readonly Item[]>,
  abort: Fact<LabelUse>,
): Fact<{ inside: boolean }> {
  return mapFact(range, (items) =>
    mapFact(abort, ({ label }) => {
      const [first] = items;
      const last = items.findLast((item) => item.kind !== 'label' && item.kind !== 'silent');
      if (!first || !last) return unknown('layout');
      const fromFirst = compareAddress(program, label, first);
      if (fromFirst === undefined) return known({ inside: false });
      const fromLast = compareAddress(program, label, last);
      return known({ inside: fromFirst >= 0 && fromLast !== undefined && fromLast <= 0 });
    }),
  );
}
