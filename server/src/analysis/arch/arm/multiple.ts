import { makeAddress, registerAddress } from '../address';
import type { Address, Effect, MemoryAccess, Operand } from '../instruction';
import { makeEffect } from '../roles';
import { intoProgramCounter } from './flow';

/** What loads and stores of a list of registers do, `push` and `pop` among them; undefined: it is none, or not with these operands. */
export function lowerMultiple(mnemonic: string, operands: readonly Operand[]): Effect | undefined {
  const form = formOf(mnemonic);
  const transfer = form && transferOf(form, operands);
  if (!transfer) return undefined;
  const { base, writeBack, registers } = transfer;
  const moved = registers.filter((register) => register !== 'pc');
  const updated = writeBack ? [base] : [];
  const access: MemoryAccess = {
    mode: form.loads ? 'read' : 'write',
    address: addressOf(form, base, registers.length),
    ...(form.vector ? {} : { width: 4 * registers.length }),
  };
  const effect = makeEffect({
    reads: form.loads ? [base] : [...moved, base],
    writes: form.loads ? [...moved, ...updated] : updated,
    accesses: [access],
  });
  return form.loads && registers.includes('pc') ? intoProgramCounter(effect, base === 'sp') : effect;
}

/** Where the list lies: behind or before the base, with or without a gap of one word. */
type Mode = 'ia' | 'ib' | 'da' | 'db';

interface MultipleForm {
  readonly loads: boolean;
  readonly mode: Mode;
  readonly vector: boolean;
  /** On the stack, with write-back. */
  readonly stack: boolean;
}

/** `ed` and the like say how a stack grows: whether its pointer points to the last item (full) or behind it (empty). */
const stackModes: Readonly<Record<string, Readonly<{ load: Mode; store: Mode }>>> = {
  fd: { load: 'ia', store: 'db' },
  ed: { load: 'ib', store: 'da' },
  fa: { load: 'da', store: 'ib' },
  ea: { load: 'db', store: 'ia' },
};

function formOf(mnemonic: string): MultipleForm | undefined {
  const [, v, verb, suffix = ''] = /^(v)?(ldm|stm|push|pop)([id][ab]|[fe][ad])?$/.exec(mnemonic) ?? [];
  if (verb === undefined) return undefined;
  const stack = verb === 'push' || verb === 'pop';
  if (stack && suffix !== '') return undefined;
  const loads = verb === 'ldm' || verb === 'pop';
  const named = stackModes[stack ? 'fd' : suffix]?.[loads ? 'load' : 'store'];
  return { loads, mode: named ?? ((suffix || 'ia') as Mode), vector: v !== undefined, stack };
}

interface Transfer {
  readonly base: string;
  readonly writeBack: boolean;
  readonly registers: readonly string[];
}

function transferOf(form: MultipleForm, operands: readonly Operand[]): Transfer | undefined {
  const list = operands.at(-1);
  if (list?.kind !== 'list' || list.registers.length === 0 || operands.length !== (form.stack ? 1 : 2))
    return undefined;
  const { registers } = list;
  if (form.stack) return { base: 'sp', writeBack: true, registers };
  const [pointer] = operands;
  if (pointer?.kind === 'register') return { base: pointer.register, writeBack: false, registers };
  const base = pointer?.kind === 'memory' && pointer.writeBack ? pointer.address.base : undefined;
  return base === undefined ? undefined : { base, writeBack: true, registers };
}

function addressOf({ mode, vector }: MultipleForm, base: string, count: number): Address {
  if (mode === 'ia') return registerAddress(base);
  // How many bytes vector registers have is not in the list.
  if (vector) return makeAddress({ base, displacement: undefined }, mode);
  const bytes = BigInt(4 * count);
  return registerAddress(base, { ib: 4n, da: 4n - bytes, db: -bytes }[mode]);
}
