/** How a mistake shows under `rseq test`: in which scenario, at which instruction, and as what. */
export interface Symptom {
  /** What is wrong, in words. */
  readonly says: string;
  readonly scenario: string;
  readonly at: RegExp;
  readonly position: 'before' | 'in' | 'after';
  readonly outcome: string;
  readonly rule?: string;
  /** The function with the section that is blamed. */
  readonly section?: string;
}

/** What `rseq test --format json` says about one injection, as far as symptoms go. */
interface Injected {
  readonly scenario: string;
  readonly outcome: string;
  readonly position: string;
  readonly text: string;
}

export function isSymptom({ scenario, outcome, position, text }: Injected, symptom: Symptom): boolean {
  return (
    scenario === symptom.scenario &&
    outcome === symptom.outcome &&
    position === symptom.position &&
    symptom.at.test(text)
  );
}

/** What each program of test/native/programs/counters.c gets wrong. */
export const counterMistakes: Readonly<Record<string, Symptom>> = {
  INDEX_BEFORE_ENTRY: {
    says: 'the index is committed before the entry is written',
    scenario: 'abort',
    at: /^mov %rsi,\(%rcx,%rbx,8\)/,
    position: 'in',
    outcome: 'failed',
    section: 'append',
  },
  COMMIT_LABEL_EARLY: {
    says: 'the section ends one instruction early',
    scenario: 'intruder',
    at: /^mov %rbx,\(%rdi\)/,
    position: 'after',
    outcome: 'failed',
    rule: 'commit-after-section',
  },
  NEVER_ARMED: {
    says: '`rseq_cs` is never stored',
    scenario: 'abort',
    at: /^cmp /,
    position: 'in',
    outcome: 'unprotected',
    rule: 'section-never-armed',
  },
  WRONG_SIGNATURE: {
    says: 'another signature in front of the handler',
    scenario: 'abort',
    at: /^cmp /,
    position: 'in',
    outcome: 'killed',
    rule: 'abort-signature-mismatch',
  },
  RETRY_WITH_OLD_VALUE: {
    says: 'the handler goes on with what was loaded',
    scenario: 'abort',
    at: /^mov %rbx,\(%rdi\)/,
    position: 'in',
    outcome: 'failed',
  },
  NO_CPU_COMPARE: {
    says: 'the cpu number is not compared',
    scenario: 'stale',
    at: /^mov %rbx,\(%rdi\)/,
    position: 'in',
    outcome: 'failed',
    rule: 'cpu-compare-missing',
  },
  ABORT_TAKEN_FOR_SUCCESS: {
    says: 'an abort is taken for success',
    scenario: 'abort',
    at: /^mov %rbx,\(%rdi\)/,
    position: 'in',
    outcome: 'failed',
  },
  LOADED_BEFORE_ARMING: {
    says: 'the value is loaded before the section is armed',
    scenario: 'intruder',
    at: /^lea /,
    position: 'before',
    outcome: 'failed',
    rule: 'operand-loaded-early',
  },
  CPU_NOT_READ_AGAIN: {
    says: 'the retry does not read the cpu number again',
    scenario: 'stale',
    at: /^cmp /,
    position: 'in',
    outcome: 'hung',
    section: 'append',
  },
  RETRY_WITHOUT_REARM: {
    says: 'the retry does not arm again',
    scenario: 'repeat',
    at: /^mov \(%rdi\),%rbx/,
    position: 'in',
    outcome: 'unprotected',
  },
  TWO_PUBLISHING_STORES: {
    says: 'two stores that others see',
    scenario: 'abort',
    at: /^mov %rbx,0x8\(%rdi\)/,
    position: 'in',
    outcome: 'failed',
  },
  DESCRIPTOR_OF_ANOTHER: {
    says: 'the descriptor of another section is stored',
    scenario: 'abort',
    at: /^cmp /,
    position: 'in',
    outcome: 'unprotected',
  },
  MM_CID_AGAINST_CPU_ID: {
    says: '`mm_cid` is compared with the number of a cpu',
    scenario: 'stale',
    at: /^cmp .*%fs:0x18/,
    position: 'in',
    outcome: 'hung',
  },
};

/** What each mistake in librseq's header does to the kernel's param_test in the mode `-T s`; `paramTest.ts` makes them. */
export const headerSymptoms: Readonly<Record<'LA' | 'LB' | 'LC', Symptom>> = {
  LA: {
    says: 'librseq’s header without the compare of the cpu number',
    scenario: 'stale',
    at: /^mov /,
    position: 'in',
    outcome: 'killed',
    rule: 'cpu-compare-missing',
  },
  LB: {
    says: 'librseq’s header with the commit label one instruction early',
    scenario: 'intruder',
    at: /^mov /,
    position: 'after',
    outcome: 'killed',
    rule: 'commit-after-section',
  },
  LC: {
    says: 'librseq’s header without the store of `rseq_cs`',
    scenario: 'abort',
    at: /^cmp /,
    position: 'in',
    outcome: 'unprotected',
    rule: 'section-never-armed',
  },
};
