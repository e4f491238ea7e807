import type { SymbolRef } from '../arch/instruction';
import { abortFactsOf } from './abortFacts';
import { armingFactsOf } from './armingFacts';
import { bodyFactsOf } from './bodyFacts';
import { cpuFactsOf } from './cpuFacts';
import { descriptorFactsOf } from './descriptorFacts';
import { findDescriptors, type RawDescriptor } from './descriptors';
import { unknown } from './fact';
import type { Program } from './program';
import type { CriticalSection, Exit, SectionFacts } from './section';
import { compareAddress, labelAt } from './walk';

/**
 * Builds the model of every critical section of a program. Facts are derived in the order in which the kernel relies on them
 * (design/rules.md, "Ownership"): where an earlier stage is broken the later facts are unknown, so that one mistake gives one
 * finding. `withhold` is for tests: the fact of that name is unknown in every section.
 */
export function buildSections(program: Program, withhold?: string): readonly CriticalSection[] {
  return findDescriptors(program).map((raw) => {
    const facts = deriveFacts(program, raw);
    const isWithheld = withhold !== undefined && Object.hasOwn(facts, withhold);
    return {
      program,
      descriptor: raw.place,
      facts: isWithheld ? { ...facts, [withhold]: unknown('absent') } : facts,
      exits: exitsOf(program, facts),
    };
  });
}

function deriveFacts(program: Program, raw: RawDescriptor): SectionFacts {
  const descriptor = descriptorFactsOf(program, raw);
  const arming = armingFactsOf(program, raw, descriptor);
  return {
    ...descriptor,
    ...arming,
    ...abortFactsOf(program, raw, descriptor, arming),
    ...cpuFactsOf(program, descriptor, arming),
    ...bodyFactsOf(program, descriptor),
  };
}

/** Branches out of the body, except to the post-commit label itself. */
function exitsOf(program: Program, facts: SectionFacts): Exit[] {
  if (!facts.body.known || !facts.start.known || !facts.postCommit.known) return [];
  const { start, postCommit } = facts;
  const from = start.value.label;
  const to = postCommit.value.label;
  const isOutside = (target: SymbolRef): boolean => {
    if (target.kind !== 'label') return true;
    const label = labelAt(program, target.item);
    if (!label) return true;
    const toStart = compareAddress(program, label, from);
    const toEnd = compareAddress(program, label, to);
    return toStart === undefined || toEnd === undefined || toStart < 0 || toEnd > 0;
  };
  return facts.body.value.flatMap((item) => {
    const { flow } = item.instruction.effect;
    return flow.kind === 'jump' && flow.target && isOutside(flow.target)
      ? [{ target: flow.target, place: item.place }]
      : [];
  });
}
