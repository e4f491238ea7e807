import type { Architecture } from '../../../server/src/analysis/arch/architecture';
import { makeAddress } from '../../../server/src/analysis/arch/address';
import type { LinearExpression, Operand, SymbolRef } from '../../../server/src/analysis/arch/instruction';
import type { OperandInfo } from '../../../server/src/analysis/model/program';
import { noMeaning } from '../../../server/src/analysis/model/operandMeaning';
import type { OperandTable } from '../../../server/src/analysis/source/assembler/asmOperands';
import type { OperandContext } from '../../../server/src/analysis/source/assembler/operandParts';
import { parseOperand } from '../../../server/src/analysis/source/assembler/operands';

/** A statement of a test table in the form that `Architecture.lower` takes. */
export interface Statement {
  readonly prefixes: readonly string[];
  readonly mnemonic: string;
  readonly operands: readonly Operand[];
}

/**
 * Reads the simple statements of the test tables. Operands in AT&T syntax have a reader of their own here, so that they are read
 * twice; all others are read by the analysis. `%[n]` is the register of asm operand n, `%[mn]` a memory operand. In a text with
 * one, registers that are written with a sign have it doubled.
 */
export function readStatement(architecture: Architecture, text: string): Statement {
  const words = /^((?:(?:lock|rep\w*|bnd|notrack|data16|cs)\s+)*)(\S+)\s*(.*)$/.exec(text);
  const [, prefixes = '', mnemonic = '', operands = ''] = words ?? [];
  if (architecture.operandSyntax !== 'att')
    return readAnalysed(architecture, text.replace(/%([A-Z]?)\[(?=\d)/g, '%$1[r'));
  return {
    prefixes: prefixes.split(/\s+/).filter((prefix) => prefix !== ''),
    mnemonic,
    operands: splitOperands(operands).map((operand) => attOperand(architecture, operand)),
  };
}

function readAnalysed(architecture: Architecture, text: string): Statement {
  const [, mnemonic = '', operands = ''] = /^(\S+)\s*(.*)$/.exec(text) ?? [];
  const context: OperandContext = {
    architecture,
    form: { template: text.includes('%['), syntax: architecture.operandSyntax, nakedRegisters: true },
    table: { operands: [], find: namedOperand },
    names: {
      symbol: external,
      local: external,
      constant: () => undefined,
      codeLabel: () => undefined,
    },
  };
  const parsed = splitOperands(operands).map((part) => parseOperand(part, 0, context));
  return { prefixes: [], mnemonic: mnemonic.toLowerCase(), operands: parsed };
}

const nowhere = { start: 0, end: 0 };

const namedOperand: OperandTable['find'] = (reference) => {
  const [, letter, digits] = /^%[A-Za-z]?\[([rm])(\d+)\]$/.exec(reference) ?? [];
  if (digits === undefined) return undefined;
  const kind: OperandInfo['kind'] = letter === 'm' ? 'memory' : 'register';
  const index = Number(digits);
  const info: OperandInfo = {
    index,
    name: undefined,
    constraint: '',
    kind,
    output: false,
    registers: [],
    banks: [],
    tied: undefined,
    isUnread: false,
    expression: '',
    areaField: undefined,
    addressOf: undefined,
    areaPointer: false,
    areaPath: undefined,
    cpuNumber: false,
    meaning: noMeaning,
    places: { whole: nowhere, constraint: nowhere, expression: nowhere },
  };
  return { operand: { info, ref: { index, name: digits, kind } }, modifier: '' };
};

/** Splits at the commas that stand in no bracket. */
function splitOperands(text: string): string[] {
  const operands: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const character = text.charAt(at);
    if (/[([{]/.test(character)) depth++;
    else if (/[)\]}]/.test(character)) depth--;
    else if ((character === ',' && depth === 0) || at === text.length) {
      operands.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return text === '' ? [] : operands;
}

function attOperand(architecture: Architecture, text: string): Operand {
  if (text.startsWith('*')) {
    const operand = attOperand(architecture, text.slice(1));
    if (operand.kind === 'symbol') return { ...memory({ displacement: sum(operand.symbol.name) }), indirect: true };
    return 'indirect' in operand ? { ...operand, indirect: true } : operand;
  }
  if (text.startsWith('$')) return { kind: 'immediate', value: sum(text.slice(1)) };
  const register = registerOperand(architecture, text.replace(/^%(?!\[)/, ''), text.startsWith('%'));
  if (register) return register;
  const [, segment, value = '', modifier, addend = '', inner] =
    /^(?:%(\w+):)?([^(@]*)(?:@(\w+))?([+-]\d+)?(?:\(([^)]*)\))?$/.exec(text) ?? [];
  if (segment === undefined && inner === undefined && !/^-?(0x[\da-f]+|\d+)$/.test(value)) {
    return { kind: 'symbol', symbol: external(value), addend: 0n, ...(modifier !== undefined && { modifier }) };
  }
  const [base, index, scale] = (inner ?? '').split(',').map((part) => canonical(architecture, part.trim()));
  return memory({
    displacement: sum(value + addend),
    ...(segment !== undefined && { segment }),
    ...(modifier !== undefined && { modifier }),
    ...(base !== undefined && base !== '' && { base }),
    ...(index !== undefined && { index, scale: Number(scale ?? 1) }),
  });
}

function memory(parts: Parameters<typeof makeAddress>[0]): Extract<Operand, { kind: 'memory' }> {
  return { kind: 'memory', address: makeAddress(parts), writeBack: false, indirect: false };
}

function registerOperand(architecture: Architecture, text: string, marked: boolean): Operand | undefined {
  const asmOperand = /^%\[(m?)(\d+)\]$/.exec(text);
  if (asmOperand) {
    const [, isMemory, index = ''] = asmOperand;
    if (isMemory === '') return { kind: 'register', register: `operand:${index}`, indirect: false };
    return memory({ displacement: sum('0'), operand: { index: Number(index), name: index, kind: 'memory' } });
  }
  const register = marked ? architecture.register(text) : undefined;
  const width = architecture.registerWidth(text);
  return register === undefined
    ? undefined
    : { kind: 'register', register, indirect: false, ...(width !== undefined && { width }) };
}

function canonical(architecture: Architecture, text: string): string {
  const asmOperand = /^%\[(\d+)\]$/.exec(text);
  if (asmOperand) return `operand:${asmOperand[1] ?? ''}`;
  return architecture.register(text.replace(/^%/, '')) ?? text;
}

/** Reads `8`, `-8`, `name`, `name+8`. */
function sum(text: string): LinearExpression {
  const [, name, number = '0'] = /^([A-Za-z_.][\w.]*|\d+[bf])?\+?(-?\d\w*)?$/.exec(text) ?? [];
  const terms = name === undefined ? [] : [{ symbol: external(name), sign: 1 as const }];
  return { constant: number.startsWith('-') ? -BigInt(number.slice(1)) : BigInt(number), terms };
}

function external(name: string): SymbolRef {
  return { kind: 'external', name };
}
