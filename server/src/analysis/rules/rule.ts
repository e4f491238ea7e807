import type { RelatedPlace, Severity } from '../finding';
import type { AreaAccess } from '../model/areaAccess';
import type { Operation, SharedPort } from '../model/operation';
import type { CpuUse } from '../model/cpuUse';
import type { FieldUse } from '../model/fieldUse';
import type { RegistrationUse } from '../model/registration';
import type { AbiProfile } from '../abi/profile';
import type { SuppressedRule, Suppression } from '../model/remark';
import type { CallMismatch } from '../model/sectionCall';
import type { CriticalSection, SectionFactName, SectionFactValues } from '../model/section';
import type { CriticalStatement, StatementFactName, StatementFactValues } from '../model/statement';
import type { Place, TextChange } from '../text/place';

/** C (or assembly) with markers as documented in `test/support/markers.ts`; shown in the rule's page and run as a test. */
export interface Example {
  readonly title: string;
  readonly code: string;
  /** `c` unless said otherwise. */
  readonly language?: 'c' | 'cpp' | 'S';
  readonly target?: string;
  readonly abi?: string;
  /** True if compiler, assembler or linker refuse it, so that only the fixed text can be compiled. */
  readonly isRefused?: boolean;
  /** True if what is wrong here needs a decision that no fix can make, although others of the rule's findings have one. */
  readonly isUnmended?: boolean;
}

/** What a rule is, apart from how it checks. Everything user-visible is generated from here. */
export interface RuleDocumentation {
  readonly id: string;
  readonly severity: Severity;
  /** One line, lower case: what is wrong. */
  readonly summary: string;
  /** Markdown: why it matters, what breaks on which kernel. */
  readonly why: string;
  /** Markdown: what to do. */
  readonly fix: string;
  /**
   * Which findings come with a fix: of every example and fixture (`always`), of every example here (`often`), or none. Tests hold
   * the rule to it, its page says so.
   */
  readonly mends?: 'always' | 'often';
  /** Where the facts come from: kernel file and version, manual, measurement. */
  readonly evidence: readonly string[];
  readonly bad: readonly Example[];
  readonly good: readonly Example[];
}

/** A finding as a rule states it. */
export interface Report {
  readonly place: Place;
  /** What, why, what next; one line, lower case, no full stop, no line numbers. */
  readonly message: string;
  readonly related?: readonly { readonly message: string; readonly place: Place }[];
  readonly fixes?: readonly AbstractFix[];
  /** Declared ABI profiles to which the finding is limited. */
  readonly abis?: readonly string[];
  /** Lower than the rule's own severity in this case. */
  readonly severity?: Severity;
}

/** A repair in terms of assembler statements; the front end turns it into edits of the source or drops it. */
export interface AbstractFix {
  readonly title: string;
  readonly place: Place;
  readonly changes: readonly TextChange[];
  /** True if it may change what right code does, so that somebody has to look: never applied by "fix all". */
  readonly needsReview?: boolean;
}

type FactsFor<K extends SectionFactName> = { readonly [P in K]: SectionFactValues[P] };

/** A rule about critical sections. `needs` names every fact it relies on; it runs only when all of them are known. */
export interface SectionRule<K extends SectionFactName = SectionFactName> extends RuleDocumentation {
  readonly subject: 'section';
  readonly needs: readonly K[];
  check(facts: FactsFor<K>, section: CriticalSection): readonly Report[];
  /** A call of a function with a section that is wrong about the cpu: for the rule that needs `cpu` and says so of sections. */
  checkCall?(call: CallMismatch): readonly Report[];
}

/** A rule about the C side of asm statements with critical sections (or with a store that arms one). */
export interface StatementRule<K extends StatementFactName = StatementFactName> extends RuleDocumentation {
  readonly subject: 'statement';
  readonly needs: readonly K[];
  check(facts: { readonly [P in K]: StatementFactValues[P] }, statement: CriticalStatement): readonly Report[];
}

/** What an access rule knows besides the access. */
export interface AreaContext {
  /** Declared profiles; empty when nothing is declared. */
  readonly profiles: readonly AbiProfile[];
  readonly testsSize: boolean;
}

/** A rule about reads of struct rseq in C. */
export interface AreaRule extends RuleDocumentation {
  readonly subject: 'area';
  check(access: AreaAccess, context: AreaContext): readonly Report[];
}

/** A finding about the unit as a whole, which may be in any function of it. */
export interface UnitReport extends Report {
  readonly function: string | undefined;
}

/** A rule about what a unit does to register struct rseq. */
export interface RegistrationRule extends RuleDocumentation {
  readonly subject: 'registration';
  /** `profiles`: those that are declared. */
  check(use: RegistrationUse, context: Pick<AreaContext, 'profiles'>): readonly UnitReport[];
}

/** A rule about what a unit does with the fields of struct rseq, and how it declares them. */
export interface FieldRule extends RuleDocumentation {
  readonly subject: 'fields';
  check(use: FieldUse, context: Pick<AreaContext, 'profiles'>): readonly UnitReport[];
}

/** A rule about what a unit does with numbers of cpus, and with descriptors in C. */
export interface CpuRule extends RuleDocumentation {
  readonly subject: 'cpus';
  check(use: CpuUse): readonly UnitReport[];
}

/** What a rule about suppressions knows besides the comment. */
export interface RemarkContext {
  readonly ruleIds: readonly string[];
}

/** A rule about the comments that suppress findings. */
export interface RemarkRule extends RuleDocumentation {
  readonly subject: 'remark';
  check(suppression: Suppression, context: RemarkContext): readonly Report[];
}

/** A rule about a name in such a comment that has suppressed nothing for any target, variant, host or instantiation. */
export interface UnusedRemarkRule extends RuleDocumentation {
  readonly subject: 'unused-remark';
  check(suppression: Suppression, unused: SuppressedRule): readonly Report[];
}

/** A finding about one of several texts, which are no single model's: its places are those of files. */
export interface OperationReport {
  readonly port: SharedPort;
  readonly message: string;
  readonly related: readonly RelatedPlace[];
  readonly severity?: Severity;
}

/** A rule about what is written once for every target. */
export interface OperationRule extends RuleDocumentation {
  readonly subject: 'operation';
  /** Facts without which a section is no port of anything. */
  readonly needs: readonly SectionFactName[];
  check(operation: Operation): readonly OperationReport[];
}

export type Rule =
  | SectionRule
  | StatementRule
  | AreaRule
  | CpuRule
  | FieldRule
  | RegistrationRule
  | OperationRule
  | RemarkRule
  | UnusedRemarkRule;

/** Declares a rule about critical sections; types `check` by what `needs` names. */
export function defineSectionRule<const K extends SectionFactName>(rule: Omit<SectionRule<K>, 'subject'>): SectionRule {
  // A rule that needs fewer facts can be used where all of them are offered: method parameters are bivariant.
  return { ...rule, subject: 'section' };
}

/** Declares a rule about asm statements; types `check` by what `needs` names. */
export function defineStatementRule<const K extends StatementFactName>(
  rule: Omit<StatementRule<K>, 'subject'>,
): StatementRule {
  return { ...rule, subject: 'statement' };
}

/** Declares a rule about reads of struct rseq. */
export function defineAreaRule(rule: Omit<AreaRule, 'subject'>): AreaRule {
  return { ...rule, subject: 'area' };
}

/** Declares a rule about numbers of cpus. */
export function defineCpuRule(rule: Omit<CpuRule, 'subject'>): CpuRule {
  return { ...rule, subject: 'cpus' };
}

/** Declares a rule about the use of fields. */
export function defineFieldRule(rule: Omit<FieldRule, 'subject'>): FieldRule {
  return { ...rule, subject: 'fields' };
}

/** Declares a rule about registration. */
export function defineRegistrationRule(rule: Omit<RegistrationRule, 'subject'>): RegistrationRule {
  return { ...rule, subject: 'registration' };
}

/** Declares a rule about the ports of an operation. */
export function defineOperationRule(rule: Omit<OperationRule, 'subject'>): OperationRule {
  return { ...rule, subject: 'operation' };
}

/** Declares a rule about suppressions. */
export function defineRemarkRule(rule: Omit<RemarkRule, 'subject'>): RemarkRule {
  return { ...rule, subject: 'remark' };
}

/** Declares a rule about suppressions that suppress nothing. */
export function defineUnusedRemarkRule(rule: Omit<UnusedRemarkRule, 'subject'>): UnusedRemarkRule {
  return { ...rule, subject: 'unused-remark' };
}
