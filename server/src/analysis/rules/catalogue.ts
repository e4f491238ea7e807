import type { Severity } from '../finding';
import { rules } from './index';
import { pageOf } from './page';

/** What faces may know of a rule: for settings, documentation links, `rseq explain`. */
export interface RuleInfo {
  readonly id: string;
  readonly severity: Severity;
  /** One line: what is wrong. */
  readonly summary: string;
  /** The rule's page as Markdown; the same text as `docs/rules/<id>.md`. */
  readonly page: string;
}

/** Every rule, ordered by id. */
export function listRules(): readonly RuleInfo[] {
  return rules.map((rule) => ({
    id: rule.id,
    severity: rule.severity,
    summary: rule.summary,
    page: pageOf(rule),
  }));
}
