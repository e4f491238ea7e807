import { plainRegisterUse, type RegisterUse } from '../registerUse';

/** Canonical names and sizes of x86 registers, by every spelling without `%`. Source: Intel SDM volume 1, 3.4 and 10 to 15. */
export interface Register {
  readonly name: string;
  /** Bytes. */
  readonly width: number;
}

/** The register of 64-bit mode spelled as `text`, in either case. */
export function registerNamed(text: string): Register | undefined {
  return registers.get(normal(text));
}

/** The register of 32-bit mode spelled as `text`, in either case. */
export function legacyRegisterNamed(text: string): Register | undefined {
  return legacyRegisters.get(normal(text));
}

function normal(text: string): string {
  return text.toLowerCase().replace(/^st\((\d)\)$/, 'st$1');
}

const registers: ReadonlyMap<string, Register> = new Map(spellings());
const legacyRegisters: ReadonlyMap<string, Register> = new Map(
  [...registers]
    .filter(([text]) => !/^(r|eip|(si|di|bp|sp)l$|[xyz]mm([89]|\d\d))/.test(text))
    .map(([text, { name, width }]) => [text, { name: name.replace(/^r(?=..$)/, 'e'), width }]),
);

function* spellings(): Generator<readonly [string, Register]> {
  for (const letter of ['a', 'b', 'c', 'd']) {
    yield* sizes(`r${letter}x`, [`r${letter}x`, `e${letter}x`, `${letter}x`, `${letter}l`]);
    yield [`${letter}h`, { name: `r${letter}x`, width: 1 }];
  }
  for (const stem of ['si', 'di', 'bp', 'sp']) yield* sizes(`r${stem}`, [`r${stem}`, `e${stem}`, stem, `${stem}l`]);
  for (let n = 8; n < 16; n++) yield* sizes(`r${n}`, [`r${n}`, `r${n}d`, `r${n}w`, `r${n}b`]);
  yield* sizes('rip', ['rip', 'eip']);
  yield* sizes('riz', ['riz', 'eiz']);
  for (const segment of ['cs', 'ds', 'es', 'fs', 'gs', 'ss']) yield [segment, { name: segment, width: 2 }];
  for (let n = 0; n < 32; n++) {
    for (const [letter, width] of [
      ['x', 16],
      ['y', 32],
      ['z', 64],
    ] as const) {
      yield [`${letter}mm${n}`, { name: `xmm${n}`, width }];
    }
  }
  for (let n = 0; n < 8; n++) {
    yield [`mm${n}`, { name: `mm${n}`, width: 8 }];
    yield [`k${n}`, { name: `k${n}`, width: 8 }];
    yield [`st${n}`, { name: `st${n}`, width: 10 }];
  }
  yield ['st', { name: 'st0', width: 10 }];
}

/** Spellings from the widest down: 8, 4, 2 and 1 bytes. */
function* sizes(name: string, texts: readonly string[]): Generator<readonly [string, Register]> {
  for (const [position, text] of texts.entries()) yield [text, { name, width: 8 >> position }];
}

/** Registers with a meaning of their own; x87 and MMX registers are a stack that no compiler keeps values in. */
const special = 'rip riz eip eiz cs ds es fs gs ss st0 st1 st2 st3 st4 st5 st6 st7 mm0 mm1 mm2 mm3 mm4 mm5 mm6 mm7';

/** GCC takes the flags for changed by every asm statement (ix86_md_asm_adjust). */
export const registerUse: RegisterUse = registerUseOf((text) => registers.get(text)?.name ?? text);
export const legacyRegisterUse: RegisterUse = registerUseOf((text) => text.replace(/^r(?=..$)/, 'e'));

function registerUseOf(native: (text: string) => string): RegisterUse {
  const letters = { a: 'rax', b: 'rbx', c: 'rcx', d: 'rdx', S: 'rsi', D: 'rdi', A: 'rax rdx' };
  return {
    ...plainRegisterUse,
    stackPointer: native('rsp'),
    fixed: new Set([...special.split(' '), 'flags']),
    // gcc/config/i386/constraints.md
    letters: Object.fromEntries(
      Object.entries(letters).map(([letter, names]) => [letter, names.split(' ').map(native)]),
    ),
    banks: { x: 'vector', v: 'vector', Y: 'vector', y: 'mmx', t: 'x87', u: 'x87', f: 'x87', k: 'mask' },
    otherClobbers: ['dirflag', 'fpcr', 'fpsr', 'flags', 'mxcsr'],
  };
}
