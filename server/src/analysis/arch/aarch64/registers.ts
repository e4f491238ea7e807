import { plainRegisterUse, type RegisterUse, singleCondition } from '../registerUse';

/** Canonical names and sizes of AArch64 registers. Source: Arm ARM (DDI 0487), B1.2.1 and C1.2.5. */
export interface Register {
  /** `x0` to `x30`, `sp`, `xzr`, `v0` to `v31`. */
  readonly name: string;
  /** Bytes; undefined for a vector register without arrangement. */
  readonly width: number | undefined;
}

/** The register spelled as `text`, in either case, with or without a vector arrangement or lane (`v0.16b`, `v1.d[0]`). */
export function registerNamed(text: string): Register | undefined {
  const spelling = text.toLowerCase();
  const special = specials.get(spelling);
  if (special) return special;
  const match = /^([xwbhsdqv])(\d|[12]\d|3[01])(?:\.(\d*)([bhsdq])(?:\[\d+\])?)?$/.exec(spelling);
  if (!match) return undefined;
  const [, letter = '', number = '', lanes, lane] = match;
  if (letter === 'v') return { name: `v${number}`, width: vectorWidth(lanes, lane) };
  if (lane !== undefined) return undefined;
  if (letter === 'x' || letter === 'w')
    return number === '31' ? undefined : { name: `x${number}`, width: widths[letter] };
  return { name: `v${number}`, width: widths[letter] };
}

const widths: Readonly<Record<string, number>> = { x: 8, w: 4, b: 1, h: 2, s: 4, d: 8, q: 16 };

const specials: ReadonlyMap<string, Register> = new Map<string, Register>([
  ['sp', { name: 'sp', width: 8 }],
  ['wsp', { name: 'sp', width: 4 }],
  ['xzr', { name: 'xzr', width: 8 }],
  ['wzr', { name: 'xzr', width: 4 }],
  ['lr', { name: 'x30', width: 8 }],
  ['fp', { name: 'x29', width: 8 }],
  ['ip0', { name: 'x16', width: 8 }],
  ['ip1', { name: 'x17', width: 8 }],
]);

/** Bytes of `.16b` or of the lane `.d[1]`; undefined for a bare `v0`. */
function vectorWidth(lanes: string | undefined, lane: string | undefined): number | undefined {
  const element = lane === undefined ? undefined : widths[lane];
  return element === undefined ? undefined : element * Number(lanes === '' ? 1 : lanes);
}

export const registerUse: RegisterUse = {
  ...plainRegisterUse,
  stackPointer: 'sp',
  fixed: new Set(['xzr', 'flags']),
  conditions: singleCondition,
  // gcc/config/aarch64/constraints.md
  letters: { k: ['sp'] },
  banks: { w: 'vector', x: 'vector', y: 'vector' },
  otherClobbers: ['fpsr', 'fpcr', 'ffr', 'vg', 'za'],
  // AAPCS64, 6.1.1: IP0 and IP1
  veneers: ['x16', 'x17'],
};
