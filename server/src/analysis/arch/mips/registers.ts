import { plainRegisterUse, type RegisterUse } from '../registerUse';

/** Names of the integer registers after `$0`. Source: GCC mips.h, ADDITIONAL_REGISTER_NAMES; MIPSpro N32 ABI Handbook. */
const shared = 'zero at v0 v1 a0 a1 a2 a3';
const behind = 't8 t9 k0 k1 gp sp fp ra';
const saved = 's0 s1 s2 s3 s4 s5 s6 s7';
const numbering = {
  old: `${shared} t0 t1 t2 t3 t4 t5 t6 t7 ${saved} ${behind}`,
  new: `${shared} a4 a5 a6 a7 t0 t1 t2 t3 ${saved} ${behind}`,
};

/** Which names the registers `$8` to `$15` have: of o32, or of n32 and n64. */
export type Naming = keyof typeof numbering;

const names: Readonly<Record<Naming, ReadonlyMap<string, string>>> = {
  old: registerNames('old'),
  new: registerNames('new'),
};

/** Canonical name, the numbered one, of a MIPS register; its `$` is a part of the name. */
export function registerNamed(naming: Naming, text: string): string | undefined {
  return names[naming].get(text.toLowerCase());
}

function registerNames(naming: Naming): ReadonlyMap<string, string> {
  const map = new Map<string, string>([['$s8', '$30']]);
  for (const [number, name] of numbering[naming].split(' ').entries()) {
    map.set(`$${name}`, `$${number}`).set(`$${number}`, `$${number}`);
    map.set(`$f${number}`, `$f${number}`);
  }
  // Only what both assemblers take under the other ABI too.
  if (naming === 'new') for (const number of [0, 1, 2, 3]) map.set(`$ta${number}`, `$${8 + number}`);
  else for (const number of [0, 1, 2, 3]) map.set(`$ta${number}`, `$${12 + number}`);
  for (let number = 0; number < 8; number++) map.set(`$fcc${number}`, `$fcc${number}`);
  return map;
}

/** $1 is the assembler's, $26 and $27 are the kernel's. */
export const registerUse: RegisterUse = {
  ...plainRegisterUse,
  stackPointer: '$29',
  fixed: new Set(['$0', '$1', '$26', '$27', '$28', 'hi', 'lo']),
  // gcc/config/mips/constraints.md
  letters: { c: ['$25'] },
  banks: { f: 'float', x: 'product', l: 'product', h: 'product' },
  otherClobbers: ['hi', 'lo', 'accum'],
};
