import type { OperandSyntax } from '../../arch/architecture';

/** Lexical classes inside an operand. */
export type LexemeKind =
  | 'register' // %rax, %%rax, x0
  | 'reference' // %[name], %w[name], %0
  | 'local' // 1f, 2b
  | 'integer'
  | 'word' // symbol, symbol@l; $t0 where addresses are written offset(base)
  | 'relocation' // :lo12:, %lo in front of (
  | 'string'
  | 'punctuation';

export interface Lexeme {
  readonly kind: LexemeKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** How the text around the operands was written. */
export interface LexicalForm {
  /** Extended asm: `%%` is a percent sign and `%x` a reference to an operand. */
  readonly template: boolean;
  readonly syntax: OperandSyntax;
  /** May a register be named without its sign? */
  readonly nakedRegisters: boolean;
}

const reference = /^%([A-Za-z]?)(?:\[([A-Za-z_]\w*)\]|(\d+))/;
const relocation = /^:[a-z][a-z0-9_]*:/;
const local = /^\d+[bf](?![\w.$])/;
const attLocal = /^\d+[bf](?:@[A-Za-z_]\w*)?(?![\w.$])/;
const integer = /^(?:0[xX][0-9a-fA-F]+|0[bB][01]+|\d+)/;
/** A `$` in front makes an immediate of what follows. */
const word = /^[A-Za-z_.\\][\w.$\\]*(?:@[A-Za-z_]\w*)*/;
const armWord = /^[A-Za-z_.\\][\w.$\\]*/;
/** `%lo(x)`; in extended asm its sign is doubled. What follows is no register's name: `%r1(`. */
const operator = /^%%?[a-z]\w*(?=\()/;
/** `$t0`, `$4` and `$L3`: the sign is a part of registers and of compilers' labels. */
const dollarWord = /^\$[\w.$]+/;
const string = /^"(?:[^"\\]|\\.)*"/;
const doubled = /^%%([A-Za-z]\w*(?:\(\d\))?)/;
const single = /^%([A-Za-z]\w*(?:\(\d\))?)/;
const shift = /^(?:<<|>>|&&|\|\||==|!=)/;

/** Splits the text of one operand. undefined: something in it belongs to no operand (a gap, a stray character). */
export function lexOperand(text: string, offset: number, form: LexicalForm): readonly Lexeme[] | undefined {
  const lexemes: Lexeme[] = [];
  let i = 0;
  while (i < text.length) {
    const rest = text.slice(i);
    const blank = /^(?:\s+|\/\*.*?\*\/)/.exec(rest);
    if (blank) {
      i += blank[0].length;
      continue;
    }
    const found = classify(rest, form);
    if (!found) return undefined;
    const [kind, length] = found;
    lexemes.push({ kind, text: rest.slice(0, length), start: offset + i, end: offset + i + length });
    i += length;
  }
  return lexemes;
}

function classify(rest: string, form: LexicalForm): readonly [LexemeKind, number] | undefined {
  if (form.syntax === 'offset-base') {
    const relocating = operator.exec(rest);
    if (relocating) return ['relocation', relocating[0].length];
    const named = dollarWord.exec(rest);
    if (named) return ['word', named[0].length];
  }
  const register = form.template ? doubled.exec(rest) : single.exec(rest);
  if (register) return ['register', register[0].length];
  const candidates: readonly (readonly [LexemeKind, RegExp])[] = [
    ...(form.template ? ([['reference', reference]] as const) : []),
    ['relocation', relocation],
    ['local', form.syntax === 'att' || form.syntax === 'intel' ? attLocal : local],
    ['integer', integer],
    ['word', form.syntax === 'arm' ? armWord : word],
    ['string', string],
    ['punctuation', shift],
  ];
  for (const [kind, pattern] of candidates) {
    const match = pattern.exec(rest);
    if (match) return [kind, match[0].length];
  }
  return /^[-+*/~!|&^<>()[\]{},:$#=@%']/.test(rest) ? ['punctuation', 1] : undefined;
}
