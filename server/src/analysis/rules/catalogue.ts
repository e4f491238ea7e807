import type { Severity } from '../finding';

/** What faces may know of a rule: for settings, documentation links, `rseq explain`. */
export interface RuleInfo {
  readonly id: string;
  readonly severity: Severity;
  /** One line: what is wrong. */
  readonly summary: string;
  /** The rule's page as Markdown; the same text as `docs/rules/<id>.md`. */
  readonly page: string;
}

export function listRules(): readonly RuleInfo[] {
  return [];
}
