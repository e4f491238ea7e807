import { plainRegisterUse, type RegisterUse, singleCondition } from '../registerUse';

/** Canonical names and sizes of 32-bit Arm's registers. Source: Arm ARM (DDI 0406), A2.3; AAPCS32, 6.1 for the other names. */
export interface Register {
  /** `r0` to `r12`, `sp`, `lr`, `pc`; `q0` to `q15`, of which `s` and `d` registers are parts. */
  readonly name: string;
  /** Bytes. */
  readonly width: number;
}

/** The register spelled as `text`, in either case. */
export function registerNamed(text: string): Register | undefined {
  return registers.get(text.toLowerCase());
}

const registers: ReadonlyMap<string, Register> = new Map(spellings());

function* spellings(): Generator<readonly [string, Register]> {
  const last = { r13: 'sp', r14: 'lr', r15: 'pc' };
  for (let n = 0; n < 13; n++) yield core(`r${n}`, `r${n}`);
  for (const [number, name] of Object.entries(last)) yield* [core(number, name), core(name, name)];
  for (let n = 1; n <= 4; n++) yield core(`a${n}`, `r${n - 1}`);
  for (let n = 1; n <= 8; n++) yield core(`v${n}`, `r${n + 3}`);
  for (const [text, name] of Object.entries({ sb: 'r9', sl: 'r10', fp: 'r11', ip: 'r12' })) yield core(text, name);
  for (let n = 0; n < 32; n++) {
    yield [`s${n}`, { name: `q${n >> 2}`, width: 4 }];
    yield [`d${n}`, { name: `q${n >> 1}`, width: 8 }];
  }
  for (let n = 0; n < 16; n++) yield [`q${n}`, { name: `q${n}`, width: 16 }];
}

function core(text: string, name: string): readonly [string, Register] {
  return [text, { name, width: 4 }];
}

export const registerUse: RegisterUse = {
  ...plainRegisterUse,
  stackPointer: 'sp',
  fixed: new Set(['pc', 'flags']),
  conditions: singleCondition,
  // gcc/config/arm/constraints.md
  letters: { k: ['sp'] },
  banks: { w: 'vector', t: 'vector', x: 'vector', y: 'vector' },
  otherClobbers: ['vfpcc', 'apsrq', 'apsrge'],
  // AAPCS32, 5.1.1: IP
  veneers: ['r12'],
};
