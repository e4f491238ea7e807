import * as path from 'node:path';
import type { Place } from '../../project/located';
import type { WrittenSection } from '../../project/writtenSection';
import type { PlannedSection, TestPlan } from '../../runner/plan';
import type { CodePlace } from '../../testProtocol';
import type { Cancellation } from '../analysisService';
import { toRange } from '../convert';
import type { Session } from '../session';

/** Where the sections and points of a plan are written; undefined: not known. */
export interface PlacesOfPlan {
  readonly sections: readonly (CodePlace | undefined)[];
  readonly points: readonly (CodePlace | undefined)[];
}

/**
 * Where each instruction of a plan is written. A compiler gives all instructions of an asm statement the line of the statement; the
 * analysis knows the line of each, and is believed where it sees the same section, instruction by instruction.
 */
export async function placesOf(session: Session, plan: TestPlan, cancellation: Cancellation): Promise<PlacesOfPlan> {
  const files = new Set(plan.sections.flatMap(({ place }) => (place ? [path.normalize(place.file)] : [])));
  const written = new Map<string, readonly WrittenSection[]>();
  for (const file of files) written.set(file, await sectionsOf(session, file, cancellation));
  const matches = plan.sections.map((section) => {
    const { place } = section;
    return place && matchOf(section, plan.target, place.line - 1, written.get(path.normalize(place.file)) ?? []);
  });
  const points = plan.points.map(({ section, position, place }, index): CodePlace | undefined => {
    const match = matches[section];
    const exact = match && exactPlace(plan, index, section, position, match);
    if (exact) return { uri: session.uriOf(exact.file), line: toRange(exact).start.line };
    return place && { uri: session.uriOf(path.normalize(place.file)), line: place.line - 1 };
  });
  const sections = plan.sections.map(({ place }) => {
    return place && { uri: session.uriOf(path.normalize(place.file)), line: place.line - 1 };
  });
  return { sections, points };
}

/** A file that the analysis cannot read has no sections to compare with. */
async function sectionsOf(
  session: Session,
  file: string,
  cancellation: Cancellation,
): Promise<readonly WrittenSection[]> {
  try {
    return (await session.service.findSections(file, cancellation)) ?? [];
  } catch (error) {
    session.log(`sections of ${file}: ${String(error)}`);
    return [];
  }
}

/** The one section of the function with as many instructions; of several the first behind the line. */
function matchOf(
  { place, instructions }: PlannedSection,
  target: string,
  line: number,
  written: readonly WrittenSection[],
): WrittenSection | undefined {
  const fitting = written.filter(
    (one) =>
      place !== undefined &&
      one.functions.includes(place.function) &&
      (one.targets.length === 0 || one.targets.includes(target)) &&
      one.instructions.length === instructions,
  );
  if (fitting.length < 2) return fitting[0];
  const startLine = (one: WrittenSection): number => toRange(one.place).start.line;
  return fitting.filter((one) => startLine(one) >= line).sort((a, b) => startLine(a) - startLine(b))[0];
}

function exactPlace(
  { points }: TestPlan,
  index: number,
  section: number,
  position: 'before' | 'inside' | 'after',
  match: WrittenSection,
): Place | undefined {
  const first = points.findIndex((one) => one.section === section && one.position === 'inside');
  const at = index - first;
  if (position === 'inside') return match.instructions[at];
  return position === 'before' ? match.before[-at - 1] : match.after[at - match.instructions.length];
}
