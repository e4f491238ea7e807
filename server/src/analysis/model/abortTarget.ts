import type { Place, TextChange } from '../text/place';
import type { RawDescriptor } from './descriptors';
import { type Fact, known, unknown } from './fact';
import type { Field } from './entry';
import { closingOf, freeNumber, referenceTo } from './labels';
import type { LabelItem, Program } from './program';
import { expectedSignatureStatements, signatureOf } from './signature';
import { after, isEmpty, textOf } from './walk';

/** What the abort field names. */
export type AbortTarget =
  | { readonly kind: 'label' }
  /** A label of the C function: the compiler decides what stands in front of it. `isHandled`: a handler for it is there. */
  | {
      readonly kind: 'c-label';
      readonly place: Place;
      readonly text: string;
      readonly isHandled: boolean;
      /** Puts a handler with a signature in between; undefined: nobody can tell where. */
      readonly repair: readonly TextChange[] | undefined;
    };

export function abortTargetOf(program: Program, raw: RawDescriptor): Fact<AbortTarget> {
  const field = raw.fields?.abort;
  const [term] = field?.value?.terms ?? [];
  if (!field || field.value?.terms.length !== 1 || term?.sign !== 1) return unknown('label');
  if (term.symbol.kind === 'label') return known({ kind: 'label' });
  if (term.symbol.kind !== 'c-label') return unknown('label');
  const text = textOf(program, field.place);
  const existing = handlerFor(program, term.symbol.name);
  const repair = existing ? redirected(program, raw, existing) : trampoline(program, raw, text);
  return known({ kind: 'c-label', place: field.place, text, isHandled: existing !== undefined, repair });
}

/** A label with a signature in front of it that leads to the C label already. */
function handlerFor(program: Program, name: string): LabelItem | undefined {
  return program.items.find((item): item is LabelItem => {
    if (item.kind !== 'label') return false;
    const signature = signatureOf(program, item);
    if (!signature.known || signature.value.kind !== 'present') return false;
    for (const next of after(program, item)) {
      if (isEmpty(next)) continue;
      const flow = next.kind === 'instruction' ? next.instruction.effect.flow : undefined;
      const target = flow?.kind === 'jump' && !flow.conditional ? flow.target : undefined;
      return target?.kind === 'c-label' && target.name === name;
    }
    return false;
  });
}

function abortFields({ entries }: RawDescriptor): readonly Field[] {
  return entries.flatMap(({ fields }) => (fields ? [fields.abort] : []));
}

function redirected(program: Program, raw: RawDescriptor, handler: LabelItem): readonly TextChange[] | undefined {
  const changes: TextChange[] = [];
  for (const { place } of abortFields(raw)) {
    const text = referenceTo(program, handler, place.start);
    if (text === undefined) return undefined;
    changes.push({ kind: 'replace', place, text });
  }
  return changes;
}

/** A handler that the kernel finds its signature in front of, and that jumps to where the abort was to go. */
function trampoline(program: Program, raw: RawDescriptor, target: string): readonly TextChange[] | undefined {
  const closing = closingOf(program, raw.first);
  if (!closing || !/^%l(\d+|\[\w+\])$/.test(target)) return undefined;
  const number = freeNumber(program);
  const [jump = '', ...behind] = program.architecture.jumpTo(target);
  const statements = [
    '.pushsection __rseq_failure, "ax"',
    ...expectedSignatureStatements(program),
    `${number}: ${jump}`,
    ...behind,
    '.popsection',
  ];
  const fields = abortFields(raw);
  if (fields.some(({ place }) => textOf(program, place) !== target)) return undefined;
  return [
    ...fields.map(({ place }): TextChange => {
      const direction = place.start < closing.end ? 'f' : 'b';
      return { kind: 'replace', place, text: `${number}${direction}` };
    }),
    { kind: 'insert-after', anchor: closing, statements },
  ];
}
