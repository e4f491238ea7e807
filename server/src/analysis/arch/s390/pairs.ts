import type { Effect, Operand } from '../instruction';
import { type OperandConventions, addressRegisters, makeEffect } from '../roles';
import { asRegister, registerAfter } from './registers';

/** What is read of the pair that the first register begins, besides what is written: both of it. */
interface PairForm {
  readonly reads: 'both' | 'second' | 'none';
  readonly second: 'register' | 'memory' | 'amount';
  readonly width?: number;
  readonly flags?: boolean;
}

const forms: Readonly<Record<string, PairForm>> = {
  mr: { reads: 'second', second: 'register' },
  mlr: { reads: 'second', second: 'register' },
  mlgr: { reads: 'second', second: 'register' },
  dr: { reads: 'both', second: 'register' },
  dlr: { reads: 'both', second: 'register' },
  dlgr: { reads: 'both', second: 'register' },
  dsgr: { reads: 'second', second: 'register' },
  dsgfr: { reads: 'second', second: 'register' },
  flogr: { reads: 'none', second: 'register', flags: true },
  m: { reads: 'second', second: 'memory', width: 4 },
  ml: { reads: 'second', second: 'memory', width: 4 },
  mlg: { reads: 'second', second: 'memory', width: 8 },
  d: { reads: 'both', second: 'memory', width: 4 },
  dl: { reads: 'both', second: 'memory', width: 4 },
  dlg: { reads: 'both', second: 'memory', width: 8 },
  dsg: { reads: 'second', second: 'memory', width: 8 },
  dsgf: { reads: 'second', second: 'memory', width: 4 },
  sldl: { reads: 'both', second: 'amount' },
  srdl: { reads: 'both', second: 'amount' },
  slda: { reads: 'both', second: 'amount', flags: true },
  srda: { reads: 'both', second: 'amount', flags: true },
};

/**
 * What an instruction does with a pair of registers of which the text names the first; where the compiler picks that, only
 * that is known. undefined: it is none.
 */
export function lowerPair(
  mnemonic: string,
  operands: readonly Operand[],
  conventions: OperandConventions,
): Effect | undefined {
  const [target, source] = operands.map((operand) => asRegister(operand, 'r'));
  if (target?.kind !== 'register' || !source) return undefined;
  if (/^cds[yg]?$/.test(mnemonic)) return compareAndSwap(mnemonic, operands, conventions);
  const form = forms[mnemonic];
  if (!form || operands.length !== 2) return undefined;
  const pair = pairOf(target.register);
  const own = { both: pair, second: pair.slice(-1), none: [] }[form.reads];
  const writes = form.flags ? [...pair, 'flags'] : pair;
  if (form.second === 'register') {
    return source.kind === 'register' ? makeEffect({ reads: [...own, source.register], writes }) : undefined;
  }
  const written = operands[1];
  if (form.second === 'amount' && written?.kind === 'immediate') return makeEffect({ reads: own, writes });
  if (written?.kind !== 'memory') return undefined;
  const reads = [...own, ...addressRegisters(written.address, conventions)];
  if (form.width === undefined) return makeEffect({ reads, writes });
  const access = { mode: 'read', address: written.address, width: form.width } as const;
  return makeEffect({ reads, writes, accesses: [access] });
}

function compareAndSwap(
  mnemonic: string,
  operands: readonly Operand[],
  conventions: OperandConventions,
): Effect | undefined {
  const [expected, replacement] = operands.map((operand) => asRegister(operand, 'r'));
  const memory = operands[2];
  if (expected?.kind !== 'register' || replacement?.kind !== 'register') return undefined;
  if (memory?.kind !== 'memory' || operands.length !== 3) return undefined;
  const pair = pairOf(expected.register);
  return makeEffect({
    reads: [...pair, ...pairOf(replacement.register), ...addressRegisters(memory.address, conventions)],
    writes: [...pair, 'flags'],
    accesses: [{ mode: 'update', address: memory.address, width: mnemonic === 'cdsg' ? 16 : 8 }],
  });
}

function pairOf(first: string): readonly string[] {
  const second = registerAfter(first);
  return second === undefined ? [first] : [first, second];
}
