import type { Effect, Operand } from '../instruction';
import { makeEffect } from '../roles';

/**
 * `lock; addl $0, -4(%esp)` and its kin change nothing: they are what processors without mfence, and those on which it is slow,
 * have for a barrier (Linux arch/x86/include/asm/barrier.h). undefined: it is no such thing.
 */
export function asFence(
  mnemonic: string,
  operands: readonly Operand[],
  prefixes: readonly string[],
  effect: Effect,
): Effect | undefined {
  const [source, target, ...rest] = operands;
  if (!prefixes.includes('lock') || rest.length > 0 || target?.kind !== 'memory') return undefined;
  if (!/^(add|sub|or|xor)[bwlq]?$/.test(mnemonic)) return undefined;
  if (source?.kind !== 'immediate' || source.value?.terms.length !== 0 || source.value.constant !== 0n)
    return undefined;
  return makeEffect({ kind: 'barrier', reads: effect.reads, writes: effect.writes, orders: 'full' });
}
