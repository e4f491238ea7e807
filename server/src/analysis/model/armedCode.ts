import { type Fact, known, unknown } from './fact';
import type { Item, LabelItem } from './program';
import { type ArmingVerdict, isArmed } from './section';
import { isEmpty } from './walk';

/** What may run only after the descriptor was stored, and what stores it. */
export interface ArmedCode {
  /** Indices of items. */
  readonly items: ReadonlySet<number>;
  readonly stores: ReadonlySet<number>;
  /** The start label, unless the store is behind it. */
  readonly start: LabelItem | undefined;
}

/** Of a section that is not armed, or not rightly, that cannot be told: whoever mends that decides what must be behind the store. */
export function armedCodeOf(arming: ArmingVerdict, start: LabelItem, range: readonly Item[]): Fact<ArmedCode> {
  if (!isArmed(arming)) return unknown('absent');
  const whole = codeAlone(start, range);
  const stores = new Set(arming.stores.map((item) => item.index));
  if (arming.kind !== 'inside') return known({ ...whole, stores });
  const behind = range.slice(range.findIndex((item) => item.index === arming.store.index) + 1);
  const items = behind.map((item) => item.index).filter((index) => whole.items.has(index));
  return known({ items: new Set(items), stores, start: undefined });
}

/** The code from the start label on, whatever arms it. */
export function codeAlone(start: LabelItem, range: readonly Item[]): ArmedCode {
  // Labels at the end have the address of the post-commit label.
  const last = range.findLastIndex((item) => !isEmpty(item));
  const items = range.slice(0, last + 1).map((item) => item.index);
  return { items: new Set([start.index, ...items]), stores: new Set(), start };
}
