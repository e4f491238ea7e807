import { areaRelation } from './area';
import { type Fact, known, unknown } from './fact';
import type { InstructionItem, Item, Program } from './program';
import type { CpuVerdict } from './section';
import { isInstruction, opaqueReason } from './walk';

/** Instructions that ask the processor itself for a number of the current cpu. */
const asksProcessor = /^(rdpid|rdtscp|cpuid)$/;

/**
 * Decides whether a section whose data is indexed by a cpu number checks that number while it is protected. Reading any id
 * field inside the range counts as checking: what the author does with it is another rule's business.
 */
export function cpuOf(program: Program, range: readonly Item[]): Fact<CpuVerdict> {
  if (program.form === 'file') return unknown('absent');
  if (!program.operandsKnown) return unknown('condition');
  const operand = program.operands.find((info) => info.cpuNumber);
  if (!operand) return known({ kind: 'not-needed' });
  const inside = readsId(program, range.filter(isInstruction));
  if (inside === 'yes') return known({ kind: 'inside' });
  if (inside === 'maybe') return unknown('operand');
  const unread = opaqueReason(range);
  if (unread) return unknown(unread);
  const anywhere = readsId(program, program.items.filter(isInstruction));
  if (anywhere === 'yes') return known({ kind: 'outside' });
  if (anywhere === 'maybe') return unknown('operand');
  return known({ kind: 'missing', operand: operand.name ?? operand.expression });
}

function readsId(program: Program, items: readonly InstructionItem[]): 'yes' | 'maybe' | 'no' {
  let answer: 'maybe' | 'no' = 'no';
  for (const item of items) {
    if (asksProcessor.test(item.instruction.mnemonic)) return 'yes';
    for (const access of item.instruction.effect.accesses) {
      if (access.mode === 'write') continue;
      const relation = areaRelation(program, item, access);
      if (relation === 'id') return 'yes';
      if (relation === 'maybe') answer = 'maybe';
    }
  }
  return answer;
}
