import type { Effect, Operand } from '../instruction';
import { type Form, type FormTable, type OperandConventions, applyForms, parseForms } from '../roles';
import { lowerFlow } from './flow';
import { refine } from './refine';
import { conditionCodes, exactMnemonics, sizedMnemonics, stringMnemonics } from './mnemonics';

/** What an x86-64 instruction in AT&T syntax does; undefined: the tables do not know it, or not with these operands. */
export function lowerX86(
  mnemonic: string,
  operands: readonly Operand[],
  prefixes: readonly string[],
): Effect | undefined {
  const repeats = prefixes.some((prefix) => repetitions.has(prefix));
  const plain = prefixes.filter((prefix) => !repetitions.has(prefix));
  if (!plain.every((prefix) => harmlessPrefixes.has(prefix))) return undefined;
  const string = lowerString(mnemonic, operands, repeats);
  if (string) return string;
  if (repeats) return lowerRepeated(mnemonic, operands);
  return lowerFlow(mnemonic, operands, conventions) ?? lowerData(mnemonic, operands);
}

const conventions: OperandConventions = { memory: 'anywhere', untracked: new Set(['rip', 'riz']) };
const repetitions: ReadonlySet<string> = new Set(['rep', 'repe', 'repz', 'repne', 'repnz']);
/** Prefixes that change neither registers nor addresses. In 64-bit mode the segment overrides among them are ignored. */
const harmlessPrefixes: ReadonlySet<string> = new Set(
  'lock data16 bnd notrack xacquire xrelease cs ds es ss rex rex64 rex.w rex.r rex.x rex.b rex.wb rex.wr rex.wx'.split(
    ' ',
  ),
);

const sized: FormTable = parseForms(sizedMnemonics);
const exact: FormTable = parseForms(exactMnemonics);
const strings: FormTable = parseForms(stringMnemonics);
const [conditionalMove, conditionalSet, extension, pauseForm] = [
  parseForms({ cmov: 'r u < flags' }).get('cmov') ?? [],
  parseForms({ set: 'w < flags @ 1' }).get('set') ?? [],
  parseForms({ mov: 'r w' }).get('mov') ?? [],
  exact.get('pause') ?? [],
];

/** Bytes that a size suffix stands for. */
const suffixWidths: Readonly<Record<string, number>> = { b: 1, w: 2, l: 4, q: 8, d: 4 };

function lowerData(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const entry = entryFor(mnemonic, operands);
  if (!entry) return undefined;
  const effect = applyForms(entry.forms, operands, conventions, (form) => entry.width ?? registerWidth(form, operands));
  if (!effect || reachesBeyondOperand(entry.stem, operands)) return undefined;
  return refine(entry.stem, entry.width, operands, effect);
}

interface Entry {
  readonly stem: string;
  readonly forms: readonly Form[];
  /** From the suffix. */
  readonly width?: number | undefined;
}

/** An exact name wins over a name with a suffix: `setl` is set-if-less, `movsd` a vector move. */
function entryFor(mnemonic: string, operands: readonly Operand[]): Entry | undefined {
  const named = exact.get(mnemonic) ?? sized.get(mnemonic);
  if (named) return { stem: mnemonic, forms: named };
  const extended = extensionSource(mnemonic, operands);
  if (extended) return { stem: 'extend', forms: extension, width: extended.width };
  if (mnemonic.startsWith('set') && conditionCodes.has(mnemonic.slice(3)))
    return { stem: 'set', forms: conditionalSet };
  if (mnemonic.startsWith('cmov') && conditionCodes.has(mnemonic.slice(4)))
    return { stem: 'cmov', forms: conditionalMove };
  const [stem, suffix] = [mnemonic.slice(0, -1), mnemonic.slice(-1)];
  const width = suffix === 'd' ? undefined : suffixWidths[suffix];
  if (width === undefined) return undefined;
  if (stem.startsWith('cmov') && conditionCodes.has(stem.slice(4)))
    return { stem: 'cmov', forms: conditionalMove, width };
  const forms = sized.get(stem);
  return forms && { stem, forms, width };
}

/** Sign and zero extensions; those without both sizes in the name take the missing one from a register operand. */
function extensionSource(
  mnemonic: string,
  operands: readonly Operand[],
): { readonly width: number | undefined } | undefined {
  const [source, destination] = operands;
  if (destination?.kind !== 'register') return undefined;
  const sourceRegister = source?.kind === 'register' ? source.width : undefined;
  if (/^mov(sx|zx)$/.test(mnemonic)) return { width: sourceRegister };
  if (/^movsxd?l?$/.test(mnemonic)) return { width: 4 };
  const suffixes = /^mov(?:[sz](?:b[wlq]?|w[lq]?)|slq?)$/.test(mnemonic) ? mnemonic.charAt(4) : undefined;
  return suffixes === undefined ? undefined : { width: suffixWidths[suffixes] };
}

/** The first register that the text sizes and that is as large as the memory operand has to be. */
function registerWidth(form: Form, operands: readonly Operand[]): number | undefined {
  for (const [position, operand] of operands.entries()) {
    if (operand.kind === 'register' && form.roles[position] !== 'c' && operand.width !== undefined)
      return operand.width;
  }
  return undefined;
}

/** With a bit offset in a register, bt, bts, btr and btc reach any distance from the memory operand. */
function reachesBeyondOperand(stem: string, operands: readonly Operand[]): boolean {
  const [offset, bits] = operands;
  return /^bt[src]?$/.test(stem) && offset?.kind === 'register' && bits?.kind !== 'register';
}

/** String instructions; `movs` and `cmps` with a register operand are something else. */
function lowerString(mnemonic: string, operands: readonly Operand[], repeats: boolean): Effect | undefined {
  const forms = strings.get(mnemonic.slice(0, 4));
  const width = suffixWidths[mnemonic.slice(4)];
  if (!forms || (width === undefined && mnemonic.length > 4)) return undefined;
  if (!operands.every(isStringOperand) || operands.length > 2) return undefined;
  if (/^(mov|cmp)s/.test(mnemonic) && operands.some((operand) => operand.kind === 'register')) return undefined;
  const effect = applyForms(forms, [], conventions, () => (repeats ? undefined : width));
  if (!effect || !repeats) return effect;
  return { ...effect, reads: [...effect.reads, 'rcx'], writes: [...effect.writes, 'rcx'] };
}

/** The operands that a string instruction has anyway: `(%rsi)`, `%es:(%rdi)` and the accumulator. */
function isStringOperand(operand: Operand): boolean {
  if (operand.kind === 'register') return operand.register === 'rax';
  if (operand.kind !== 'memory') return false;
  const { segment, base, index, displacement } = operand.address;
  if (segment !== undefined && segment !== 'es' && segment !== 'ds') return false;
  if (displacement?.constant !== 0n || displacement.terms.length > 0) return false;
  return index === undefined && (base === 'rsi' || base === 'rdi');
}

/** What a repeat prefix means elsewhere: `rep; nop` is pause, `rep; ret` is ret. */
function lowerRepeated(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  if (mnemonic === 'nop' && operands.length === 0) return applyForms(pauseForm, [], conventions, () => undefined);
  return /^retq?$/.test(mnemonic) ? lowerFlow(mnemonic, operands, conventions) : undefined;
}
