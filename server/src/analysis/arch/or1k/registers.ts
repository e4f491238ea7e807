import { plainRegisterUse, type RegisterUse } from '../registerUse';

/** The general register spelled as `text`, in either case: `r0` to `r31`. Source: OpenRISC 1000 Architecture Manual 1.4, 4.4, 16.2.2. */
export function registerNamed(text: string): string | undefined {
  const spelling = text.toLowerCase();
  const alias = aliases[spelling];
  if (alias !== undefined) return alias;
  return /^r(\d|[12]\d|3[01])$/.test(spelling) ? spelling : undefined;
}

/** Names that GNU as takes besides (cpu/or1korbis.cpu, h-gpr). */
const aliases: Readonly<Record<string, string>> = { sp: 'r1', fp: 'r2', lr: 'r9' };

/** r10 is the thread pointer; `flags`, `carry` and `acc` are no registers that GCC allocates. */
export const registerUse: RegisterUse = {
  ...plainRegisterUse,
  stackPointer: 'r1',
  fixed: new Set(['r0', 'r10', 'flags', 'carry', 'acc']),
};
