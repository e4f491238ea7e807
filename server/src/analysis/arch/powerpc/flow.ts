import { branchTarget } from '../branches';
import type { Effect, Flow, Operand } from '../instruction';
import { makeEffect } from '../roles';
import { fieldOfBit, registerOf } from './registers';

/** What a branch, call or return does; undefined if the mnemonic is none or its operands do not fit. */
export function lowerFlow(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const branch = unconditional(mnemonic) ?? onCondition(mnemonic, operands) ?? onCounter(mnemonic, operands);
  if (!branch) return undefined;
  const through = branch.through;
  const rest = operands.slice(branch.consumed);
  if (through !== undefined) return rest.length === 0 ? effectOf(branch, throughRegister(branch, through)) : undefined;
  const [target, ...more] = rest;
  const symbol = target && more.length === 0 ? branchTarget(target) : undefined;
  if (!symbol) return undefined;
  return effectOf(
    branch,
    branch.links
      ? { kind: 'call', target: symbol.symbol }
      : { kind: 'jump', conditional: branch.conditional, target: symbol.symbol },
  );
}

interface Branch {
  readonly conditional: boolean;
  readonly links: boolean;
  /** The register that holds the target. */
  readonly through: 'lr' | 'ctr' | undefined;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** How many operands stand in front of the target. */
  readonly consumed: number;
}

function effectOf(branch: Branch, flow: Flow): Effect {
  const reads = branch.through === undefined ? branch.reads : [...branch.reads, branch.through];
  const writes = branch.links ? [...branch.writes, 'lr'] : branch.writes;
  return makeEffect({ kind: flow.kind === 'call' ? 'call' : 'branch', reads, writes, flow });
}

function throughRegister(branch: Branch, through: 'lr' | 'ctr'): Flow {
  if (branch.links) return { kind: 'call', target: undefined };
  if (branch.conditional) return { kind: 'jump', conditional: true, target: undefined, indirect: true };
  return through === 'lr' ? { kind: 'return' } : { kind: 'indirect' };
}

function unconditional(mnemonic: string): Branch | undefined {
  const [, register, link, hint] = /^b(lr|ctr|)(l?)(a?)$/.exec(mnemonic) ?? [];
  if (register === undefined || (register !== '' && hint !== '')) return undefined;
  const through = register === '' ? undefined : registerNames[register];
  return { conditional: false, links: link === 'l', through, reads: [], writes: [], consumed: 0 };
}

const registerNames: Readonly<Record<string, 'lr' | 'ctr'>> = { lr: 'lr', ctr: 'ctr' };
const suffix = '(lr|ctr|)(l?)(a?)([+-]?)$';
const conditions = new RegExp(`^b(lt|le|eq|ge|gt|nl|ne|ng|so|ns|un|nu)${suffix}`);
const bitTests = new RegExp(`^b[tf]${suffix}`);

/** `bne cr7, target`, `beqlr`, `bt 4*cr7+eq, target`. */
function onCondition(mnemonic: string, operands: readonly Operand[]): Branch | undefined {
  const [, , register = '', link] = conditions.exec(mnemonic) ?? [];
  if (link !== undefined) {
    const targets = register === '' ? 1 : 0;
    const named = operands.length > targets ? registerOf(operands[0], 'cr') : 'cr0';
    if (named === undefined) return undefined;
    const consumed = operands.length > targets ? 1 : 0;
    return conditional({ register, link, reads: [named], consumed });
  }
  const [, tested = '', linked] = bitTests.exec(mnemonic) ?? [];
  const field = linked === undefined ? undefined : fieldOfBit(operands[0]);
  return field === undefined ? undefined : conditional({ register: tested, link: linked, reads: [field], consumed: 1 });
}

const counted = new RegExp(`^bd(?:nz|z)([tf]?)${suffix}`);
const general = /^bc(lr|ctr|)(l?)(a?)([+-]?)$/;

/** `bdnz target`, `bdzt eq, target`, `bc 12, 2, target`: branches that count, or may. */
function onCounter(mnemonic: string, operands: readonly Operand[]): Branch | undefined {
  const [, tests, register = '', link] = counted.exec(mnemonic) ?? [];
  if (tests !== undefined) {
    const field = tests === '' ? undefined : fieldOfBit(operands[0]);
    if (tests !== '' && field === undefined) return undefined;
    const reads = field === undefined ? ['ctr'] : ['ctr', field];
    return { ...conditional({ register, link, reads, consumed: tests === '' ? 0 : 1 }), writes: ['ctr'] };
  }
  const [, holder = '', linked] = general.exec(mnemonic) ?? [];
  const [options, bit] = operands;
  const field = fieldOfBit(bit);
  if (linked === undefined || options?.kind !== 'immediate' || field === undefined) return undefined;
  const bits = Number(options.value?.constant ?? -1n);
  if (bits < 0 || bits > 31) return undefined;
  // Power ISA, book I, 2.4: bit 0 of BO ignores the condition, bit 2 the counter.
  const counts = (bits & 4) === 0;
  const tested = (bits & 16) === 0;
  const reads = [...(counts ? ['ctr'] : []), ...(tested ? [field] : [])];
  const branch = conditional({ register: holder, link: linked, reads, consumed: 2 });
  return { ...branch, conditional: counts || tested, writes: counts ? ['ctr'] : [] };
}

function conditional(parts: {
  readonly register: string;
  readonly link: string | undefined;
  readonly reads: readonly string[];
  readonly consumed: number;
}): Branch {
  const through = parts.register === '' ? undefined : registerNames[parts.register];
  const { reads, consumed } = parts;
  return { conditional: true, links: parts.link === 'l', through, reads, writes: [], consumed };
}
