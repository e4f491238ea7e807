import type { Place } from '../text/place';

/** A rule that a comment names. */
export interface SuppressedRule {
  readonly name: string;
  readonly place: Place;
  /** What has to go with it: the comma, or the whole remark if it names no other. undefined: that would join other words. */
  readonly removal: Place | undefined;
}

/** A comment that suppresses findings: `rseq-ignore <rule>[, <rule>]: <reason>`. Places are offsets in its file. */
export interface Suppression {
  /** From `rseq-ignore` to the last rule. */
  readonly place: Place;
  readonly removal: Place | undefined;
  readonly names: readonly SuppressedRule[];
  readonly hasReason: boolean;
}
