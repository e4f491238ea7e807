import { conditions } from './mnemonics';

/** A mnemonic taken apart. */
export interface Reading {
  readonly base: string;
  readonly setsFlags: boolean;
  /** undefined: always. */
  readonly condition: string | undefined;
}

/**
 * The ways to take a mnemonic apart, the likeliest first; only the caller knows which of the names exist. Unified syntax has the
 * condition at the end (`ldrbeq`, `addseq`), the divided syntax of older code in the middle (`ldreqb`, `addeqs`).
 */
export function* readingsOf(mnemonic: string): Generator<Reading> {
  // `.n` and `.w` choose an encoding; vector instructions say the types of their elements.
  const text = mnemonic.replace(/^(v\w+)(\.\w+)+$/, '$1').replace(/\.[nw]$/, '');
  yield { base: text, setsFlags: false, condition: undefined };
  const unconditional = text.slice(0, -2);
  const condition = conditions.has(text.slice(-2)) ? text.slice(-2) : undefined;
  if (text.endsWith('s')) yield { base: text.slice(0, -1), setsFlags: true, condition: undefined };
  if (condition !== undefined) {
    yield { base: unconditional, setsFlags: false, condition };
    if (unconditional.endsWith('s')) yield { base: unconditional.slice(0, -1), setsFlags: true, condition };
  }
  const [, stem = '', middle = '', end = ''] = /^(ldr|str|ldm|stm|swp)(..)([a-z]{1,3})$/.exec(text) ?? [];
  if (conditions.has(middle)) yield { base: stem + end, setsFlags: false, condition: middle };
  const [, setter = '', between = ''] = /^(.+)(..)s$/.exec(text) ?? [];
  if (conditions.has(between)) yield { base: setter, setsFlags: true, condition: between };
}
