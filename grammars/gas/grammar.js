/**
 * GNU assembler text for every architecture: `.S` files after preprocessing (and before it, for highlighting), and the templates
 * of extended asm after the C string literals are decoded. One grammar: what a mnemonic means, which side is the destination and
 * what is a register are the architecture tables' business. U+E000 stands for text that could not be read (see README.md).
 */
const PREFIXES = ['lock', 'rep', 'repe', 'repne', 'repz', 'repnz', 'xacquire', 'xrelease', 'notrack', 'data16', 'bnd'];

module.exports = grammar({
  name: 'gas',
  extras: ($) => [/[ \t\r\f\v]/, $.comment],
  word: ($) => $.word,
  rules: {
    source_file: ($) => seq(repeat(seq(optional($._line), $._separator)), optional($._line)),
    _separator: () => choice('\n', ';'),
    _line: ($) => choice($.preproc, seq(repeat1($.label), optional($._statement)), $._statement),

    label: ($) => field('name', alias(choice($._named_label, $._numeric_label), $.label_name)),
    // The colon belongs to the token: `a : b` in an operand (a segment) can never be mistaken for a label.
    _named_label: () => token(prec(6, /("[^"\n]*"|[A-Za-z_.$\\][A-Za-z0-9_.$\\@]*|%\[[A-Za-z_]\w*\]|%c?\[[A-Za-z_]\w*\][A-Za-z0-9_.$]*)[ \t]*:/)),
    _numeric_label: () => token(prec(6, /[0-9]+[ \t]*:/)),

    _statement: ($) => choice($.directive, $.instruction, $.assignment, $.gap),
    assignment: ($) => seq(field('name', choice($.word, $.directive_name)), choice('=', '=='), field('value', $.operand)),
    directive: ($) => seq(field('name', $.directive_name), optional($._operands)),
    directive_name: () => token(prec(2, /\.[A-Za-z_][A-Za-z0-9_.]*/)),
    instruction: ($) =>
      choice(
        seq(repeat($.prefix), field('mnemonic', $.word), optional($._operands)),
        prec(-1, repeat1($.prefix)),
      ),
    prefix: () => token(prec(3, choice(...PREFIXES, ...PREFIXES.map((prefix) => prefix.toUpperCase())))),

    // An operand may be left out: `.p2align 4,,10`.
    _operands: ($) =>
      choice(seq($.operand, repeat(seq(',', optional($.operand)))), repeat1(seq(',', optional($.operand)))),
    operand: ($) => prec.right(repeat1($._atom)),
    _atom: ($) =>
      choice(
        $.immediate,
        $.memory,
        $.bracket,
        $.register_list,
        $.segment,
        $.register,
        $.template_ref,
        $.local_ref,
        $.integer,
        $.string,
        $.character,
        $.relocation,
        $.operator,
        $.gap,
        $.word,
        alias($.directive_name, $.word),
      ),
    immediate: ($) => prec(4, seq(choice('$', '#'), repeat($._sign), $._value)),
    _sign: ($) => alias(token.immediate(/[-~+]/), $.operator),
    _value: ($) =>
      choice($.register, $.template_ref, $.local_ref, $.integer, $.character, $.relocation, $.word, $.memory, alias($.directive_name, $.word)),
    memory: ($) => seq('(', optional($._inner), repeat(seq(',', optional($._inner))), ')'),
    bracket: ($) => seq('[', optional($._inner), repeat(seq(',', optional($._inner))), ']', optional('!')),
    register_list: ($) => seq('{', optional($._inner), repeat(seq(',', optional($._inner))), '}', optional('^')),
    _inner: ($) => repeat1($._atom),
    segment: ($) => prec(5, seq(choice($.register, $.template_ref), ':')),

    // `:lo12:x`, `%pcrel_hi(x)`: relocation operators. `x@GOTPCREL` is part of the word.
    relocation: ($) =>
      choice(
        token(prec(5, /:[a-z][a-z0-9_]*:/)),
        seq(
          token(prec(6, /%(hi|lo|highest|higher|pcrel_hi|pcrel_lo|got_pcrel_hi|got_pc_hi20|got_pc_lo12|pc_hi20|pc_lo12|gp_rel|got|call16|tprel_hi|tprel_lo|tprel_add|tls_ie_pcrel_hi|tls_gd_pcrel_hi|le_hi20|le_lo12|ie_pc_hi20|ie_pc_lo12|abs_hi20|abs_lo12)/)),
          $.memory,
        ),
      ),
    operator: () =>
      token(choice('+', '-', '*', '/', '~', '!', '<<', '>>', '|', '&', '^', '==', '!=', '<', '>', '&&', '||', '@', '?', '=', '\'', '%')),
    template_ref: () => token(prec(5, /%[a-zA-Z]?(\[[A-Za-z_][A-Za-z0-9_]*\]|[0-9]+)/)),
    register: () => token(prec(4, choice(/%%[A-Za-z][A-Za-z0-9]*(\([0-9]\))?/, /%[A-Za-z][A-Za-z0-9]*(\([0-9]\))?/, /\$[a-z][a-z0-9]*/, /\$[0-9]+/))),
    local_ref: () => token(prec(3, /[0-9]+[bf]/)),
    integer: () => token(prec(2, choice(/0[xX][0-9a-fA-F]+/, /0[bB][01]+/, /[0-9]+/))),
    string: () => token(seq('"', repeat(choice(/[^"\\\n]/, /\\[^\n]/)), '"')),
    character: () => token(prec(1, /'(\\.|[^\\\n'])'?/)),
    word: () => /[A-Za-z_.$\\][A-Za-z0-9_.$\\@]*/,
    gap: () => '\uE000',
    preproc: () =>
      token(prec(10, /#[ \t]*(if|ifdef|ifndef|elif|else|endif|define|undef|include|error|pragma|warning|line)([^\n\\]|\\[^\n]|\\\n)*/)),
    comment: () =>
      token(choice(seq('/*', /[^*]*\*+([^/*][^*]*\*+)*/, '/'), seq('//', /[^\n]*/), prec(1, /#[ \t#][^\n]*/), /@[ \t][^\n]*/)),
  },
});
