import { commitOf } from './commit';
import type { DescriptorFactValues } from './descriptorFacts';
import { type FactsOf, known, mapFact } from './fact';
import type { InstructionItem, Program } from './program';
import type { CommitVerdict } from './section';
import { isInstruction } from './walk';

/** What the section does: stages "commit", "stores before L" and "body". */
export interface BodyFactValues {
  /** Instructions between start and post-commit, in order. */
  readonly body: readonly InstructionItem[];
  readonly commit: CommitVerdict;
}

export function bodyFactsOf(
  program: Program,
  { range, postCommit }: FactsOf<DescriptorFactValues>,
): FactsOf<BodyFactValues> {
  return {
    body: mapFact(range, (items) => known(items.filter(isInstruction))),
    commit: mapFact(range, (items) => mapFact(postCommit, (use) => commitOf(program, items, use.label))),
  };
}
