import { abortFactsOf } from './abortFacts';
import { armingFactsOf, type DescriptorsAndStores } from './armingFacts';
import { addressUseOf } from './armingStores';
import { bodyFactsOf } from './bodyFacts';
import { cpuFactsOf } from './cpuFacts';
import { descriptorFactsOf } from './descriptorFacts';
import { findDescriptors, type RawDescriptor } from './descriptors';
import { isOutside } from './exits';
import { allUnknown, unknown } from './fact';
import type { Program } from './program';
import type { CriticalSection, Exit, SectionFacts } from './section';
import { isUnbalanced } from './template';

/**
 * Builds the model of every critical section of a program. Facts are derived in the order in which the kernel relies on them
 * (design/rules.md, "Ownership"): where an earlier stage is broken the later facts are unknown, so that one mistake gives one
 * finding. `withhold` is for tests: the fact of that name is unknown in every section.
 */
export function buildSections(program: Program, withhold?: string): readonly CriticalSection[] {
  const descriptors = findDescriptors(program);
  if (descriptors.length === 0) return [];
  const all = { descriptors, use: addressUseOf(program) };
  const isBroken = isUnbalanced(program);
  return descriptors.map((raw) => {
    const derived = deriveFacts(program, raw, all);
    // Stage "template": where the text ends in the wrong section, nobody can tell what was to be where.
    const facts = isBroken ? allUnknown(derived, 'layout') : derived;
    const isWithheld = withhold !== undefined && Object.hasOwn(facts, withhold);
    return {
      program,
      descriptor: raw.place,
      variable: raw.declared ? raw.labels[0]?.name : undefined,
      facts: isWithheld ? { ...facts, [withhold]: unknown('absent') } : facts,
      exits: exitsOf(program, facts),
    };
  });
}

function deriveFacts(program: Program, raw: RawDescriptor, all: DescriptorsAndStores): SectionFacts {
  const descriptor = descriptorFactsOf(program, raw);
  const arming = armingFactsOf(program, raw, all, descriptor);
  const abort = abortFactsOf(program, raw, all.descriptors, descriptor, arming);
  return {
    ...descriptor,
    ...arming,
    ...abort,
    ...cpuFactsOf(program, descriptor, arming),
    ...bodyFactsOf(program, descriptor, arming, abort),
  };
}

/** Branches out of the body, except to the post-commit label itself. */
function exitsOf(program: Program, facts: SectionFacts): Exit[] {
  if (!facts.body.known || !facts.start.known || !facts.postCommit.known) return [];
  const bounds = { start: facts.start.value.label, postCommit: facts.postCommit.value.label };
  return facts.body.value.flatMap((item) => {
    const { flow } = item.instruction.effect;
    return flow.kind === 'jump' && flow.target && isOutside(program, flow.target, bounds)
      ? [{ target: flow.target, place: item.place }]
      : [];
  });
}
