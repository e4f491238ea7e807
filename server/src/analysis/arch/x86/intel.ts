import type { IntelReader } from '../architecture';
import type { Operand } from '../instruction';
import type { ModeTables } from './tables';

/**
 * Instructions of Intel syntax as AT&T syntax has them: operands the other way round, the size of a memory operand as a suffix, a
 * branch through a register or memory marked as such (GNU as manual, "i386-Mnemonics" and "i386-Variations").
 */
export function intelReading(tables: ModeTables): IntelReader {
  return (mnemonic, operands, width) => {
    const isBranch = tables.call.test(mnemonic) || tables.jump.test(mnemonic);
    if (isBranch) return { mnemonic, operands: operands.map((operand) => indirect(operand)) };
    const ordered = keepsOrder.test(mnemonic) ? operands : operands.toReversed();
    return { mnemonic: suffixed(tables, mnemonic, ordered, width), operands: ordered };
  };
}

/** Both operands of these are constants, which AT&T syntax leaves in their order. */
const keepsOrder = /^enter$/;

function indirect(operand: Operand): Operand {
  return operand.kind === 'register' || operand.kind === 'memory' ? { ...operand, indirect: true } : operand;
}

/** The mnemonic with the suffix that stands for the size of its memory operand. */
function suffixed(
  tables: ModeTables,
  mnemonic: string,
  operands: readonly Operand[],
  width: number | undefined,
): string {
  const suffix = suffixes[width ?? 0];
  if (suffix === undefined) return mnemonic;
  const extension = /^mov([sz])xd?$/.exec(mnemonic);
  if (extension) return `mov${extension[1] ?? ''}${suffix}`;
  if (mnemonic === 'push' || mnemonic === 'pop') return width === 2 ? `${mnemonic}w` : mnemonic;
  if (
    tables.strings.has(mnemonic) &&
    operands.every((operand) => operand.kind !== 'register' || operand.width === width)
  ) {
    return mnemonic + suffix;
  }
  if (tables.exact.has(mnemonic) || !tables.sized.has(mnemonic)) return mnemonic;
  return suffix === 'q' && tables.bits === 32 ? mnemonic : mnemonic + suffix;
}

const suffixes: Readonly<Record<number, string>> = { 1: 'b', 2: 'w', 4: 'l', 8: 'q' };
