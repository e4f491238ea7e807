import { abortPathOf } from './abortPath';
import { type ArmedCode, armedCodeOf, codeAlone } from './armedCode';
import type { ArmingFactValues } from './armingFacts';
import { type DescriptorFactValues, labelUse } from './descriptorFacts';
import type { RawDescriptor } from './descriptors';
import { type Entry, entriesOf } from './entries';
import { type Fact, type FactsOf, known, mapFact, unknown } from './fact';
import { type OpenHandler, openHandlersOf } from './handlerText';
import type { Item, Program } from './program';
import type { AbortPathVerdict, LabelUse, SignatureVerdict } from './section';
import { type ShortBranch, shortBranchesOf } from './reach';
import { signatureOf } from './signature';
import { type SignatureReach, signatureReachOf } from './signatureReach';
import { compareAddress, namesake } from './walk';

/** The abort handler: stages "abort", "signature" and "abort path". */
export interface AbortFactValues {
  readonly abort: LabelUse;
  readonly abortPosition: { readonly inside: boolean };
  readonly signature: SignatureVerdict;
  /** How other code runs into the signature; undefined: it does not. Known only of a signature that is right. */
  readonly signatureReach: SignatureReach | undefined;
  readonly abortPath: AbortPathVerdict;
  /** Branches of section and handler that may not reach where they go. */
  readonly shortBranches: readonly ShortBranch[];
  /** Branches into the section that are neither on the abort path nor behind the arming store. */
  readonly entries: readonly Entry[];
  /** Handlers of aborts and of other ways out whose text does not end. */
  readonly openHandlers: readonly OpenHandler[];
}

/** Of a handler inside the section nothing more is said. */
export function abortFactsOf(
  program: Program,
  raw: RawDescriptor,
  descriptors: readonly RawDescriptor[],
  { start, postCommit, range, abortTarget }: FactsOf<DescriptorFactValues>,
  { arming }: FactsOf<ArmingFactValues>,
): FactsOf<AbortFactValues> {
  const abort = mapFact(abortTarget, ({ kind }) =>
    raw.fields && kind === 'label' ? labelUse(program, raw.fields.abort) : unknown('label'),
  );
  const abortPosition = abortPositionOf(program, range, abort);
  const outside = mapFact(abortPosition, (position) =>
    position.inside ? unknown('layout') : unambiguous(program, abort),
  );
  const signature = mapFact(outside, (use) => signatureOf(program, use.label));
  const code = mapFact(start, ({ label }) =>
    mapFact(range, (items) => mapFact(arming, (how) => armedCodeOf(how, label, items))),
  );
  // Where a section within this one starts and aborts is its own business.
  const sole = mapFact(arming, ({ kind }) => (kind === 'nested' ? unknown('absent') : code));
  const alone: Fact<ArmedCode> = code.known
    ? code
    : mapFact(start, ({ label }) => mapFact(range, (items) => known(codeAlone(label, items))));
  return {
    abort,
    abortPosition,
    signature,
    signatureReach: mapFact(signature, ({ kind }) =>
      mapFact(outside, (use) =>
        mapFact(start, ({ label }) =>
          kind === 'present' ? known(signatureReachOf(program, descriptors, use.label, label)) : unknown('absent'),
        ),
      ),
    ),
    shortBranches: mapFact(range, (items) => known(shortBranchesOf(program, items, outside))),
    abortPath: mapFact(outside, (use) => mapFact(code, (armed) => abortPathOf(program, use.label, armed))),
    entries: mapFact(outside, (use) => mapFact(sole, (armed) => entriesOf(program, use.label, armed))),
    openHandlers: mapFact(outside, (use) =>
      mapFact(postCommit, ({ label }) =>
        mapFact(alone, (own) => openHandlersOf({ program, descriptors, code: own, postCommit: label }, use.label)),
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
