export type Language = 'c' | 'c++' | 'asm';

/** Bits of a character class: may begin a name, may continue a name or number, is a digit. */
export const START = 1;
export const CONTINUE = 2;
export const DIGIT = 4;

function characterClasses(dollar: boolean): Uint8Array {
  const classes = new Uint8Array(128);
  for (let code = 0; code < 128; code++) {
    const character = String.fromCharCode(code);
    if (/[A-Za-z_]/.test(character) || (dollar && character === '$')) classes[code] = START | CONTINUE;
    if (/[0-9]/.test(character)) classes[code] = CONTINUE | DIGIT;
  }
  return classes;
}

const CLASSES = characterClasses(true);
/** In assembler sources `$` begins an immediate operand and is no part of a name. */
const ASM_CLASSES = characterClasses(false);

const COMMON_PUNCTUATORS =
  '%:%: ... <<= >>= -> ++ -- << >> <= >= == != && || += -= *= /= %= &= ^= |= ## :: <: :> <% %> %: { } [ ] ( ) # ; : ? . ~ ! + - * / % ^ & | = < > ,';
const CPP_PUNCTUATORS = '->* <=> .*';

/** For each first character its punctuators, longest first. */
function punctuatorTable(list: string): (readonly string[] | undefined)[] {
  const table: string[][] = [];
  for (const punctuator of list.split(' ').sort((a, b) => b.length - a.length)) {
    (table[punctuator.charCodeAt(0)] ??= []).push(punctuator);
  }
  return table;
}

const C_TABLE = punctuatorTable(COMMON_PUNCTUATORS);
const CPP_TABLE = punctuatorTable(`${COMMON_PUNCTUATORS} ${CPP_PUNCTUATORS}`);

/** Classes of the ASCII characters, by code. */
export function characterTable(language: Language): Uint8Array {
  return language === 'asm' ? ASM_CLASSES : CLASSES;
}

/** The punctuators that begin with each character code, longest first. */
export function punctuatorsOf(language: Language): readonly (readonly string[] | undefined)[] {
  return language === 'c++' ? CPP_TABLE : C_TABLE;
}
