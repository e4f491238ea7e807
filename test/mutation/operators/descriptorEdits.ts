import { type DescriptorMarks } from '../landmarks';
import { definitionOf, replaced, type Statements } from '../statements';
import type { FieldTexts } from '../dialects/dialect';
import type { Subject } from './operator';

/** What a descriptor's fields are written with: labels as they look from where it stands. */
export interface FieldLabels {
  readonly start: string;
  readonly post: string;
  readonly abort: string;
}

/** Replaces one statement of the descriptor, and of every copy of it that stands in the code. */
export function inDescriptors(
  { statements, at }: Subject,
  part: 'align' | 'words' | 'fields',
  write: (descriptor: DescriptorMarks) => readonly string[],
): Statements {
  // From the last on, so that what is still to come stays where it was.
  return at.descriptors.reduceRight(
    (result, descriptor) => replaced(result, descriptor[part], 1, ...write(descriptor)),
    statements,
  );
}

/** Writes other fields into the descriptor and every copy. */
export function withFields(
  subject: Subject,
  write: (labels: FieldLabels, descriptor: DescriptorMarks) => FieldTexts,
): Statements {
  return inDescriptors(subject, 'fields', (descriptor) => {
    const { startText: start, postText: post, abortText: abort } = descriptor;
    return [subject.dialect.fields(write({ start, post, abort }, descriptor))];
  });
}

/** A new numeric label as a statement at `from` has to call it when it is put in front of what is at `to`. */
export function reference(number: number, from: number, to: number): string {
  return `${number}${from < to ? 'f' : 'b'}`;
}

/** The text by which a statement at `from` names the label that is defined at `at`: `1b` for the label of `1f`. */
export function seenFrom(statements: Statements, text: string, described: number, from: number): string {
  const number = /^(\d+)[fb]$/.exec(text)?.[1];
  if (number === undefined) return text;
  return reference(Number(number), from, definitionOf(statements, text, described));
}
