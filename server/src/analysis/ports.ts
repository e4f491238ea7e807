import type { Port, PortStep } from './model/operation';
import { functionAround } from './model/releaseOrder';
import type { CriticalSection } from './model/section';
import type { Remarks } from './source/remarks';
import type { SectionGroup } from './source/sectionModels';

/** What the sections of a unit do that was read for one target, by the functions they are in. Without a name, no port. */
export function portsOf(groups: readonly SectionGroup[], remarks: Remarks): readonly Port[] {
  const counts = new Map<string, number>();
  return groups.flatMap((group) =>
    group.sections.flatMap((section): Port[] => {
      const { architecture, origin } = group;
      const name = nameOf(section);
      const { operationSteps } = section.facts;
      const span = origin.locate(section.descriptor)?.span;
      if (name === undefined || !span) return [];
      const ordinal = counts.get(name) ?? 0;
      counts.set(name, ordinal + 1);
      if (!operationSteps.known) return [];
      const steps = operationSteps.value.flatMap(({ place, ...step }): PortStep[] => {
        const located = origin.locate(place)?.span;
        return located ? [{ ...step, span: located }] : [];
      });
      if (steps.length < operationSteps.value.length) return [];
      return [
        {
          function: name,
          ordinal,
          target: architecture.name,
          variant: '',
          span,
          weaklyOrdered: architecture.releaseBarrier !== undefined,
          steps,
          ignored: remarks.namesAt(span),
        },
      ];
    }),
  );
}

/** The function around it in C; in a text of its own, the symbol by which it is called. */
function nameOf({ program, facts: { start } }: CriticalSection): string | undefined {
  return start.known ? functionAround(program, start.value.label) : program.statement?.function?.name;
}
