import type { Effect, Flow, Operand, SymbolRef } from '../instruction';
import { applyForms, makeEffect } from '../roles';
import { soleSymbol } from '../address';
import { conditionCodes } from './mnemonics';
import type { ModeTables } from './tables';

/** What a branch, call, return or software interrupt does; undefined if the mnemonic is none or its operands do not fit. */
export function lowerFlow(mnemonic: string, operands: readonly Operand[], tables: ModeTables): Effect | undefined {
  const [operand] = operands;
  const stack = [tables.native('rsp')];
  if (tables.return.test(mnemonic)) {
    if (operands.length > 1 || (operand && operand.kind !== 'immediate')) return undefined;
    return makeEffect({ kind: 'branch', reads: stack, writes: stack, flow: { kind: 'return' } });
  }
  if (!operand || operands.length > 1) return undefined;
  if (mnemonic === 'int') return interrupt(operand, tables);
  if (tables.call.test(mnemonic)) return call(operand, tables);
  if (tables.jump.test(mnemonic) && 'indirect' in operand && operand.indirect) {
    return through(operand, { kind: 'indirect' }, tables);
  }
  const branch = branchNamed(mnemonic, tables);
  const target = branch && directTarget(operand);
  return (
    branch &&
    target &&
    makeEffect({ ...branch, kind: 'branch', flow: { ...target, kind: 'jump', conditional: branch.conditional } })
  );
}

interface Branch {
  readonly conditional: boolean;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

function branchNamed(mnemonic: string, tables: ModeTables): Branch | undefined {
  const counter = tables.native('rcx');
  if (tables.jump.test(mnemonic)) return { conditional: false, reads: [], writes: [] };
  if (tables.counterJump.test(mnemonic)) return { conditional: true, reads: [counter], writes: [] };
  const [, tested, suffix = ''] = /^loop(n?[ez])?(.*)$/.exec(mnemonic) ?? [];
  if (mnemonic.startsWith('loop') && (suffix === '' || suffix === 'l' || (suffix === 'q' && tables.bits === 64))) {
    return { conditional: true, reads: tested === undefined ? [counter] : [counter, 'flags'], writes: [counter] };
  }
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
function call(operand: Operand, tables: ModeTables): Effect | undefined {
  const pointer = tables.native('rsp');
  const stack = { reads: [pointer], writes: [pointer] };
  if ('indirect' in operand && operand.indirect) {
    const effect = through(operand, { kind: 'call', target: undefined }, tables);
    return effect && { ...effect, kind: 'call', reads: [...effect.reads, ...stack.reads], writes: stack.writes };
  }
  const target = directTarget(operand);
  return target && makeEffect({ ...stack, kind: 'call', flow: { kind: 'call', target: target.target } });
}

/** A jump through what a register or memory holds. */
function through(operand: Operand, flow: Flow, tables: ModeTables): Effect | undefined {
  const direct = operand.kind === 'register' || operand.kind === 'memory' ? { ...operand, indirect: false } : operand;
  const effect = applyForms(tables.pointer, [direct], tables.conventions, () => undefined);
  return effect && { ...effect, kind: 'branch', flow };
}

/** Linux serves `int $0x80` as a system call; any other number ends in a signal. Source: arch/x86/kernel/idt.c. */
function interrupt(operand: Operand, tables: ModeTables): Effect | undefined {
  if (operand.kind !== 'immediate' || operand.value?.terms.length !== 0) return undefined;
  if (operand.value.constant !== 0x80n) return makeEffect({ kind: 'trap', flow: { kind: 'trap' } });
  return makeEffect({
    kind: 'syscall',
    reads: ['rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rbp'].map((register) => tables.native(register)),
    writes: [tables.native('rax')],
    flow: { kind: 'syscall' },
  });
}
