import type { Effect, Flow, Operand, SymbolRef } from '../instruction';
import { type OperandConventions, applyForms, makeEffect, parseForms } from '../roles';
import { soleSymbol } from '../address';
import { conditionCodes } from './mnemonics';

/** What a branch, call, return or software interrupt does; undefined if the mnemonic is none or its operands do not fit. */
export function lowerFlow(
  mnemonic: string,
  operands: readonly Operand[],
  conventions: OperandConventions,
): Effect | undefined {
  const [operand] = operands;
  if (returns.test(mnemonic)) {
    if (operands.length > 1 || (operand && operand.kind !== 'immediate')) return undefined;
    return makeEffect({ kind: 'branch', reads: ['rsp'], writes: ['rsp'], flow: { kind: 'return' } });
  }
  if (!operand || operands.length > 1) return undefined;
  if (mnemonic === 'int') return interrupt(operand);
  if (/^callq?$/.test(mnemonic)) return call(operand, conventions);
  if (/^jmpq?$/.test(mnemonic) && 'indirect' in operand && operand.indirect) {
    return through(operand, { kind: 'indirect' }, conventions);
  }
  const branch = branchNamed(mnemonic);
  const target = branch && directTarget(operand);
  return (
    branch &&
    target &&
    makeEffect({ ...branch, kind: 'branch', flow: { ...target, kind: 'jump', conditional: branch.conditional } })
  );
}

const returns = /^(ret|retq|retw|lret|lretq|iret|iretq)$/;

interface Branch {
  readonly conditional: boolean;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

function branchNamed(mnemonic: string): Branch | undefined {
  if (/^jmpq?$/.test(mnemonic)) return { conditional: false, reads: [], writes: [] };
  if (/^j[er]cxz$/.test(mnemonic)) return { conditional: true, reads: ['rcx'], writes: [] };
  if (/^loop(q|l)?$/.test(mnemonic)) return { conditional: true, reads: ['rcx'], writes: ['rcx'] };
  if (/^loopn?[ez](q|l)?$/.test(mnemonic)) return { conditional: true, reads: ['rcx', 'flags'], writes: ['rcx'] };
  if (mnemonic.startsWith('j') && conditionCodes.has(mnemonic.slice(1))) {
    return { conditional: true, reads: ['flags'], writes: [] };
  }
  return undefined;
}

/** The target of a direct branch: the symbol, or undefined for an address that is no symbol's; no object: not a direct target. */
function directTarget(operand: Operand): { readonly target: SymbolRef | undefined } | undefined {
  switch (operand.kind) {
    case 'symbol':
      return { target: operand.addend === 0n && operand.symbol.name !== '.' ? operand.symbol : undefined };
    case 'immediate':
      return { target: soleSymbol(operand.value) };
    case 'memory': {
      const { base, index, segment, displacement, operand: asmOperand } = operand.address;
      const plain = !operand.indirect && !(base ?? index ?? segment ?? asmOperand);
      return plain ? { target: soleSymbol(displacement) } : undefined;
    }
    case 'register':
    case 'list':
    case 'word':
    case 'unknown':
      return undefined;
  }
}

/** The return address goes to and comes from the stack; that is not listed as an access. */
function call(operand: Operand, conventions: OperandConventions): Effect | undefined {
  const stack = { reads: ['rsp'], writes: ['rsp'] };
  if ('indirect' in operand && operand.indirect) {
    const effect = through(operand, { kind: 'call', target: undefined }, conventions);
    return effect && { ...effect, kind: 'call', reads: [...effect.reads, ...stack.reads], writes: stack.writes };
  }
  const target = directTarget(operand);
  return target && makeEffect({ ...stack, kind: 'call', flow: { kind: 'call', target: target.target } });
}

const pointer = parseForms({ read: 'r @ 8' }).get('read') ?? [];

/** A jump through what a register or memory holds. */
function through(operand: Operand, flow: Flow, conventions: OperandConventions): Effect | undefined {
  const direct = operand.kind === 'register' || operand.kind === 'memory' ? { ...operand, indirect: false } : operand;
  const effect = applyForms(pointer, [direct], conventions, () => undefined);
  return effect && { ...effect, kind: 'branch', flow };
}

/** Linux serves `int $0x80` as a system call; any other number ends in a signal. Source: arch/x86/kernel/idt.c. */
function interrupt(operand: Operand): Effect | undefined {
  if (operand.kind !== 'immediate' || operand.value?.terms.length !== 0) return undefined;
  if (operand.value.constant !== 0x80n) return makeEffect({ kind: 'trap', flow: { kind: 'trap' } });
  return makeEffect({
    kind: 'syscall',
    reads: ['rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rbp'],
    writes: ['rax'],
    flow: { kind: 'syscall' },
  });
}
