import type { Effect, Operand } from '../instruction';
import type { Architecture } from '../architecture';
import { type Form, applyForms } from '../roles';
import { withTraits } from '../traits';
import { asFence } from './fence';
import { lowerFlow } from './flow';
import { intelReading } from './intel';
import { refine } from './refine';
import { conditionCodes } from './mnemonics';
import { type ModeTables, tablesOf } from './tables';
import { x86Traits } from './traits';

/** What x86 instructions do in one mode; undefined: the tables do not know it, or not with these operands. */
export function x86Reading(bits: 32 | 64): Pick<Architecture, 'lower' | 'intel'> {
  const tables = tablesOf(bits);
  return {
    lower: (mnemonic, operands, prefixes) => lower(tables, mnemonic, operands, prefixes),
    intel: intelReading(tables),
  };
}

function lower(
  tables: ModeTables,
  mnemonic: string,
  operands: readonly Operand[],
  prefixes: readonly string[],
): Effect | undefined {
  const repeats = prefixes.some((prefix) => repetitions.has(prefix));
  const plain = prefixes.filter((prefix) => !repetitions.has(prefix));
  const isHarmless = (prefix: string): boolean =>
    harmlessPrefixes.has(prefix) || (tables.bits === 64 && /^rex(64|\.[wrxb]+)?$/.test(prefix));
  if (!plain.every(isHarmless)) return undefined;
  const string = lowerString(tables, mnemonic, operands, repeats);
  if (string) return string;
  if (repeats) return lowerRepeated(tables, mnemonic, operands);
  const data = lowerData(tables, mnemonic, operands);
  const effect = lowerFlow(mnemonic, operands, tables) ?? withTraits(x86Traits, data, mnemonic, operands);
  return effect && (asFence(mnemonic, operands, plain, effect) ?? effect);
}

const repetitions: ReadonlySet<string> = new Set(['rep', 'repe', 'repz', 'repne', 'repnz']);
/**
 * Prefixes that change neither registers nor addresses. The segment overrides among them are ignored in 64-bit mode, and all of
 * Linux' 32-bit segments but fs and gs begin at 0.
 */
const harmlessPrefixes: ReadonlySet<string> = new Set(
  'lock data16 bnd notrack xacquire xrelease cs ds es ss'.split(' '),
);

function lowerData(tables: ModeTables, mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const entry = entryFor(tables, mnemonic, operands);
  if (!entry) return undefined;
  const effect = applyForms(
    entry.forms,
    operands,
    tables.conventions,
    (form) => entry.width ?? registerWidth(form, operands),
  );
  if (!effect || reachesBeyondOperand(entry.stem, operands)) return undefined;
  return refine(tables, entry, operands, effect);
}

interface Entry {
  readonly stem: string;
  readonly forms: readonly Form[];
  /** From the suffix. */
  readonly width?: number | undefined;
}

/** An exact name wins over a name with a suffix: `setl` is set-if-less, `movsd` a vector move. */
function entryFor(tables: ModeTables, mnemonic: string, operands: readonly Operand[]): Entry | undefined {
  const { exact, sized, suffixWidths, conditionalMove, conditionalSet } = tables;
  const named = exact.get(mnemonic) ?? sized.get(mnemonic);
  if (named) return namesVector(tables, mnemonic, operands) ? { stem: mnemonic, forms: named } : undefined;
  const extended = extensionSource(tables, mnemonic, operands);
  if (extended) return { stem: 'extend', forms: tables.extension, width: extended.width };
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

/** In 32-bit mode `movq` moves vector registers only. */
function namesVector(tables: ModeTables, mnemonic: string, operands: readonly Operand[]): boolean {
  const isWide = (operand: Operand): boolean => operand.kind === 'register' && (operand.width ?? 0) >= 8;
  return tables.bits === 64 || mnemonic !== 'movq' || operands.some(isWide);
}

/** Sign and zero extensions; those without both sizes in the name take the missing one from a register operand. */
function extensionSource(
  { bits, suffixWidths }: ModeTables,
  mnemonic: string,
  operands: readonly Operand[],
): { readonly width: number | undefined } | undefined {
  const [source, destination] = operands;
  if (destination?.kind !== 'register') return undefined;
  const sourceRegister = source?.kind === 'register' ? source.width : undefined;
  if (/^mov(sx|zx)$/.test(mnemonic)) return { width: sourceRegister };
  if (bits === 32 && /^mov(sxd|sl|..q|slq)/.test(mnemonic)) return undefined;
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
function lowerString(
  tables: ModeTables,
  mnemonic: string,
  operands: readonly Operand[],
  repeats: boolean,
): Effect | undefined {
  const { native, conventions } = tables;
  const forms = tables.strings.get(mnemonic.slice(0, 4));
  const width = tables.suffixWidths[mnemonic.slice(4)];
  if (!forms || (width === undefined && mnemonic.length > 4)) return undefined;
  if (!operands.every((operand) => isStringOperand(tables, operand)) || operands.length > 2) return undefined;
  if (/^(mov|cmp)s/.test(mnemonic) && operands.some((operand) => operand.kind === 'register')) return undefined;
  const effect = applyForms(forms, [], conventions, () => (repeats ? undefined : width));
  if (!effect || !repeats) return effect;
  const counter = native('rcx');
  return { ...effect, reads: [...effect.reads, counter], writes: [...effect.writes, counter], repeated: true };
}

/** The operands that a string instruction has anyway: `(%rsi)`, `%es:(%rdi)` and the accumulator. */
function isStringOperand({ native }: ModeTables, operand: Operand): boolean {
  if (operand.kind === 'register') return operand.register === native('rax');
  if (operand.kind !== 'memory') return false;
  const { segment, base, index, displacement } = operand.address;
  if (segment !== undefined && segment !== 'es' && segment !== 'ds') return false;
  if (displacement?.constant !== 0n || displacement.terms.length > 0) return false;
  return index === undefined && (base === native('rsi') || base === native('rdi'));
}

/** What a repeat prefix means elsewhere: `rep; nop` is pause, `rep; ret` is ret. */
function lowerRepeated(tables: ModeTables, mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  if (mnemonic === 'nop' && operands.length === 0) return lowerData(tables, 'pause', operands);
  return /^ret[ql]?$/.test(mnemonic) ? lowerFlow(mnemonic, operands, tables) : undefined;
}
