import { plainRegisterUse, type RegisterUse } from '../registerUse';

const names: ReadonlyMap<string, string> = registerNames();

/**
 * Canonical name, the numbered one, of a LoongArch register; its `$` is a part of the name. Source: LoongArch ELF psABI, "Register
 * Convention".
 */
export function registerNamed(text: string): string | undefined {
  return names.get(text.toLowerCase());
}

function registerNames(): ReadonlyMap<string, string> {
  const integer = 'zero ra tp sp a0 a1 a2 a3 a4 a5 a6 a7 t0 t1 t2 t3 t4 t5 t6 t7 t8 u0 fp s0 s1 s2 s3 s4 s5 s6 s7 s8';
  const map = new Map<string, string>([['$s9', '$r22']]);
  for (const [number, name] of integer.split(' ').entries()) {
    map.set(`$${name}`, `$r${number}`).set(`$r${number}`, `$r${number}`);
    const role = number < 8 ? `fa${number}` : number < 24 ? `ft${number - 8}` : `fs${number - 24}`;
    map.set(`$${role}`, `$f${number}`).set(`$f${number}`, `$f${number}`);
    map.set(`$vr${number}`, `$f${number}`).set(`$xr${number}`, `$f${number}`);
  }
  for (let number = 0; number < 8; number++) map.set(`$fcc${number}`, `$fcc${number}`);
  for (let number = 0; number < 4; number++) map.set(`$fcsr${number}`, '$fcsr');
  return map;
}

/** $r21 belongs to the ABI, which leaves its use open. */
export const registerUse: RegisterUse = {
  ...plainRegisterUse,
  stackPointer: '$r3',
  fixed: new Set(['$r0', '$r2', '$r21', '$fcsr']),
  // gcc/config/loongarch/constraints.md
  banks: { f: 'float' },
};
