/**
 * Text of the GNU assembler, for every architecture at once: `.S` and `.s` files, and templates of extended asm after their
 * string literals were decoded. One permissive grammar: it finds statements, labels and the shape of operands, and leaves what
 * depends on the architecture (operand order, register names, effects) to the tables that read the tree. See README.md.
 */

/** Letters of symbol names; gas takes every byte above 127 as one. U+E000 is the gap marker and stays out. */
const LETTER = 'A-Za-z_\\u00A0-\\uD7FF\\uF900-\\uFFFD\\u{10000}-\\u{10FFFF}';

/** What continues a name: `\arg`, `\()` and `\@` of macro bodies, and `%=` of templates, are parts of it. */
const TAIL = `(?:[${LETTER}0-9.$]|\\\\[A-Za-z_0-9@]|\\\\\\(\\)|%=)*`;

/** `@PLT`, `@toc@ha`: relocation specifiers behind a symbol. */
const SPECIFIERS = '(?:@[A-Za-z_][A-Za-z0-9_]*)*';

const HEAD = `(?:[${LETTER}]|\\\\[A-Za-z_@]|\\\\\\(\\))`;

/** Registers of MIPS and LoongArch, whose sigil is that of x86's immediates. */
const DOLLAR_REGISTER =
  /\$(zero|at|v[01]|a[0-7]|t[0-9]|s[0-9]|k[01]|gp|sp|fp|ra|tp|r[0-9]+|f[0-9]+|fa[0-7]|ft[0-9]+|fs[0-7]|fcc[0-7])/;

/** x86's; elsewhere no mnemonic is spelled like one. */
const PREFIXES = 'lock rep repe repne repz repnz xacquire xrelease notrack bnd data16 data32 addr32 rex64'.split(' ');

const OPERATORS = '+ - * / % ~ ! << >> | & ^ != <> < > <= >= && || ?'.split(' ');

module.exports = grammar({
  name: 'gas',

  extras: ($) => [/[ \t\r\f\v]/, /\\\r?\n/, $.comment],

  word: ($) => $.word,

  inline: ($) => [$._name],

  // `L(done):` and `ENTRY(done)` differ at the colon.
  conflicts: ($) => [[$._word, $.macro_call]],

  rules: {
    source_file: ($) => seq(repeat(seq(optional($._line), $._end)), optional($._line)),

    /** With a bare `#` of a comment that says nothing; behind a word it would be a sigil. */
    _end: (_) => choice('\n', ';', /#\r?\n/),

    _line: ($) =>
      choice($.preproc, $._full_statement, seq(repeat1(choice($.label, $.gap)), optional($._full_statement))),

    _full_statement: ($) =>
      choice(
        seq(choice($.directive, $.instruction, $.assignment), optional(alias($._tail_comment, $.comment))),
        alias($._line_comment, $.comment),
      ),

    // ---- statements

    label: ($) =>
      seq(
        field(
          'name',
          choice(
            $._name,
            $.integer,
            $.string,
            $.template_ref,
            $.gap,
            alias($.prefix, $.word),
            alias($._dollar_name, $.word),
            $.macro_call,
          ),
        ),
        ':',
      ),

    /** In a file that was not preprocessed. */
    macro_call: ($) => seq($.word, choice($.memory, $.group)),

    /** MIPS compilers name local labels `$L3`. */
    _dollar_name: (_) => new RegExp(`\\$[${LETTER}0-9]${TAIL}`, 'u'),

    assignment: ($) => seq(field('name', $._name), $._equals, field('value', $.operand)),

    directive: ($) => seq(field('name', $.directive_name), optional($._operands)),

    instruction: ($) =>
      choice(
        seq(repeat($.prefix), field('mnemonic', $.mnemonic), optional($._operands)),
        // `lock;` or `rep` on its own: it belongs to the next instruction.
        repeat1($.prefix),
        // The mnemonic was left out, its operands were not.
        seq(field('mnemonic', $.gap), ',', optional($._operands)),
      ),

    prefix: (_) =>
      choice(...PREFIXES, ...PREFIXES.map((name) => name.toUpperCase()), token(prec(1, /\{[a-z][a-z0-9_]*\}/))),

    /** PowerPC's `std%U[v]%X[v]` and x86's `mov%z0` end in references, PowerPC's `bne-` in a hint. */
    mnemonic: ($) =>
      seq($._word, repeat(alias($._glued_template_ref, $.template_ref)), optional(token.immediate(prec(2, /[-+]/)))),

    _word: ($) => $.word,

    _name: ($) => choice($.word, alias($.directive_name, $.word)),

    preproc: (_) =>
      token(
        choice(
          /#[ \t]*(if|ifdef|ifndef|elif|elifdef|elifndef|else|endif|define|undef|include|include_next|error|pragma|warning|line|ident)([^A-Za-z0-9_\n\\]([^\n\\]|\\[^\n]|\\\r?\n)*)?/,
          // The markers that `cpp` leaves.
          /#[ \t]*[0-9]+[ \t]+"[^\n]*/,
        ),
      ),

    /** Where a statement may begin, neither `#` nor `@` can be anything but a comment. */
    _line_comment: (_) => token(/[#@][^\n]*/),

    comment: (_) =>
      token(
        choice(
          seq('/*', /[^*]*\*+([^/*][^*]*\*+)*/, '/'),
          /\/\/[^\n]*/,
          // Certainly comments: `#8` may be an immediate, `@function` a type.
          /#[ \t#!*,][^\n]*/,
          /@[ \t][^\n]*/,
        ),
      ),

    /** Behind an operand that nothing with `#` or `@` can continue. */
    _tail_comment: (_) => token(prec(-1, /[#@][^\n]*/)),

    gap: (_) => /\uE000+/,

    // ---- operands

    _operands: ($) =>
      choice(
        seq(field('operand', alias($._first_operand, $.operand)), repeat($._next_operand)),
        repeat1($._next_operand),
      ),

    _next_operand: ($) => seq(',', optional(field('operand', $.operand))),

    /** `x =y` is an assignment, so the first operand of a statement cannot begin with `=`. */
    _first_operand: ($) => $._atoms,

    operand: ($) => choice($._atoms, alias($._literal, $.immediate)),

    _literal: ($) => prec.right(seq('=', $._atoms)),

    _atoms: ($) => prec.right(seq($._head, repeat($._next))),

    _head: ($) =>
      choice(
        $._tight,
        $._open,
        $._open_with_immediate,
        alias($._dollar_immediate, $.immediate),
        alias($._hash_immediate, $.immediate),
        alias($._type, $.modifier),
      ),

    /**
     * `lsl #3` and `- #3`: behind the first part of an operand, only a word or an operator may have an immediate with `#` after
     * it. Elsewhere `#` begins a comment, and so does `@`.
     */
    _next: ($) =>
      choice(
        $._tight,
        $._open,
        $._open_with_immediate,
        alias($._dollar_immediate, $.immediate),
        alias($._equals, $.operator),
        alias($._specifier, $.modifier),
      ),

    _open: ($) => choice($.word, $.operator, $.gap),

    _open_with_immediate: ($) => seq($._open, alias($._hash_immediate, $.immediate)),

    _tight: ($) =>
      choice(
        $.register,
        $.template_ref,
        $.memory,
        $.group,
        $.bracket,
        $.reglist,
        $.segment,
        $.modifier,
        $.local_ref,
        $.integer,
        $.char,
        $.string,
      ),

    /** All up to the end of the operand: `$sym+8`, `#:lo12:sym`. */
    _dollar_immediate: ($) => prec.right(seq('$', repeat1($._of_immediate))),
    _hash_immediate: ($) => prec.right(seq('#', repeat1($._of_immediate))),
    _of_immediate: ($) => choice($._tight, $._open, alias($._equals, $.operator), alias($._specifier, $.modifier)),

    memory: ($) =>
      seq(
        '(',
        choice(
          optional(field('base', $._plain)),
          seq(
            optional(field('base', $._slot)),
            ',',
            optional(field('index', $._slot)),
            optional(seq(',', optional(field('scale', $._slot)), repeat(seq(',', optional($._slot))))),
          ),
        ),
        ')',
      ),

    group: ($) => seq('(', choice($._compound, alias($._several, $.expression)), ')'),

    bracket: ($) =>
      prec.right(
        seq(
          '[',
          optional(
            seq(
              optional(field('base', $._slot)),
              optional(
                seq(
                  ',',
                  optional(field('offset', $._slot)),
                  optional(seq(',', optional(field('extend', $._slot)), repeat(seq(',', optional($._slot))))),
                ),
              ),
            ),
          ),
          ']',
          optional(field('writeback', '!')),
        ),
      ),

    reglist: ($) => prec.right(seq('{', optional(seq($._slot, repeat(seq(',', $._slot)))), '}', optional('^'))),

    _slot: ($) => choice($._plain, $._compound, alias($._several, $.expression)),

    _several: ($) => prec.right(choice($._open_with_immediate, seq($._head, repeat1($._next)))),

    /** What alone in parentheses is an address. */
    _plain: ($) =>
      choice(
        $.register,
        $.template_ref,
        alias($._dollar_immediate, $.immediate),
        alias($._hash_immediate, $.immediate),
        $.integer,
        $.word,
        $.gap,
      ),

    /** What alone in parentheses is none. */
    _compound: ($) =>
      choice($.memory, $.group, $.bracket, $.reglist, $.segment, $.modifier, $.local_ref, $.char, $.string, $.operator),

    segment: ($) => prec(1, seq(choice($.register, $.template_ref, $.word), ':')),

    modifier: (_) =>
      token(
        choice(
          // ARM's `:lo12:`
          /:[a-z][a-z0-9_]*:/,
          // RISC-V's, MIPS's and LoongArch's `%pcrel_hi(...)`
          /%%?(hi|lo|higher|highest|got|neg|half|call16|[a-z]+(_[a-z0-9]+)+)/,
        ),
      ),

    /** `@progbits`, `@function`, and MIPS's `@0x7000001e`. */
    _type: (_) => /@[A-Za-z0-9_]+/,

    /** PowerPC's `(3b)@highest`; behind a name it is a part of the name. */
    _specifier: (_) => token.immediate(new RegExp(`${SPECIFIERS.slice(0, -1)}+`)),

    template_ref: (_) =>
      token(choice(/%[A-Za-z]?\[[A-Za-z_][A-Za-z0-9_]*\]/, /%[0-9]+/, /%[a-eg-qs-uw-zA-Z][0-9]+/, '%=')),

    register: (_) =>
      token(
        choice(/%%?st\([0-7]\)/, /%%[A-Za-z][A-Za-z0-9]*/, /%[rfv][0-9]+/, /%[A-Za-z][A-Za-z0-9]*/, DOLLAR_REGISTER),
      ),

    _glued_template_ref: (_) => token.immediate(prec(2, /%[A-Za-z]?(\[[A-Za-z_][A-Za-z0-9_]*\]|[0-9]+)/)),

    local_ref: (_) => /[0-9]+[bf]/,

    integer: (_) => /0[xX][0-9a-fA-F]+[uUlL]*|0[bB][01]+|[0-9]+[uUlL]*|[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?/,

    char: (_) => token(/'(\\.|[^\\\n])'?/),

    string: (_) => token(/"([^"\\\n]|\\[^\n])*"/),

    /** Never the first of an operand, where `x = y` is an assignment. */
    _equals: (_) => choice('=', '=='),

    operator: (_) => choice(...OPERATORS),

    directive_name: (_) => token(prec(1, new RegExp(`\\.${HEAD}${TAIL}${SPECIFIERS}`, 'u'))),

    word: (_) => token(new RegExp(`(?:${HEAD}|\\.)${TAIL}${SPECIFIERS}`, 'u')),
  },
});
