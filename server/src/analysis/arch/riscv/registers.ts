import { plainRegisterUse, type RegisterUse } from '../registerUse';

const names: ReadonlyMap<string, string> = registerNames();

/** Canonical name, that of the calling convention, of a RISC-V register. Source: RISC-V ELF psABI, "Register Convention". */
export function registerNamed(text: string): string | undefined {
  return names.get(text.toLowerCase());
}

/** Both spellings of every register: number and role (`x5`, `t0`), integer and floating point; vector registers have one. */
function registerNames(): ReadonlyMap<string, string> {
  const integer = 'zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6';
  const floating =
    'ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 fs10 fs11 ' +
    'ft8 ft9 ft10 ft11';
  const map = new Map<string, string>([['fp', 's0']]);
  for (const [file, list] of [
    ['x', integer],
    ['f', floating],
  ] as const) {
    for (const [number, name] of list.split(' ').entries()) map.set(name, name).set(`${file}${number}`, name);
  }
  for (let number = 0; number < 32; number++) map.set(`v${number}`, `v${number}`);
  return map;
}

export const registerUse: RegisterUse = {
  ...plainRegisterUse,
  stackPointer: 'sp',
  fixed: new Set(['zero', 'gp', 'tp']),
  // gcc/config/riscv/constraints.md
  banks: { f: 'float', v: 'vector' },
  otherClobbers: ['vl', 'vtype', 'vxrm', 'vxsat', 'frm', 'fflags', 'fcsr'],
};
