import type { Place, TextChange } from '../text/place';
import type { RawDescriptor } from './descriptors';
import { type Fact, known, unknown } from './fact';
import { closingOf, freeNumber } from './labels';
import type { Program } from './program';
import { expectedSignatureStatements } from './signature';
import { textOf } from './walk';

/** What the abort field names. */
export type AbortTarget =
  | { readonly kind: 'label' }
  /** A label of the C function: the compiler decides what stands in front of it. */
  | {
      readonly kind: 'c-label';
      readonly place: Place;
      readonly text: string;
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
  return known({ kind: 'c-label', place: field.place, text, repair: trampoline(program, raw, text) });
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
  const fields = raw.entries.flatMap(({ fields }) => (fields ? [fields.abort] : []));
  const isShared = fields.some(({ place }) => textOf(program, place) !== target);
  if (isShared) return undefined;
  return [
    ...fields.map(({ place }): TextChange => {
      const direction = place.start < closing.end ? 'f' : 'b';
      return { kind: 'replace', place, text: `${number}${direction}` };
    }),
    { kind: 'insert-after', anchor: closing, statements },
  ];
}
