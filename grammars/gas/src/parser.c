#include "tree_sitter/parser.h"

#if defined(__GNUC__) || defined(__clang__)
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#endif

#define LANGUAGE_VERSION 14
#define STATE_COUNT 74
#define LARGE_STATE_COUNT 5
#define SYMBOL_COUNT 62
#define ALIAS_COUNT 0
#define TOKEN_COUNT 35
#define EXTERNAL_TOKEN_COUNT 0
#define FIELD_COUNT 3
#define MAX_ALIAS_SEQUENCE_LENGTH 5
#define PRODUCTION_ID_COUNT 6

enum ts_symbol_identifiers {
  sym_word = 1,
  anon_sym_LF = 2,
  anon_sym_SEMI = 3,
  sym__named_label = 4,
  sym__numeric_label = 5,
  anon_sym_EQ = 6,
  anon_sym_EQ_EQ = 7,
  sym_directive_name = 8,
  sym_prefix = 9,
  anon_sym_COMMA = 10,
  anon_sym_DOLLAR = 11,
  anon_sym_POUND = 12,
  aux_sym__sign_token1 = 13,
  anon_sym_LPAREN = 14,
  anon_sym_RPAREN = 15,
  anon_sym_LBRACK = 16,
  anon_sym_RBRACK = 17,
  anon_sym_BANG = 18,
  anon_sym_LBRACE = 19,
  anon_sym_RBRACE = 20,
  anon_sym_CARET = 21,
  anon_sym_COLON = 22,
  aux_sym_relocation_token1 = 23,
  aux_sym_relocation_token2 = 24,
  sym_operator = 25,
  sym_template_ref = 26,
  sym_register = 27,
  sym_local_ref = 28,
  sym_integer = 29,
  sym_string = 30,
  sym_character = 31,
  sym_gap = 32,
  sym_preproc = 33,
  sym_comment = 34,
  sym_source_file = 35,
  sym__separator = 36,
  sym__line = 37,
  sym_label = 38,
  sym__statement = 39,
  sym_assignment = 40,
  sym_directive = 41,
  sym_instruction = 42,
  sym__operands = 43,
  sym_operand = 44,
  sym__atom = 45,
  sym_immediate = 46,
  sym__sign = 47,
  sym__value = 48,
  sym_memory = 49,
  sym_bracket = 50,
  sym_register_list = 51,
  aux_sym__inner = 52,
  sym_segment = 53,
  sym_relocation = 54,
  aux_sym_source_file_repeat1 = 55,
  aux_sym__line_repeat1 = 56,
  aux_sym_instruction_repeat1 = 57,
  aux_sym__operands_repeat1 = 58,
  aux_sym_operand_repeat1 = 59,
  aux_sym_immediate_repeat1 = 60,
  aux_sym_memory_repeat1 = 61,
};

static const char * const ts_symbol_names[] = {
  [ts_builtin_sym_end] = "end",
  [sym_word] = "word",
  [anon_sym_LF] = "\n",
  [anon_sym_SEMI] = ";",
  [sym__named_label] = "label_name",
  [sym__numeric_label] = "label_name",
  [anon_sym_EQ] = "=",
  [anon_sym_EQ_EQ] = "==",
  [sym_directive_name] = "directive_name",
  [sym_prefix] = "prefix",
  [anon_sym_COMMA] = ",",
  [anon_sym_DOLLAR] = "$",
  [anon_sym_POUND] = "#",
  [aux_sym__sign_token1] = "operator",
  [anon_sym_LPAREN] = "(",
  [anon_sym_RPAREN] = ")",
  [anon_sym_LBRACK] = "[",
  [anon_sym_RBRACK] = "]",
  [anon_sym_BANG] = "!",
  [anon_sym_LBRACE] = "{",
  [anon_sym_RBRACE] = "}",
  [anon_sym_CARET] = "^",
  [anon_sym_COLON] = ":",
  [aux_sym_relocation_token1] = "relocation_token1",
  [aux_sym_relocation_token2] = "relocation_token2",
  [sym_operator] = "operator",
  [sym_template_ref] = "template_ref",
  [sym_register] = "register",
  [sym_local_ref] = "local_ref",
  [sym_integer] = "integer",
  [sym_string] = "string",
  [sym_character] = "character",
  [sym_gap] = "gap",
  [sym_preproc] = "preproc",
  [sym_comment] = "comment",
  [sym_source_file] = "source_file",
  [sym__separator] = "_separator",
  [sym__line] = "_line",
  [sym_label] = "label",
  [sym__statement] = "_statement",
  [sym_assignment] = "assignment",
  [sym_directive] = "directive",
  [sym_instruction] = "instruction",
  [sym__operands] = "_operands",
  [sym_operand] = "operand",
  [sym__atom] = "_atom",
  [sym_immediate] = "immediate",
  [sym__sign] = "_sign",
  [sym__value] = "_value",
  [sym_memory] = "memory",
  [sym_bracket] = "bracket",
  [sym_register_list] = "register_list",
  [aux_sym__inner] = "_inner",
  [sym_segment] = "segment",
  [sym_relocation] = "relocation",
  [aux_sym_source_file_repeat1] = "source_file_repeat1",
  [aux_sym__line_repeat1] = "_line_repeat1",
  [aux_sym_instruction_repeat1] = "instruction_repeat1",
  [aux_sym__operands_repeat1] = "_operands_repeat1",
  [aux_sym_operand_repeat1] = "operand_repeat1",
  [aux_sym_immediate_repeat1] = "immediate_repeat1",
  [aux_sym_memory_repeat1] = "memory_repeat1",
};

static const TSSymbol ts_symbol_map[] = {
  [ts_builtin_sym_end] = ts_builtin_sym_end,
  [sym_word] = sym_word,
  [anon_sym_LF] = anon_sym_LF,
  [anon_sym_SEMI] = anon_sym_SEMI,
  [sym__named_label] = sym__named_label,
  [sym__numeric_label] = sym__named_label,
  [anon_sym_EQ] = anon_sym_EQ,
  [anon_sym_EQ_EQ] = anon_sym_EQ_EQ,
  [sym_directive_name] = sym_directive_name,
  [sym_prefix] = sym_prefix,
  [anon_sym_COMMA] = anon_sym_COMMA,
  [anon_sym_DOLLAR] = anon_sym_DOLLAR,
  [anon_sym_POUND] = anon_sym_POUND,
  [aux_sym__sign_token1] = sym_operator,
  [anon_sym_LPAREN] = anon_sym_LPAREN,
  [anon_sym_RPAREN] = anon_sym_RPAREN,
  [anon_sym_LBRACK] = anon_sym_LBRACK,
  [anon_sym_RBRACK] = anon_sym_RBRACK,
  [anon_sym_BANG] = anon_sym_BANG,
  [anon_sym_LBRACE] = anon_sym_LBRACE,
  [anon_sym_RBRACE] = anon_sym_RBRACE,
  [anon_sym_CARET] = anon_sym_CARET,
  [anon_sym_COLON] = anon_sym_COLON,
  [aux_sym_relocation_token1] = aux_sym_relocation_token1,
  [aux_sym_relocation_token2] = aux_sym_relocation_token2,
  [sym_operator] = sym_operator,
  [sym_template_ref] = sym_template_ref,
  [sym_register] = sym_register,
  [sym_local_ref] = sym_local_ref,
  [sym_integer] = sym_integer,
  [sym_string] = sym_string,
  [sym_character] = sym_character,
  [sym_gap] = sym_gap,
  [sym_preproc] = sym_preproc,
  [sym_comment] = sym_comment,
  [sym_source_file] = sym_source_file,
  [sym__separator] = sym__separator,
  [sym__line] = sym__line,
  [sym_label] = sym_label,
  [sym__statement] = sym__statement,
  [sym_assignment] = sym_assignment,
  [sym_directive] = sym_directive,
  [sym_instruction] = sym_instruction,
  [sym__operands] = sym__operands,
  [sym_operand] = sym_operand,
  [sym__atom] = sym__atom,
  [sym_immediate] = sym_immediate,
  [sym__sign] = sym__sign,
  [sym__value] = sym__value,
  [sym_memory] = sym_memory,
  [sym_bracket] = sym_bracket,
  [sym_register_list] = sym_register_list,
  [aux_sym__inner] = aux_sym__inner,
  [sym_segment] = sym_segment,
  [sym_relocation] = sym_relocation,
  [aux_sym_source_file_repeat1] = aux_sym_source_file_repeat1,
  [aux_sym__line_repeat1] = aux_sym__line_repeat1,
  [aux_sym_instruction_repeat1] = aux_sym_instruction_repeat1,
  [aux_sym__operands_repeat1] = aux_sym__operands_repeat1,
  [aux_sym_operand_repeat1] = aux_sym_operand_repeat1,
  [aux_sym_immediate_repeat1] = aux_sym_immediate_repeat1,
  [aux_sym_memory_repeat1] = aux_sym_memory_repeat1,
};

static const TSSymbolMetadata ts_symbol_metadata[] = {
  [ts_builtin_sym_end] = {
    .visible = false,
    .named = true,
  },
  [sym_word] = {
    .visible = true,
    .named = true,
  },
  [anon_sym_LF] = {
    .visible = true,
    .named = false,
  },
  [anon_sym_SEMI] = {
    .visible = true,
    .named = false,
  },
  [sym__named_label] = {
    .visible = true,
    .named = true,
  },
  [sym__numeric_label] = {
    .visible = true,
    .named = true,
  },
  [anon_sym_EQ] = {
    .visible = true,
    .named = false,
  },
  [anon_sym_EQ_EQ] = {
    .visible = true,
    .named = false,
  },
  [sym_directive_name] = {
    .visible = true,
    .named = true,
  },
  [sym_prefix] = {
    .visible = true,
    .named = true,
  },
  [anon_sym_COMMA] = {
    .visible = true,
    .named = false,
  },
  [anon_sym_DOLLAR] = {
    .visible = true,
    .named = false,
  },
  [anon_sym_POUND] = {
    .visible = true,
    .named = false,
  },
  [aux_sym__sign_token1] = {
    .visible = true,
    .named = true,
  },
  [anon_sym_LPAREN] = {
    .visible = true,
    .named = false,
  },
  [anon_sym_RPAREN] = {
    .visible = true,
    .named = false,
  },
  [anon_sym_LBRACK] = {
    .visible = true,
    .named = false,
  },
  [anon_sym_RBRACK] = {
    .visible = true,
    .named = false,
  },
  [anon_sym_BANG] = {
    .visible = true,
    .named = false,
  },
  [anon_sym_LBRACE] = {
    .visible = true,
    .named = false,
  },
  [anon_sym_RBRACE] = {
    .visible = true,
    .named = false,
  },
  [anon_sym_CARET] = {
    .visible = true,
    .named = false,
  },
  [anon_sym_COLON] = {
    .visible = true,
    .named = false,
  },
  [aux_sym_relocation_token1] = {
    .visible = false,
    .named = false,
  },
  [aux_sym_relocation_token2] = {
    .visible = false,
    .named = false,
  },
  [sym_operator] = {
    .visible = true,
    .named = true,
  },
  [sym_template_ref] = {
    .visible = true,
    .named = true,
  },
  [sym_register] = {
    .visible = true,
    .named = true,
  },
  [sym_local_ref] = {
    .visible = true,
    .named = true,
  },
  [sym_integer] = {
    .visible = true,
    .named = true,
  },
  [sym_string] = {
    .visible = true,
    .named = true,
  },
  [sym_character] = {
    .visible = true,
    .named = true,
  },
  [sym_gap] = {
    .visible = true,
    .named = true,
  },
  [sym_preproc] = {
    .visible = true,
    .named = true,
  },
  [sym_comment] = {
    .visible = true,
    .named = true,
  },
  [sym_source_file] = {
    .visible = true,
    .named = true,
  },
  [sym__separator] = {
    .visible = false,
    .named = true,
  },
  [sym__line] = {
    .visible = false,
    .named = true,
  },
  [sym_label] = {
    .visible = true,
    .named = true,
  },
  [sym__statement] = {
    .visible = false,
    .named = true,
  },
  [sym_assignment] = {
    .visible = true,
    .named = true,
  },
  [sym_directive] = {
    .visible = true,
    .named = true,
  },
  [sym_instruction] = {
    .visible = true,
    .named = true,
  },
  [sym__operands] = {
    .visible = false,
    .named = true,
  },
  [sym_operand] = {
    .visible = true,
    .named = true,
  },
  [sym__atom] = {
    .visible = false,
    .named = true,
  },
  [sym_immediate] = {
    .visible = true,
    .named = true,
  },
  [sym__sign] = {
    .visible = false,
    .named = true,
  },
  [sym__value] = {
    .visible = false,
    .named = true,
  },
  [sym_memory] = {
    .visible = true,
    .named = true,
  },
  [sym_bracket] = {
    .visible = true,
    .named = true,
  },
  [sym_register_list] = {
    .visible = true,
    .named = true,
  },
  [aux_sym__inner] = {
    .visible = false,
    .named = false,
  },
  [sym_segment] = {
    .visible = true,
    .named = true,
  },
  [sym_relocation] = {
    .visible = true,
    .named = true,
  },
  [aux_sym_source_file_repeat1] = {
    .visible = false,
    .named = false,
  },
  [aux_sym__line_repeat1] = {
    .visible = false,
    .named = false,
  },
  [aux_sym_instruction_repeat1] = {
    .visible = false,
    .named = false,
  },
  [aux_sym__operands_repeat1] = {
    .visible = false,
    .named = false,
  },
  [aux_sym_operand_repeat1] = {
    .visible = false,
    .named = false,
  },
  [aux_sym_immediate_repeat1] = {
    .visible = false,
    .named = false,
  },
  [aux_sym_memory_repeat1] = {
    .visible = false,
    .named = false,
  },
};

enum ts_field_identifiers {
  field_mnemonic = 1,
  field_name = 2,
  field_value = 3,
};

static const char * const ts_field_names[] = {
  [0] = NULL,
  [field_mnemonic] = "mnemonic",
  [field_name] = "name",
  [field_value] = "value",
};

static const TSFieldMapSlice ts_field_map_slices[PRODUCTION_ID_COUNT] = {
  [1] = {.index = 0, .length = 1},
  [2] = {.index = 1, .length = 1},
  [4] = {.index = 2, .length = 1},
  [5] = {.index = 3, .length = 2},
};

static const TSFieldMapEntry ts_field_map_entries[] = {
  [0] =
    {field_name, 0},
  [1] =
    {field_mnemonic, 0},
  [2] =
    {field_mnemonic, 1},
  [3] =
    {field_name, 0},
    {field_value, 2},
};

static const TSSymbol ts_alias_sequences[PRODUCTION_ID_COUNT][MAX_ALIAS_SEQUENCE_LENGTH] = {
  [0] = {0},
  [3] = {
    [0] = sym_word,
  },
};

static const uint16_t ts_non_terminal_alias_map[] = {
  0,
};

static const TSStateId ts_primary_state_ids[STATE_COUNT] = {
  [0] = 0,
  [1] = 1,
  [2] = 2,
  [3] = 3,
  [4] = 4,
  [5] = 5,
  [6] = 6,
  [7] = 7,
  [8] = 8,
  [9] = 9,
  [10] = 10,
  [11] = 11,
  [12] = 12,
  [13] = 13,
  [14] = 14,
  [15] = 15,
  [16] = 16,
  [17] = 17,
  [18] = 18,
  [19] = 19,
  [20] = 20,
  [21] = 21,
  [22] = 22,
  [23] = 23,
  [24] = 24,
  [25] = 25,
  [26] = 26,
  [27] = 27,
  [28] = 28,
  [29] = 29,
  [30] = 30,
  [31] = 31,
  [32] = 32,
  [33] = 33,
  [34] = 34,
  [35] = 35,
  [36] = 36,
  [37] = 37,
  [38] = 38,
  [39] = 39,
  [40] = 40,
  [41] = 41,
  [42] = 42,
  [43] = 43,
  [44] = 44,
  [45] = 45,
  [46] = 46,
  [47] = 47,
  [48] = 48,
  [49] = 49,
  [50] = 50,
  [51] = 51,
  [52] = 52,
  [53] = 53,
  [54] = 54,
  [55] = 55,
  [56] = 56,
  [57] = 57,
  [58] = 58,
  [59] = 59,
  [60] = 60,
  [61] = 61,
  [62] = 62,
  [63] = 63,
  [64] = 64,
  [65] = 65,
  [66] = 66,
  [67] = 67,
  [68] = 68,
  [69] = 69,
  [70] = 70,
  [71] = 71,
  [72] = 72,
  [73] = 73,
};

static bool ts_lex(TSLexer *lexer, TSStateId state) {
  START_LEXER();
  eof = lexer->eof(lexer);
  switch (state) {
    case 0:
      if (eof) ADVANCE(106);
      ADVANCE_MAP(
        '\n', 107,
        '!', 123,
        '"', 1,
        '#', 117,
        '$', 116,
        '%', 133,
        '&', 134,
        '\'', 139,
        '(', 119,
        ')', 120,
        ',', 115,
        '.', 191,
        '/', 135,
        '0', 181,
        ':', 127,
        ';', 108,
        '<', 136,
        '=', 111,
        '>', 138,
        '@', 141,
        '[', 121,
        ']', 122,
        '^', 126,
        '{', 124,
        '|', 140,
        '}', 125,
        0xe000, 193,
        '*', 132,
        '?', 132,
        '+', 118,
        '-', 118,
        '~', 118,
      );
      if (('\t' <= lookahead && lookahead <= '\r') ||
          lookahead == ' ') SKIP(98);
      if (('1' <= lookahead && lookahead <= '9')) ADVANCE(182);
      if (('A' <= lookahead && lookahead <= '_') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(192);
      END_STATE();
    case 1:
      if (lookahead == '"') ADVANCE(185);
      if (lookahead == '\\') ADVANCE(95);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(1);
      END_STATE();
    case 2:
      if (lookahead == '"') ADVANCE(16);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(2);
      END_STATE();
    case 3:
      ADVANCE_MAP(
        '#', 239,
        'd', 44,
        'e', 65,
        'i', 49,
        'l', 60,
        'p', 81,
        'u', 72,
        'w', 32,
        '\t', 210,
        ' ', 210,
      );
      END_STATE();
    case 4:
      ADVANCE_MAP(
        '#', 88,
        '$', 190,
        '%', 6,
        '\'', 22,
        '(', 119,
        '.', 191,
        '/', 8,
        '0', 181,
        ':', 91,
        '@', 86,
        '+', 118,
        '-', 118,
        '~', 118,
      );
      if (lookahead == '\t' ||
          (0x0b <= lookahead && lookahead <= '\r') ||
          lookahead == ' ') SKIP(5);
      if (('1' <= lookahead && lookahead <= '9')) ADVANCE(182);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          lookahead == '\\' ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(192);
      END_STATE();
    case 5:
      ADVANCE_MAP(
        '#', 88,
        '$', 190,
        '%', 6,
        '\'', 22,
        '(', 119,
        '.', 191,
        '/', 8,
        '0', 181,
        ':', 91,
        '@', 86,
      );
      if (lookahead == '\t' ||
          (0x0b <= lookahead && lookahead <= '\r') ||
          lookahead == ' ') SKIP(5);
      if (('1' <= lookahead && lookahead <= '9')) ADVANCE(182);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          lookahead == '\\' ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(192);
      END_STATE();
    case 6:
      ADVANCE_MAP(
        '%', 92,
        '[', 93,
        'a', 148,
        'c', 147,
        'g', 154,
        'h', 152,
        'i', 150,
        'l', 151,
        'p', 149,
        't', 153,
      );
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(143);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          ('b' <= lookahead && lookahead <= 'z')) ADVANCE(155);
      END_STATE();
    case 7:
      if (lookahead == ')') ADVANCE(144);
      END_STATE();
    case 8:
      if (lookahead == '*') ADVANCE(10);
      if (lookahead == '/') ADVANCE(239);
      END_STATE();
    case 9:
      if (lookahead == '*') ADVANCE(9);
      if (lookahead == '/') ADVANCE(204);
      if (lookahead != 0) ADVANCE(10);
      END_STATE();
    case 10:
      if (lookahead == '*') ADVANCE(9);
      if (lookahead != 0) ADVANCE(10);
      END_STATE();
    case 11:
      if (lookahead == '0') ADVANCE(129);
      END_STATE();
    case 12:
      if (lookahead == '1') ADVANCE(13);
      END_STATE();
    case 13:
      if (lookahead == '2') ADVANCE(129);
      END_STATE();
    case 14:
      if (lookahead == '2') ADVANCE(11);
      END_STATE();
    case 15:
      if (lookahead == ':') ADVANCE(128);
      if (('0' <= lookahead && lookahead <= '9') ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(15);
      END_STATE();
    case 16:
      if (lookahead == ':') ADVANCE(109);
      if (lookahead == '\t' ||
          lookahead == ' ') ADVANCE(16);
      END_STATE();
    case 17:
      if (lookahead == ':') ADVANCE(109);
      if (lookahead == '\t' ||
          lookahead == ' ') ADVANCE(16);
      if (lookahead == '$' ||
          lookahead == '.' ||
          ('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(17);
      END_STATE();
    case 18:
      if (lookahead == ':') ADVANCE(110);
      if (lookahead == '\t' ||
          lookahead == ' ') ADVANCE(18);
      END_STATE();
    case 19:
      if (lookahead == ':') ADVANCE(110);
      if (lookahead == '\t' ||
          lookahead == ' ') ADVANCE(18);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(19);
      END_STATE();
    case 20:
      if (lookahead == '[') ADVANCE(94);
      END_STATE();
    case 21:
      if (lookahead == '[') ADVANCE(94);
      if (lookahead == 'c') ADVANCE(20);
      END_STATE();
    case 22:
      if (lookahead == '\\') ADVANCE(96);
      if (lookahead != 0 &&
          lookahead != '\n' &&
          lookahead != '\'') ADVANCE(187);
      END_STATE();
    case 23:
      if (lookahead == ']') ADVANCE(142);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(23);
      END_STATE();
    case 24:
      if (lookahead == ']') ADVANCE(17);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(24);
      END_STATE();
    case 25:
      if (lookahead == '_') ADVANCE(55);
      END_STATE();
    case 26:
      if (lookahead == '_') ADVANCE(55);
      if (lookahead == 'r') ADVANCE(46);
      END_STATE();
    case 27:
      if (lookahead == '_') ADVANCE(56);
      END_STATE();
    case 28:
      if (lookahead == '_') ADVANCE(78);
      END_STATE();
    case 29:
      if (lookahead == 'a') ADVANCE(198);
      END_STATE();
    case 30:
      if (lookahead == 'a') ADVANCE(54);
      END_STATE();
    case 31:
      if (lookahead == 'a') ADVANCE(39);
      if (lookahead == 'h') ADVANCE(58);
      if (lookahead == 'l') ADVANCE(73);
      END_STATE();
    case 32:
      if (lookahead == 'a') ADVANCE(83);
      END_STATE();
    case 33:
      if (lookahead == 'c') ADVANCE(25);
      END_STATE();
    case 34:
      if (lookahead == 'c') ADVANCE(26);
      END_STATE();
    case 35:
      if (lookahead == 'c') ADVANCE(66);
      END_STATE();
    case 36:
      if (lookahead == 'c') ADVANCE(84);
      END_STATE();
    case 37:
      if (lookahead == 'd') ADVANCE(129);
      END_STATE();
    case 38:
      if (lookahead == 'd') ADVANCE(28);
      END_STATE();
    case 39:
      if (lookahead == 'd') ADVANCE(37);
      END_STATE();
    case 40:
      if (lookahead == 'd') ADVANCE(45);
      END_STATE();
    case 41:
      if (lookahead == 'd') ADVANCE(61);
      END_STATE();
    case 42:
      if (lookahead == 'd') ADVANCE(48);
      END_STATE();
    case 43:
      if (lookahead == 'e') ADVANCE(64);
      END_STATE();
    case 44:
      if (lookahead == 'e') ADVANCE(51);
      END_STATE();
    case 45:
      if (lookahead == 'e') ADVANCE(198);
      END_STATE();
    case 46:
      if (lookahead == 'e') ADVANCE(67);
      END_STATE();
    case 47:
      if (lookahead == 'e') ADVANCE(28);
      END_STATE();
    case 48:
      if (lookahead == 'e') ADVANCE(50);
      END_STATE();
    case 49:
      if (lookahead == 'f') ADVANCE(194);
      if (lookahead == 'n') ADVANCE(35);
      END_STATE();
    case 50:
      if (lookahead == 'f') ADVANCE(198);
      END_STATE();
    case 51:
      if (lookahead == 'f') ADVANCE(60);
      END_STATE();
    case 52:
      if (lookahead == 'g') ADVANCE(38);
      if (lookahead == 'i') ADVANCE(47);
      END_STATE();
    case 53:
      if (lookahead == 'g') ADVANCE(198);
      END_STATE();
    case 54:
      if (lookahead == 'g') ADVANCE(68);
      END_STATE();
    case 55:
      if (lookahead == 'h') ADVANCE(59);
      if (lookahead == 'l') ADVANCE(74);
      END_STATE();
    case 56:
      if (lookahead == 'h') ADVANCE(58);
      END_STATE();
    case 57:
      if (lookahead == 'h') ADVANCE(58);
      if (lookahead == 'l') ADVANCE(73);
      END_STATE();
    case 58:
      if (lookahead == 'i') ADVANCE(129);
      END_STATE();
    case 59:
      if (lookahead == 'i') ADVANCE(14);
      END_STATE();
    case 60:
      if (lookahead == 'i') ADVANCE(70);
      END_STATE();
    case 61:
      if (lookahead == 'i') ADVANCE(50);
      END_STATE();
    case 62:
      if (lookahead == 'i') ADVANCE(50);
      if (lookahead == 's') ADVANCE(45);
      END_STATE();
    case 63:
      if (lookahead == 'i') ADVANCE(69);
      END_STATE();
    case 64:
      if (lookahead == 'l') ADVANCE(129);
      END_STATE();
    case 65:
      if (lookahead == 'l') ADVANCE(62);
      if (lookahead == 'n') ADVANCE(41);
      if (lookahead == 'r') ADVANCE(82);
      END_STATE();
    case 66:
      if (lookahead == 'l') ADVANCE(85);
      END_STATE();
    case 67:
      if (lookahead == 'l') ADVANCE(27);
      END_STATE();
    case 68:
      if (lookahead == 'm') ADVANCE(29);
      END_STATE();
    case 69:
      if (lookahead == 'n') ADVANCE(53);
      END_STATE();
    case 70:
      if (lookahead == 'n') ADVANCE(45);
      END_STATE();
    case 71:
      if (lookahead == 'n') ADVANCE(63);
      END_STATE();
    case 72:
      if (lookahead == 'n') ADVANCE(42);
      END_STATE();
    case 73:
      if (lookahead == 'o') ADVANCE(129);
      END_STATE();
    case 74:
      if (lookahead == 'o') ADVANCE(12);
      END_STATE();
    case 75:
      if (lookahead == 'o') ADVANCE(80);
      END_STATE();
    case 76:
      if (lookahead == 'p') ADVANCE(33);
      END_STATE();
    case 77:
      if (lookahead == 'p') ADVANCE(34);
      END_STATE();
    case 78:
      if (lookahead == 'p') ADVANCE(36);
      END_STATE();
    case 79:
      if (lookahead == 'r') ADVANCE(43);
      END_STATE();
    case 80:
      if (lookahead == 'r') ADVANCE(198);
      END_STATE();
    case 81:
      if (lookahead == 'r') ADVANCE(30);
      END_STATE();
    case 82:
      if (lookahead == 'r') ADVANCE(75);
      END_STATE();
    case 83:
      if (lookahead == 'r') ADVANCE(71);
      END_STATE();
    case 84:
      if (lookahead == 'r') ADVANCE(46);
      END_STATE();
    case 85:
      if (lookahead == 'u') ADVANCE(40);
      END_STATE();
    case 86:
      if (lookahead == '\t' ||
          lookahead == ' ') ADVANCE(239);
      END_STATE();
    case 87:
      if (lookahead == '0' ||
          lookahead == '1') ADVANCE(183);
      END_STATE();
    case 88:
      if (lookahead == '\t' ||
          lookahead == ' ' ||
          lookahead == '#') ADVANCE(239);
      END_STATE();
    case 89:
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(7);
      END_STATE();
    case 90:
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'F') ||
          ('a' <= lookahead && lookahead <= 'f')) ADVANCE(184);
      END_STATE();
    case 91:
      if (('a' <= lookahead && lookahead <= 'z')) ADVANCE(15);
      END_STATE();
    case 92:
      if (('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 93:
      if (('A' <= lookahead && lookahead <= 'Z') ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(23);
      END_STATE();
    case 94:
      if (('A' <= lookahead && lookahead <= 'Z') ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(24);
      END_STATE();
    case 95:
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(1);
      END_STATE();
    case 96:
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(187);
      END_STATE();
    case 97:
      if (lookahead != 0) ADVANCE(198);
      END_STATE();
    case 98:
      if (eof) ADVANCE(106);
      ADVANCE_MAP(
        '\n', 107,
        '!', 123,
        '"', 1,
        '#', 117,
        '$', 116,
        '%', 133,
        '&', 134,
        '\'', 139,
        '(', 119,
        ')', 120,
        ',', 115,
        '.', 191,
        '/', 135,
        '0', 181,
        ':', 127,
        ';', 108,
        '<', 136,
        '=', 111,
        '>', 138,
        '@', 141,
        '[', 121,
        ']', 122,
        '^', 126,
        '{', 124,
        '|', 140,
        '}', 125,
        0xe000, 193,
      );
      if (('\t' <= lookahead && lookahead <= '\r') ||
          lookahead == ' ') SKIP(98);
      if (('*' <= lookahead && lookahead <= '-') ||
          lookahead == '?' ||
          lookahead == '~') ADVANCE(132);
      if (('1' <= lookahead && lookahead <= '9')) ADVANCE(182);
      if (('A' <= lookahead && lookahead <= '_') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(192);
      END_STATE();
    case 99:
      if (eof) ADVANCE(106);
      ADVANCE_MAP(
        '\n', 107,
        '!', 123,
        '"', 1,
        '#', 117,
        '$', 116,
        '%', 133,
        '&', 134,
        '\'', 139,
        '(', 119,
        ')', 120,
        ',', 115,
        '.', 191,
        '/', 135,
        '0', 181,
        ':', 91,
        ';', 108,
        '<', 136,
        '=', 137,
        '>', 138,
        '@', 141,
        '[', 121,
        ']', 122,
        '{', 124,
        '|', 140,
        '}', 125,
        0xe000, 193,
      );
      if (('\t' <= lookahead && lookahead <= '\r') ||
          lookahead == ' ') SKIP(99);
      if (('*' <= lookahead && lookahead <= '-') ||
          lookahead == '?' ||
          lookahead == '^' ||
          lookahead == '~') ADVANCE(132);
      if (('1' <= lookahead && lookahead <= '9')) ADVANCE(182);
      if (('A' <= lookahead && lookahead <= '_') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(192);
      END_STATE();
    case 100:
      if (eof) ADVANCE(106);
      ADVANCE_MAP(
        '\n', 107,
        '!', 137,
        '"', 1,
        '#', 117,
        '$', 116,
        '%', 133,
        '&', 134,
        '\'', 139,
        '(', 119,
        ')', 120,
        ',', 115,
        '.', 191,
        '/', 135,
        '0', 181,
        ':', 127,
        ';', 108,
        '<', 136,
        '=', 137,
        '>', 138,
        '@', 141,
        '[', 121,
        ']', 122,
        '{', 124,
        '|', 140,
        '}', 125,
        0xe000, 193,
      );
      if (('\t' <= lookahead && lookahead <= '\r') ||
          lookahead == ' ') SKIP(100);
      if (('*' <= lookahead && lookahead <= '-') ||
          lookahead == '?' ||
          lookahead == '^' ||
          lookahead == '~') ADVANCE(132);
      if (('1' <= lookahead && lookahead <= '9')) ADVANCE(182);
      if (('A' <= lookahead && lookahead <= '_') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(192);
      END_STATE();
    case 101:
      if (eof) ADVANCE(106);
      ADVANCE_MAP(
        '\n', 107,
        '!', 137,
        '"', 1,
        '#', 117,
        '$', 116,
        '%', 133,
        '&', 134,
        '\'', 139,
        '(', 119,
        ')', 120,
        ',', 115,
        '.', 191,
        '/', 135,
        '0', 181,
        ':', 91,
        ';', 108,
        '<', 136,
        '=', 137,
        '>', 138,
        '@', 141,
        '[', 121,
        ']', 122,
        '^', 126,
        '{', 124,
        '|', 140,
        '}', 125,
        0xe000, 193,
      );
      if (('\t' <= lookahead && lookahead <= '\r') ||
          lookahead == ' ') SKIP(101);
      if (('*' <= lookahead && lookahead <= '-') ||
          lookahead == '?' ||
          lookahead == '~') ADVANCE(132);
      if (('1' <= lookahead && lookahead <= '9')) ADVANCE(182);
      if (('A' <= lookahead && lookahead <= '_') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(192);
      END_STATE();
    case 102:
      if (eof) ADVANCE(106);
      ADVANCE_MAP(
        '\n', 107,
        '!', 137,
        '"', 1,
        '#', 117,
        '$', 116,
        '%', 133,
        '&', 134,
        '\'', 139,
        '(', 119,
        ',', 115,
        '.', 191,
        '/', 135,
        '0', 181,
        ':', 91,
        ';', 108,
        '<', 136,
        '=', 111,
        '>', 138,
        '@', 141,
        '[', 121,
        '{', 124,
        '|', 140,
        0xe000, 193,
      );
      if (('\t' <= lookahead && lookahead <= '\r') ||
          lookahead == ' ') SKIP(102);
      if (('*' <= lookahead && lookahead <= '-') ||
          lookahead == '?' ||
          lookahead == '^' ||
          lookahead == '~') ADVANCE(132);
      if (('1' <= lookahead && lookahead <= '9')) ADVANCE(182);
      if (('A' <= lookahead && lookahead <= '\\') ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(192);
      END_STATE();
    case 103:
      if (eof) ADVANCE(106);
      ADVANCE_MAP(
        '\n', 107,
        '"', 2,
        '#', 3,
        '%', 21,
        '.', 188,
        '/', 8,
        ';', 108,
        '@', 86,
        0xe000, 193,
      );
      if (('\t' <= lookahead && lookahead <= '\r') ||
          lookahead == ' ') SKIP(103);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(19);
      if (lookahead == '$' ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          lookahead == '\\' ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(189);
      END_STATE();
    case 104:
      if (eof) ADVANCE(106);
      ADVANCE_MAP(
        '\n', 107,
        '"', 2,
        '#', 88,
        '%', 21,
        '.', 188,
        '/', 8,
        ';', 108,
        '@', 86,
        0xe000, 193,
      );
      if (('\t' <= lookahead && lookahead <= '\r') ||
          lookahead == ' ') SKIP(104);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(19);
      if (lookahead == '$' ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          lookahead == '\\' ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(189);
      END_STATE();
    case 105:
      if (eof) ADVANCE(106);
      if (lookahead == '\n') ADVANCE(107);
      if (lookahead == '#') ADVANCE(88);
      if (lookahead == '/') ADVANCE(8);
      if (lookahead == ';') ADVANCE(108);
      if (lookahead == '@') ADVANCE(86);
      if (('\t' <= lookahead && lookahead <= '\r') ||
          lookahead == ' ') SKIP(105);
      if (lookahead == '$' ||
          lookahead == '.' ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          lookahead == '\\' ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(192);
      END_STATE();
    case 106:
      ACCEPT_TOKEN(ts_builtin_sym_end);
      END_STATE();
    case 107:
      ACCEPT_TOKEN(anon_sym_LF);
      END_STATE();
    case 108:
      ACCEPT_TOKEN(anon_sym_SEMI);
      END_STATE();
    case 109:
      ACCEPT_TOKEN(sym__named_label);
      END_STATE();
    case 110:
      ACCEPT_TOKEN(sym__numeric_label);
      END_STATE();
    case 111:
      ACCEPT_TOKEN(anon_sym_EQ);
      if (lookahead == '=') ADVANCE(112);
      END_STATE();
    case 112:
      ACCEPT_TOKEN(anon_sym_EQ_EQ);
      END_STATE();
    case 113:
      ACCEPT_TOKEN(sym_directive_name);
      if (lookahead == ':') ADVANCE(109);
      if (lookahead == '\t' ||
          lookahead == ' ') ADVANCE(16);
      if (lookahead == '$' ||
          lookahead == '@' ||
          lookahead == '\\') ADVANCE(189);
      if (lookahead == '.' ||
          ('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(113);
      END_STATE();
    case 114:
      ACCEPT_TOKEN(sym_directive_name);
      if (lookahead == '.' ||
          ('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(114);
      END_STATE();
    case 115:
      ACCEPT_TOKEN(anon_sym_COMMA);
      END_STATE();
    case 116:
      ACCEPT_TOKEN(anon_sym_DOLLAR);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(178);
      if (('a' <= lookahead && lookahead <= 'z')) ADVANCE(179);
      if (lookahead == '$' ||
          lookahead == '.' ||
          ('@' <= lookahead && lookahead <= 'Z') ||
          lookahead == '\\' ||
          lookahead == '_') ADVANCE(192);
      END_STATE();
    case 117:
      ACCEPT_TOKEN(anon_sym_POUND);
      if (lookahead == '\t' ||
          lookahead == ' ' ||
          lookahead == '#') ADVANCE(239);
      END_STATE();
    case 118:
      ACCEPT_TOKEN(aux_sym__sign_token1);
      END_STATE();
    case 119:
      ACCEPT_TOKEN(anon_sym_LPAREN);
      END_STATE();
    case 120:
      ACCEPT_TOKEN(anon_sym_RPAREN);
      END_STATE();
    case 121:
      ACCEPT_TOKEN(anon_sym_LBRACK);
      END_STATE();
    case 122:
      ACCEPT_TOKEN(anon_sym_RBRACK);
      END_STATE();
    case 123:
      ACCEPT_TOKEN(anon_sym_BANG);
      if (lookahead == '=') ADVANCE(132);
      END_STATE();
    case 124:
      ACCEPT_TOKEN(anon_sym_LBRACE);
      END_STATE();
    case 125:
      ACCEPT_TOKEN(anon_sym_RBRACE);
      END_STATE();
    case 126:
      ACCEPT_TOKEN(anon_sym_CARET);
      END_STATE();
    case 127:
      ACCEPT_TOKEN(anon_sym_COLON);
      if (('a' <= lookahead && lookahead <= 'z')) ADVANCE(15);
      END_STATE();
    case 128:
      ACCEPT_TOKEN(aux_sym_relocation_token1);
      END_STATE();
    case 129:
      ACCEPT_TOKEN(aux_sym_relocation_token2);
      END_STATE();
    case 130:
      ACCEPT_TOKEN(aux_sym_relocation_token2);
      if (lookahead == '_') ADVANCE(77);
      END_STATE();
    case 131:
      ACCEPT_TOKEN(aux_sym_relocation_token2);
      if (lookahead == 'g') ADVANCE(166);
      END_STATE();
    case 132:
      ACCEPT_TOKEN(sym_operator);
      END_STATE();
    case 133:
      ACCEPT_TOKEN(sym_operator);
      ADVANCE_MAP(
        '%', 92,
        '[', 93,
        'a', 148,
        'c', 147,
        'g', 154,
        'h', 152,
        'i', 150,
        'l', 151,
        'p', 149,
        't', 153,
      );
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(143);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          ('b' <= lookahead && lookahead <= 'z')) ADVANCE(155);
      END_STATE();
    case 134:
      ACCEPT_TOKEN(sym_operator);
      if (lookahead == '&') ADVANCE(132);
      END_STATE();
    case 135:
      ACCEPT_TOKEN(sym_operator);
      if (lookahead == '*') ADVANCE(10);
      if (lookahead == '/') ADVANCE(239);
      END_STATE();
    case 136:
      ACCEPT_TOKEN(sym_operator);
      if (lookahead == '<') ADVANCE(132);
      END_STATE();
    case 137:
      ACCEPT_TOKEN(sym_operator);
      if (lookahead == '=') ADVANCE(132);
      END_STATE();
    case 138:
      ACCEPT_TOKEN(sym_operator);
      if (lookahead == '>') ADVANCE(132);
      END_STATE();
    case 139:
      ACCEPT_TOKEN(sym_operator);
      if (lookahead == '\\') ADVANCE(96);
      if (lookahead != 0 &&
          lookahead != '\n' &&
          lookahead != '\'') ADVANCE(187);
      END_STATE();
    case 140:
      ACCEPT_TOKEN(sym_operator);
      if (lookahead == '|') ADVANCE(132);
      END_STATE();
    case 141:
      ACCEPT_TOKEN(sym_operator);
      if (lookahead == '\t' ||
          lookahead == ' ') ADVANCE(239);
      END_STATE();
    case 142:
      ACCEPT_TOKEN(sym_template_ref);
      END_STATE();
    case 143:
      ACCEPT_TOKEN(sym_template_ref);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(143);
      END_STATE();
    case 144:
      ACCEPT_TOKEN(sym_register);
      END_STATE();
    case 145:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '1') ADVANCE(146);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 146:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '6') ADVANCE(129);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 147:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '[') ADVANCE(93);
      if (lookahead == 'a') ADVANCE(168);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(143);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          ('b' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 148:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '[') ADVANCE(93);
      if (lookahead == 'b') ADVANCE(173);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(143);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 149:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '[') ADVANCE(93);
      if (lookahead == 'c') ADVANCE(158);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(143);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 150:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '[') ADVANCE(93);
      if (lookahead == 'e') ADVANCE(157);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(143);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 151:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '[') ADVANCE(93);
      if (lookahead == 'e') ADVANCE(159);
      if (lookahead == 'o') ADVANCE(129);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(143);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 152:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '[') ADVANCE(93);
      if (lookahead == 'i') ADVANCE(131);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(143);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 153:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '[') ADVANCE(93);
      if (lookahead == 'l') ADVANCE(174);
      if (lookahead == 'p') ADVANCE(172);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(143);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 154:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '[') ADVANCE(93);
      if (lookahead == 'o') ADVANCE(176);
      if (lookahead == 'p') ADVANCE(156);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(143);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 155:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '[') ADVANCE(93);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(143);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 156:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '_') ADVANCE(79);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 157:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '_') ADVANCE(76);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 158:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '_') ADVANCE(55);
      if (lookahead == 'r') ADVANCE(164);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 159:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '_') ADVANCE(55);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 160:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '_') ADVANCE(52);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 161:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '_') ADVANCE(31);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 162:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == '_') ADVANCE(57);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 163:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == 'e') ADVANCE(171);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 164:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == 'e') ADVANCE(170);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 165:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == 'e') ADVANCE(169);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 166:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == 'h') ADVANCE(163);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 167:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == 'l') ADVANCE(145);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 168:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == 'l') ADVANCE(167);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 169:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == 'l') ADVANCE(161);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 170:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == 'l') ADVANCE(162);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 171:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == 'r') ADVANCE(129);
      if (lookahead == 's') ADVANCE(175);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 172:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == 'r') ADVANCE(165);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 173:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == 's') ADVANCE(159);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 174:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == 's') ADVANCE(160);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 175:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == 't') ADVANCE(129);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 176:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (lookahead == 't') ADVANCE(130);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 177:
      ACCEPT_TOKEN(sym_register);
      if (lookahead == '(') ADVANCE(89);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'Z') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(177);
      END_STATE();
    case 178:
      ACCEPT_TOKEN(sym_register);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(178);
      END_STATE();
    case 179:
      ACCEPT_TOKEN(sym_register);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(179);
      END_STATE();
    case 180:
      ACCEPT_TOKEN(sym_local_ref);
      END_STATE();
    case 181:
      ACCEPT_TOKEN(sym_integer);
      if (lookahead == 'B') ADVANCE(87);
      if (lookahead == 'b') ADVANCE(180);
      if (lookahead == 'f') ADVANCE(180);
      if (lookahead == 'X' ||
          lookahead == 'x') ADVANCE(90);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(182);
      END_STATE();
    case 182:
      ACCEPT_TOKEN(sym_integer);
      if (lookahead == 'b' ||
          lookahead == 'f') ADVANCE(180);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(182);
      END_STATE();
    case 183:
      ACCEPT_TOKEN(sym_integer);
      if (lookahead == '0' ||
          lookahead == '1') ADVANCE(183);
      END_STATE();
    case 184:
      ACCEPT_TOKEN(sym_integer);
      if (('0' <= lookahead && lookahead <= '9') ||
          ('A' <= lookahead && lookahead <= 'F') ||
          ('a' <= lookahead && lookahead <= 'f')) ADVANCE(184);
      END_STATE();
    case 185:
      ACCEPT_TOKEN(sym_string);
      END_STATE();
    case 186:
      ACCEPT_TOKEN(sym_character);
      END_STATE();
    case 187:
      ACCEPT_TOKEN(sym_character);
      if (lookahead == '\'') ADVANCE(186);
      END_STATE();
    case 188:
      ACCEPT_TOKEN(sym_word);
      if (lookahead == ':') ADVANCE(109);
      if (lookahead == '\t' ||
          lookahead == ' ') ADVANCE(16);
      if (lookahead == '$' ||
          lookahead == '.' ||
          ('0' <= lookahead && lookahead <= '9') ||
          lookahead == '@' ||
          lookahead == '\\') ADVANCE(189);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(113);
      END_STATE();
    case 189:
      ACCEPT_TOKEN(sym_word);
      if (lookahead == ':') ADVANCE(109);
      if (lookahead == '\t' ||
          lookahead == ' ') ADVANCE(16);
      if (lookahead == '$' ||
          lookahead == '.' ||
          ('0' <= lookahead && lookahead <= '9') ||
          ('@' <= lookahead && lookahead <= 'Z') ||
          lookahead == '\\' ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(189);
      END_STATE();
    case 190:
      ACCEPT_TOKEN(sym_word);
      if (('0' <= lookahead && lookahead <= '9')) ADVANCE(178);
      if (('a' <= lookahead && lookahead <= 'z')) ADVANCE(179);
      if (lookahead == '$' ||
          lookahead == '.' ||
          ('@' <= lookahead && lookahead <= 'Z') ||
          lookahead == '\\' ||
          lookahead == '_') ADVANCE(192);
      END_STATE();
    case 191:
      ACCEPT_TOKEN(sym_word);
      if (lookahead == '$' ||
          lookahead == '.' ||
          ('0' <= lookahead && lookahead <= '9') ||
          lookahead == '@' ||
          lookahead == '\\') ADVANCE(192);
      if (('A' <= lookahead && lookahead <= 'Z') ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(114);
      END_STATE();
    case 192:
      ACCEPT_TOKEN(sym_word);
      if (lookahead == '$' ||
          lookahead == '.' ||
          ('0' <= lookahead && lookahead <= '9') ||
          ('@' <= lookahead && lookahead <= 'Z') ||
          lookahead == '\\' ||
          lookahead == '_' ||
          ('a' <= lookahead && lookahead <= 'z')) ADVANCE(192);
      END_STATE();
    case 193:
      ACCEPT_TOKEN(sym_gap);
      END_STATE();
    case 194:
      ACCEPT_TOKEN(sym_preproc);
      if (lookahead == '\\') ADVANCE(97);
      if (lookahead == 'd') ADVANCE(196);
      if (lookahead == 'n') ADVANCE(195);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(198);
      END_STATE();
    case 195:
      ACCEPT_TOKEN(sym_preproc);
      if (lookahead == '\\') ADVANCE(97);
      if (lookahead == 'd') ADVANCE(196);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(198);
      END_STATE();
    case 196:
      ACCEPT_TOKEN(sym_preproc);
      if (lookahead == '\\') ADVANCE(97);
      if (lookahead == 'e') ADVANCE(197);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(198);
      END_STATE();
    case 197:
      ACCEPT_TOKEN(sym_preproc);
      if (lookahead == '\\') ADVANCE(97);
      if (lookahead == 'f') ADVANCE(198);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(198);
      END_STATE();
    case 198:
      ACCEPT_TOKEN(sym_preproc);
      if (lookahead == '\\') ADVANCE(97);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(198);
      END_STATE();
    case 199:
      ACCEPT_TOKEN(sym_preproc);
      if (lookahead == '\\') ADVANCE(205);
      if (lookahead == 'd') ADVANCE(201);
      if (lookahead == 'n') ADVANCE(200);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(203);
      END_STATE();
    case 200:
      ACCEPT_TOKEN(sym_preproc);
      if (lookahead == '\\') ADVANCE(205);
      if (lookahead == 'd') ADVANCE(201);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(203);
      END_STATE();
    case 201:
      ACCEPT_TOKEN(sym_preproc);
      if (lookahead == '\\') ADVANCE(205);
      if (lookahead == 'e') ADVANCE(202);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(203);
      END_STATE();
    case 202:
      ACCEPT_TOKEN(sym_preproc);
      if (lookahead == '\\') ADVANCE(205);
      if (lookahead == 'f') ADVANCE(203);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(203);
      END_STATE();
    case 203:
      ACCEPT_TOKEN(sym_preproc);
      if (lookahead == '\\') ADVANCE(205);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(203);
      END_STATE();
    case 204:
      ACCEPT_TOKEN(sym_comment);
      END_STATE();
    case 205:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == '\n') ADVANCE(198);
      if (lookahead != 0) ADVANCE(203);
      END_STATE();
    case 206:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'a') ADVANCE(220);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 207:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'a') ADVANCE(203);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 208:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'a') ADVANCE(237);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 209:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'c') ADVANCE(227);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 210:
      ACCEPT_TOKEN(sym_comment);
      ADVANCE_MAP(
        'd', 214,
        'e', 226,
        'i', 218,
        'l', 222,
        'p', 235,
        'u', 230,
        'w', 208,
        '\t', 210,
        ' ', 210,
      );
      if (lookahead != 0 &&
          lookahead != '\t' &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 211:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'd') ADVANCE(215);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 212:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'd') ADVANCE(224);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 213:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'd') ADVANCE(216);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 214:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'e') ADVANCE(217);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 215:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'e') ADVANCE(203);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 216:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'e') ADVANCE(219);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 217:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'f') ADVANCE(222);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 218:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'f') ADVANCE(199);
      if (lookahead == 'n') ADVANCE(209);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 219:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'f') ADVANCE(203);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 220:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'g') ADVANCE(228);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 221:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'g') ADVANCE(203);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 222:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'i') ADVANCE(229);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 223:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'i') ADVANCE(219);
      if (lookahead == 's') ADVANCE(215);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 224:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'i') ADVANCE(219);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 225:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'i') ADVANCE(231);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 226:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'l') ADVANCE(223);
      if (lookahead == 'n') ADVANCE(212);
      if (lookahead == 'r') ADVANCE(234);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 227:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'l') ADVANCE(238);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 228:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'm') ADVANCE(207);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 229:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'n') ADVANCE(215);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 230:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'n') ADVANCE(213);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 231:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'n') ADVANCE(221);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 232:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'n') ADVANCE(225);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 233:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'o') ADVANCE(236);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 234:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'r') ADVANCE(233);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 235:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'r') ADVANCE(206);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 236:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'r') ADVANCE(203);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 237:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'r') ADVANCE(232);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 238:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead == 'u') ADVANCE(211);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    case 239:
      ACCEPT_TOKEN(sym_comment);
      if (lookahead != 0 &&
          lookahead != '\n') ADVANCE(239);
      END_STATE();
    default:
      return false;
  }
}

static bool ts_lex_keywords(TSLexer *lexer, TSStateId state) {
  START_LEXER();
  eof = lexer->eof(lexer);
  switch (state) {
    case 0:
      ADVANCE_MAP(
        'B', 1,
        'D', 2,
        'L', 3,
        'N', 4,
        'R', 5,
        'X', 6,
        'b', 7,
        'd', 8,
        'l', 9,
        'n', 10,
        'r', 11,
        'x', 12,
      );
      if (lookahead == '\t' ||
          (0x0b <= lookahead && lookahead <= '\r') ||
          lookahead == ' ') SKIP(0);
      END_STATE();
    case 1:
      if (lookahead == 'N') ADVANCE(13);
      END_STATE();
    case 2:
      if (lookahead == 'A') ADVANCE(14);
      END_STATE();
    case 3:
      if (lookahead == 'O') ADVANCE(15);
      END_STATE();
    case 4:
      if (lookahead == 'O') ADVANCE(16);
      END_STATE();
    case 5:
      if (lookahead == 'E') ADVANCE(17);
      END_STATE();
    case 6:
      if (lookahead == 'A') ADVANCE(18);
      if (lookahead == 'R') ADVANCE(19);
      END_STATE();
    case 7:
      if (lookahead == 'n') ADVANCE(20);
      END_STATE();
    case 8:
      if (lookahead == 'a') ADVANCE(21);
      END_STATE();
    case 9:
      if (lookahead == 'o') ADVANCE(22);
      END_STATE();
    case 10:
      if (lookahead == 'o') ADVANCE(23);
      END_STATE();
    case 11:
      if (lookahead == 'e') ADVANCE(24);
      END_STATE();
    case 12:
      if (lookahead == 'a') ADVANCE(25);
      if (lookahead == 'r') ADVANCE(26);
      END_STATE();
    case 13:
      if (lookahead == 'D') ADVANCE(27);
      END_STATE();
    case 14:
      if (lookahead == 'T') ADVANCE(28);
      END_STATE();
    case 15:
      if (lookahead == 'C') ADVANCE(29);
      END_STATE();
    case 16:
      if (lookahead == 'T') ADVANCE(30);
      END_STATE();
    case 17:
      if (lookahead == 'P') ADVANCE(31);
      END_STATE();
    case 18:
      if (lookahead == 'C') ADVANCE(32);
      END_STATE();
    case 19:
      if (lookahead == 'E') ADVANCE(33);
      END_STATE();
    case 20:
      if (lookahead == 'd') ADVANCE(27);
      END_STATE();
    case 21:
      if (lookahead == 't') ADVANCE(34);
      END_STATE();
    case 22:
      if (lookahead == 'c') ADVANCE(35);
      END_STATE();
    case 23:
      if (lookahead == 't') ADVANCE(36);
      END_STATE();
    case 24:
      if (lookahead == 'p') ADVANCE(37);
      END_STATE();
    case 25:
      if (lookahead == 'c') ADVANCE(38);
      END_STATE();
    case 26:
      if (lookahead == 'e') ADVANCE(39);
      END_STATE();
    case 27:
      ACCEPT_TOKEN(sym_prefix);
      END_STATE();
    case 28:
      if (lookahead == 'A') ADVANCE(40);
      END_STATE();
    case 29:
      if (lookahead == 'K') ADVANCE(27);
      END_STATE();
    case 30:
      if (lookahead == 'R') ADVANCE(41);
      END_STATE();
    case 31:
      ACCEPT_TOKEN(sym_prefix);
      if (lookahead == 'N') ADVANCE(42);
      if (lookahead == 'E' ||
          lookahead == 'Z') ADVANCE(27);
      END_STATE();
    case 32:
      if (lookahead == 'Q') ADVANCE(43);
      END_STATE();
    case 33:
      if (lookahead == 'L') ADVANCE(44);
      END_STATE();
    case 34:
      if (lookahead == 'a') ADVANCE(45);
      END_STATE();
    case 35:
      if (lookahead == 'k') ADVANCE(27);
      END_STATE();
    case 36:
      if (lookahead == 'r') ADVANCE(46);
      END_STATE();
    case 37:
      ACCEPT_TOKEN(sym_prefix);
      if (lookahead == 'n') ADVANCE(47);
      if (lookahead == 'e' ||
          lookahead == 'z') ADVANCE(27);
      END_STATE();
    case 38:
      if (lookahead == 'q') ADVANCE(48);
      END_STATE();
    case 39:
      if (lookahead == 'l') ADVANCE(49);
      END_STATE();
    case 40:
      if (lookahead == '1') ADVANCE(50);
      END_STATE();
    case 41:
      if (lookahead == 'A') ADVANCE(51);
      END_STATE();
    case 42:
      if (lookahead == 'E' ||
          lookahead == 'Z') ADVANCE(27);
      END_STATE();
    case 43:
      if (lookahead == 'U') ADVANCE(52);
      END_STATE();
    case 44:
      if (lookahead == 'E') ADVANCE(53);
      END_STATE();
    case 45:
      if (lookahead == '1') ADVANCE(54);
      END_STATE();
    case 46:
      if (lookahead == 'a') ADVANCE(55);
      END_STATE();
    case 47:
      if (lookahead == 'e' ||
          lookahead == 'z') ADVANCE(27);
      END_STATE();
    case 48:
      if (lookahead == 'u') ADVANCE(56);
      END_STATE();
    case 49:
      if (lookahead == 'e') ADVANCE(57);
      END_STATE();
    case 50:
      if (lookahead == '6') ADVANCE(27);
      END_STATE();
    case 51:
      if (lookahead == 'C') ADVANCE(58);
      END_STATE();
    case 52:
      if (lookahead == 'I') ADVANCE(59);
      END_STATE();
    case 53:
      if (lookahead == 'A') ADVANCE(60);
      END_STATE();
    case 54:
      if (lookahead == '6') ADVANCE(27);
      END_STATE();
    case 55:
      if (lookahead == 'c') ADVANCE(61);
      END_STATE();
    case 56:
      if (lookahead == 'i') ADVANCE(62);
      END_STATE();
    case 57:
      if (lookahead == 'a') ADVANCE(63);
      END_STATE();
    case 58:
      if (lookahead == 'K') ADVANCE(27);
      END_STATE();
    case 59:
      if (lookahead == 'R') ADVANCE(64);
      END_STATE();
    case 60:
      if (lookahead == 'S') ADVANCE(65);
      END_STATE();
    case 61:
      if (lookahead == 'k') ADVANCE(27);
      END_STATE();
    case 62:
      if (lookahead == 'r') ADVANCE(66);
      END_STATE();
    case 63:
      if (lookahead == 's') ADVANCE(67);
      END_STATE();
    case 64:
      if (lookahead == 'E') ADVANCE(27);
      END_STATE();
    case 65:
      if (lookahead == 'E') ADVANCE(27);
      END_STATE();
    case 66:
      if (lookahead == 'e') ADVANCE(27);
      END_STATE();
    case 67:
      if (lookahead == 'e') ADVANCE(27);
      END_STATE();
    default:
      return false;
  }
}

static const TSLexMode ts_lex_modes[STATE_COUNT] = {
  [0] = {.lex_state = 0},
  [1] = {.lex_state = 103},
  [2] = {.lex_state = 102},
  [3] = {.lex_state = 102},
  [4] = {.lex_state = 100},
  [5] = {.lex_state = 100},
  [6] = {.lex_state = 100},
  [7] = {.lex_state = 100},
  [8] = {.lex_state = 100},
  [9] = {.lex_state = 100},
  [10] = {.lex_state = 100},
  [11] = {.lex_state = 100},
  [12] = {.lex_state = 100},
  [13] = {.lex_state = 100},
  [14] = {.lex_state = 100},
  [15] = {.lex_state = 100},
  [16] = {.lex_state = 100},
  [17] = {.lex_state = 100},
  [18] = {.lex_state = 100},
  [19] = {.lex_state = 101},
  [20] = {.lex_state = 99},
  [21] = {.lex_state = 101},
  [22] = {.lex_state = 99},
  [23] = {.lex_state = 99},
  [24] = {.lex_state = 101},
  [25] = {.lex_state = 100},
  [26] = {.lex_state = 100},
  [27] = {.lex_state = 100},
  [28] = {.lex_state = 100},
  [29] = {.lex_state = 100},
  [30] = {.lex_state = 100},
  [31] = {.lex_state = 100},
  [32] = {.lex_state = 100},
  [33] = {.lex_state = 100},
  [34] = {.lex_state = 100},
  [35] = {.lex_state = 100},
  [36] = {.lex_state = 100},
  [37] = {.lex_state = 100},
  [38] = {.lex_state = 100},
  [39] = {.lex_state = 100},
  [40] = {.lex_state = 100},
  [41] = {.lex_state = 103},
  [42] = {.lex_state = 103},
  [43] = {.lex_state = 104},
  [44] = {.lex_state = 4},
  [45] = {.lex_state = 4},
  [46] = {.lex_state = 4},
  [47] = {.lex_state = 104},
  [48] = {.lex_state = 103},
  [49] = {.lex_state = 104},
  [50] = {.lex_state = 105},
  [51] = {.lex_state = 105},
  [52] = {.lex_state = 0},
  [53] = {.lex_state = 0},
  [54] = {.lex_state = 0},
  [55] = {.lex_state = 0},
  [56] = {.lex_state = 0},
  [57] = {.lex_state = 0},
  [58] = {.lex_state = 0},
  [59] = {.lex_state = 0},
  [60] = {.lex_state = 0},
  [61] = {.lex_state = 0},
  [62] = {.lex_state = 0},
  [63] = {.lex_state = 0},
  [64] = {.lex_state = 0},
  [65] = {.lex_state = 0},
  [66] = {.lex_state = 0},
  [67] = {.lex_state = 0},
  [68] = {.lex_state = 0},
  [69] = {.lex_state = 0},
  [70] = {.lex_state = 0},
  [71] = {.lex_state = 0},
  [72] = {.lex_state = 0},
  [73] = {.lex_state = 0},
};

static const uint16_t ts_parse_table[LARGE_STATE_COUNT][SYMBOL_COUNT] = {
  [0] = {
    [ts_builtin_sym_end] = ACTIONS(1),
    [sym_word] = ACTIONS(1),
    [anon_sym_LF] = ACTIONS(1),
    [anon_sym_SEMI] = ACTIONS(1),
    [anon_sym_EQ] = ACTIONS(1),
    [anon_sym_EQ_EQ] = ACTIONS(1),
    [sym_directive_name] = ACTIONS(1),
    [sym_prefix] = ACTIONS(1),
    [anon_sym_COMMA] = ACTIONS(1),
    [anon_sym_DOLLAR] = ACTIONS(1),
    [anon_sym_POUND] = ACTIONS(1),
    [aux_sym__sign_token1] = ACTIONS(1),
    [anon_sym_LPAREN] = ACTIONS(1),
    [anon_sym_RPAREN] = ACTIONS(1),
    [anon_sym_LBRACK] = ACTIONS(1),
    [anon_sym_RBRACK] = ACTIONS(1),
    [anon_sym_BANG] = ACTIONS(1),
    [anon_sym_LBRACE] = ACTIONS(1),
    [anon_sym_RBRACE] = ACTIONS(1),
    [anon_sym_CARET] = ACTIONS(1),
    [anon_sym_COLON] = ACTIONS(1),
    [aux_sym_relocation_token1] = ACTIONS(1),
    [aux_sym_relocation_token2] = ACTIONS(1),
    [sym_operator] = ACTIONS(1),
    [sym_template_ref] = ACTIONS(1),
    [sym_register] = ACTIONS(1),
    [sym_local_ref] = ACTIONS(1),
    [sym_integer] = ACTIONS(1),
    [sym_string] = ACTIONS(1),
    [sym_character] = ACTIONS(1),
    [sym_gap] = ACTIONS(1),
    [sym_comment] = ACTIONS(3),
  },
  [1] = {
    [sym_source_file] = STATE(73),
    [sym__separator] = STATE(41),
    [sym__line] = STATE(57),
    [sym_label] = STATE(43),
    [sym__statement] = STATE(57),
    [sym_assignment] = STATE(57),
    [sym_directive] = STATE(57),
    [sym_instruction] = STATE(57),
    [aux_sym_source_file_repeat1] = STATE(41),
    [aux_sym__line_repeat1] = STATE(43),
    [aux_sym_instruction_repeat1] = STATE(51),
    [ts_builtin_sym_end] = ACTIONS(5),
    [sym_word] = ACTIONS(7),
    [anon_sym_LF] = ACTIONS(9),
    [anon_sym_SEMI] = ACTIONS(9),
    [sym__named_label] = ACTIONS(11),
    [sym__numeric_label] = ACTIONS(11),
    [sym_directive_name] = ACTIONS(13),
    [sym_prefix] = ACTIONS(15),
    [sym_gap] = ACTIONS(17),
    [sym_preproc] = ACTIONS(17),
    [sym_comment] = ACTIONS(19),
  },
  [2] = {
    [sym__operands] = STATE(62),
    [sym_operand] = STATE(54),
    [sym__atom] = STATE(6),
    [sym_immediate] = STATE(6),
    [sym_memory] = STATE(6),
    [sym_bracket] = STATE(6),
    [sym_register_list] = STATE(6),
    [sym_segment] = STATE(6),
    [sym_relocation] = STATE(6),
    [aux_sym__operands_repeat1] = STATE(55),
    [aux_sym_operand_repeat1] = STATE(6),
    [ts_builtin_sym_end] = ACTIONS(21),
    [sym_word] = ACTIONS(23),
    [anon_sym_LF] = ACTIONS(21),
    [anon_sym_SEMI] = ACTIONS(21),
    [anon_sym_EQ] = ACTIONS(25),
    [anon_sym_EQ_EQ] = ACTIONS(27),
    [sym_directive_name] = ACTIONS(29),
    [anon_sym_COMMA] = ACTIONS(31),
    [anon_sym_DOLLAR] = ACTIONS(33),
    [anon_sym_POUND] = ACTIONS(33),
    [anon_sym_LPAREN] = ACTIONS(35),
    [anon_sym_LBRACK] = ACTIONS(37),
    [anon_sym_LBRACE] = ACTIONS(39),
    [aux_sym_relocation_token1] = ACTIONS(41),
    [aux_sym_relocation_token2] = ACTIONS(43),
    [sym_operator] = ACTIONS(23),
    [sym_template_ref] = ACTIONS(45),
    [sym_register] = ACTIONS(47),
    [sym_local_ref] = ACTIONS(49),
    [sym_integer] = ACTIONS(23),
    [sym_string] = ACTIONS(49),
    [sym_character] = ACTIONS(49),
    [sym_gap] = ACTIONS(49),
    [sym_comment] = ACTIONS(3),
  },
  [3] = {
    [sym__operands] = STATE(68),
    [sym_operand] = STATE(54),
    [sym__atom] = STATE(6),
    [sym_immediate] = STATE(6),
    [sym_memory] = STATE(6),
    [sym_bracket] = STATE(6),
    [sym_register_list] = STATE(6),
    [sym_segment] = STATE(6),
    [sym_relocation] = STATE(6),
    [aux_sym__operands_repeat1] = STATE(55),
    [aux_sym_operand_repeat1] = STATE(6),
    [ts_builtin_sym_end] = ACTIONS(51),
    [sym_word] = ACTIONS(23),
    [anon_sym_LF] = ACTIONS(51),
    [anon_sym_SEMI] = ACTIONS(51),
    [anon_sym_EQ] = ACTIONS(25),
    [anon_sym_EQ_EQ] = ACTIONS(27),
    [sym_directive_name] = ACTIONS(29),
    [anon_sym_COMMA] = ACTIONS(31),
    [anon_sym_DOLLAR] = ACTIONS(33),
    [anon_sym_POUND] = ACTIONS(33),
    [anon_sym_LPAREN] = ACTIONS(35),
    [anon_sym_LBRACK] = ACTIONS(37),
    [anon_sym_LBRACE] = ACTIONS(39),
    [aux_sym_relocation_token1] = ACTIONS(41),
    [aux_sym_relocation_token2] = ACTIONS(43),
    [sym_operator] = ACTIONS(23),
    [sym_template_ref] = ACTIONS(45),
    [sym_register] = ACTIONS(47),
    [sym_local_ref] = ACTIONS(49),
    [sym_integer] = ACTIONS(23),
    [sym_string] = ACTIONS(49),
    [sym_character] = ACTIONS(49),
    [sym_gap] = ACTIONS(49),
    [sym_comment] = ACTIONS(3),
  },
  [4] = {
    [sym__operands] = STATE(64),
    [sym_operand] = STATE(54),
    [sym__atom] = STATE(6),
    [sym_immediate] = STATE(6),
    [sym_memory] = STATE(6),
    [sym_bracket] = STATE(6),
    [sym_register_list] = STATE(6),
    [sym_segment] = STATE(6),
    [sym_relocation] = STATE(6),
    [aux_sym__operands_repeat1] = STATE(55),
    [aux_sym_operand_repeat1] = STATE(6),
    [ts_builtin_sym_end] = ACTIONS(53),
    [sym_word] = ACTIONS(23),
    [anon_sym_LF] = ACTIONS(53),
    [anon_sym_SEMI] = ACTIONS(53),
    [sym_directive_name] = ACTIONS(29),
    [anon_sym_COMMA] = ACTIONS(31),
    [anon_sym_DOLLAR] = ACTIONS(33),
    [anon_sym_POUND] = ACTIONS(33),
    [anon_sym_LPAREN] = ACTIONS(35),
    [anon_sym_LBRACK] = ACTIONS(37),
    [anon_sym_LBRACE] = ACTIONS(39),
    [aux_sym_relocation_token1] = ACTIONS(41),
    [aux_sym_relocation_token2] = ACTIONS(43),
    [sym_operator] = ACTIONS(23),
    [sym_template_ref] = ACTIONS(45),
    [sym_register] = ACTIONS(47),
    [sym_local_ref] = ACTIONS(49),
    [sym_integer] = ACTIONS(23),
    [sym_string] = ACTIONS(49),
    [sym_character] = ACTIONS(49),
    [sym_gap] = ACTIONS(49),
    [sym_comment] = ACTIONS(3),
  },
};

static const uint16_t ts_small_parse_table[] = {
  [0] = 15,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(29), 1,
      sym_directive_name,
    ACTIONS(35), 1,
      anon_sym_LPAREN,
    ACTIONS(37), 1,
      anon_sym_LBRACK,
    ACTIONS(39), 1,
      anon_sym_LBRACE,
    ACTIONS(41), 1,
      aux_sym_relocation_token1,
    ACTIONS(43), 1,
      aux_sym_relocation_token2,
    ACTIONS(45), 1,
      sym_template_ref,
    ACTIONS(47), 1,
      sym_register,
    STATE(58), 1,
      sym_operand,
    ACTIONS(33), 2,
      anon_sym_DOLLAR,
      anon_sym_POUND,
    ACTIONS(23), 3,
      sym_operator,
      sym_integer,
      sym_word,
    ACTIONS(49), 4,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
    ACTIONS(55), 4,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      anon_sym_COMMA,
    STATE(6), 8,
      sym__atom,
      sym_immediate,
      sym_memory,
      sym_bracket,
      sym_register_list,
      sym_segment,
      sym_relocation,
      aux_sym_operand_repeat1,
  [62] = 14,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(29), 1,
      sym_directive_name,
    ACTIONS(35), 1,
      anon_sym_LPAREN,
    ACTIONS(37), 1,
      anon_sym_LBRACK,
    ACTIONS(39), 1,
      anon_sym_LBRACE,
    ACTIONS(41), 1,
      aux_sym_relocation_token1,
    ACTIONS(43), 1,
      aux_sym_relocation_token2,
    ACTIONS(45), 1,
      sym_template_ref,
    ACTIONS(47), 1,
      sym_register,
    ACTIONS(33), 2,
      anon_sym_DOLLAR,
      anon_sym_POUND,
    ACTIONS(59), 3,
      sym_operator,
      sym_integer,
      sym_word,
    ACTIONS(57), 4,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      anon_sym_COMMA,
    ACTIONS(61), 4,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
    STATE(8), 8,
      sym__atom,
      sym_immediate,
      sym_memory,
      sym_bracket,
      sym_register_list,
      sym_segment,
      sym_relocation,
      aux_sym_operand_repeat1,
  [121] = 14,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(29), 1,
      sym_directive_name,
    ACTIONS(35), 1,
      anon_sym_LPAREN,
    ACTIONS(37), 1,
      anon_sym_LBRACK,
    ACTIONS(39), 1,
      anon_sym_LBRACE,
    ACTIONS(41), 1,
      aux_sym_relocation_token1,
    ACTIONS(43), 1,
      aux_sym_relocation_token2,
    ACTIONS(45), 1,
      sym_template_ref,
    ACTIONS(47), 1,
      sym_register,
    ACTIONS(33), 2,
      anon_sym_DOLLAR,
      anon_sym_POUND,
    ACTIONS(63), 3,
      sym_operator,
      sym_integer,
      sym_word,
    ACTIONS(65), 4,
      anon_sym_COMMA,
      anon_sym_RPAREN,
      anon_sym_RBRACK,
      anon_sym_RBRACE,
    ACTIONS(67), 4,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
    STATE(10), 8,
      sym__atom,
      sym_immediate,
      sym_memory,
      sym_bracket,
      sym_register_list,
      aux_sym__inner,
      sym_segment,
      sym_relocation,
  [180] = 14,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(74), 1,
      sym_directive_name,
    ACTIONS(80), 1,
      anon_sym_LPAREN,
    ACTIONS(83), 1,
      anon_sym_LBRACK,
    ACTIONS(86), 1,
      anon_sym_LBRACE,
    ACTIONS(89), 1,
      aux_sym_relocation_token1,
    ACTIONS(92), 1,
      aux_sym_relocation_token2,
    ACTIONS(95), 1,
      sym_template_ref,
    ACTIONS(98), 1,
      sym_register,
    ACTIONS(77), 2,
      anon_sym_DOLLAR,
      anon_sym_POUND,
    ACTIONS(71), 3,
      sym_operator,
      sym_integer,
      sym_word,
    ACTIONS(69), 4,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      anon_sym_COMMA,
    ACTIONS(101), 4,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
    STATE(8), 8,
      sym__atom,
      sym_immediate,
      sym_memory,
      sym_bracket,
      sym_register_list,
      sym_segment,
      sym_relocation,
      aux_sym_operand_repeat1,
  [239] = 14,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(107), 1,
      sym_directive_name,
    ACTIONS(115), 1,
      anon_sym_LPAREN,
    ACTIONS(118), 1,
      anon_sym_LBRACK,
    ACTIONS(121), 1,
      anon_sym_LBRACE,
    ACTIONS(124), 1,
      aux_sym_relocation_token1,
    ACTIONS(127), 1,
      aux_sym_relocation_token2,
    ACTIONS(130), 1,
      sym_template_ref,
    ACTIONS(133), 1,
      sym_register,
    ACTIONS(112), 2,
      anon_sym_DOLLAR,
      anon_sym_POUND,
    ACTIONS(104), 3,
      sym_operator,
      sym_integer,
      sym_word,
    ACTIONS(110), 4,
      anon_sym_COMMA,
      anon_sym_RPAREN,
      anon_sym_RBRACK,
      anon_sym_RBRACE,
    ACTIONS(136), 4,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
    STATE(9), 8,
      sym__atom,
      sym_immediate,
      sym_memory,
      sym_bracket,
      sym_register_list,
      aux_sym__inner,
      sym_segment,
      sym_relocation,
  [298] = 14,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(29), 1,
      sym_directive_name,
    ACTIONS(35), 1,
      anon_sym_LPAREN,
    ACTIONS(37), 1,
      anon_sym_LBRACK,
    ACTIONS(39), 1,
      anon_sym_LBRACE,
    ACTIONS(41), 1,
      aux_sym_relocation_token1,
    ACTIONS(43), 1,
      aux_sym_relocation_token2,
    ACTIONS(45), 1,
      sym_template_ref,
    ACTIONS(47), 1,
      sym_register,
    ACTIONS(33), 2,
      anon_sym_DOLLAR,
      anon_sym_POUND,
    ACTIONS(139), 3,
      sym_operator,
      sym_integer,
      sym_word,
    ACTIONS(141), 4,
      anon_sym_COMMA,
      anon_sym_RPAREN,
      anon_sym_RBRACK,
      anon_sym_RBRACE,
    ACTIONS(143), 4,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
    STATE(9), 8,
      sym__atom,
      sym_immediate,
      sym_memory,
      sym_bracket,
      sym_register_list,
      aux_sym__inner,
      sym_segment,
      sym_relocation,
  [357] = 16,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(29), 1,
      sym_directive_name,
    ACTIONS(35), 1,
      anon_sym_LPAREN,
    ACTIONS(37), 1,
      anon_sym_LBRACK,
    ACTIONS(39), 1,
      anon_sym_LBRACE,
    ACTIONS(41), 1,
      aux_sym_relocation_token1,
    ACTIONS(43), 1,
      aux_sym_relocation_token2,
    ACTIONS(45), 1,
      sym_template_ref,
    ACTIONS(47), 1,
      sym_register,
    ACTIONS(147), 1,
      anon_sym_COMMA,
    ACTIONS(149), 1,
      anon_sym_RBRACK,
    STATE(60), 1,
      aux_sym_memory_repeat1,
    ACTIONS(33), 2,
      anon_sym_DOLLAR,
      anon_sym_POUND,
    ACTIONS(145), 3,
      sym_operator,
      sym_integer,
      sym_word,
    ACTIONS(151), 4,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
    STATE(16), 8,
      sym__atom,
      sym_immediate,
      sym_memory,
      sym_bracket,
      sym_register_list,
      aux_sym__inner,
      sym_segment,
      sym_relocation,
  [419] = 16,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(29), 1,
      sym_directive_name,
    ACTIONS(35), 1,
      anon_sym_LPAREN,
    ACTIONS(37), 1,
      anon_sym_LBRACK,
    ACTIONS(39), 1,
      anon_sym_LBRACE,
    ACTIONS(41), 1,
      aux_sym_relocation_token1,
    ACTIONS(43), 1,
      aux_sym_relocation_token2,
    ACTIONS(45), 1,
      sym_template_ref,
    ACTIONS(47), 1,
      sym_register,
    ACTIONS(147), 1,
      anon_sym_COMMA,
    ACTIONS(155), 1,
      anon_sym_RPAREN,
    STATE(67), 1,
      aux_sym_memory_repeat1,
    ACTIONS(33), 2,
      anon_sym_DOLLAR,
      anon_sym_POUND,
    ACTIONS(153), 3,
      sym_operator,
      sym_integer,
      sym_word,
    ACTIONS(157), 4,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
    STATE(15), 8,
      sym__atom,
      sym_immediate,
      sym_memory,
      sym_bracket,
      sym_register_list,
      aux_sym__inner,
      sym_segment,
      sym_relocation,
  [481] = 16,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(29), 1,
      sym_directive_name,
    ACTIONS(35), 1,
      anon_sym_LPAREN,
    ACTIONS(37), 1,
      anon_sym_LBRACK,
    ACTIONS(39), 1,
      anon_sym_LBRACE,
    ACTIONS(41), 1,
      aux_sym_relocation_token1,
    ACTIONS(43), 1,
      aux_sym_relocation_token2,
    ACTIONS(45), 1,
      sym_template_ref,
    ACTIONS(47), 1,
      sym_register,
    ACTIONS(147), 1,
      anon_sym_COMMA,
    ACTIONS(161), 1,
      anon_sym_RBRACE,
    STATE(69), 1,
      aux_sym_memory_repeat1,
    ACTIONS(33), 2,
      anon_sym_DOLLAR,
      anon_sym_POUND,
    ACTIONS(159), 3,
      sym_operator,
      sym_integer,
      sym_word,
    ACTIONS(163), 4,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
    STATE(14), 8,
      sym__atom,
      sym_immediate,
      sym_memory,
      sym_bracket,
      sym_register_list,
      aux_sym__inner,
      sym_segment,
      sym_relocation,
  [543] = 16,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(29), 1,
      sym_directive_name,
    ACTIONS(35), 1,
      anon_sym_LPAREN,
    ACTIONS(37), 1,
      anon_sym_LBRACK,
    ACTIONS(39), 1,
      anon_sym_LBRACE,
    ACTIONS(41), 1,
      aux_sym_relocation_token1,
    ACTIONS(43), 1,
      aux_sym_relocation_token2,
    ACTIONS(45), 1,
      sym_template_ref,
    ACTIONS(47), 1,
      sym_register,
    ACTIONS(147), 1,
      anon_sym_COMMA,
    ACTIONS(165), 1,
      anon_sym_RBRACE,
    STATE(65), 1,
      aux_sym_memory_repeat1,
    ACTIONS(33), 2,
      anon_sym_DOLLAR,
      anon_sym_POUND,
    ACTIONS(139), 3,
      sym_operator,
      sym_integer,
      sym_word,
    ACTIONS(143), 4,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
    STATE(9), 8,
      sym__atom,
      sym_immediate,
      sym_memory,
      sym_bracket,
      sym_register_list,
      aux_sym__inner,
      sym_segment,
      sym_relocation,
  [605] = 16,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(29), 1,
      sym_directive_name,
    ACTIONS(35), 1,
      anon_sym_LPAREN,
    ACTIONS(37), 1,
      anon_sym_LBRACK,
    ACTIONS(39), 1,
      anon_sym_LBRACE,
    ACTIONS(41), 1,
      aux_sym_relocation_token1,
    ACTIONS(43), 1,
      aux_sym_relocation_token2,
    ACTIONS(45), 1,
      sym_template_ref,
    ACTIONS(47), 1,
      sym_register,
    ACTIONS(147), 1,
      anon_sym_COMMA,
    ACTIONS(167), 1,
      anon_sym_RPAREN,
    STATE(63), 1,
      aux_sym_memory_repeat1,
    ACTIONS(33), 2,
      anon_sym_DOLLAR,
      anon_sym_POUND,
    ACTIONS(139), 3,
      sym_operator,
      sym_integer,
      sym_word,
    ACTIONS(143), 4,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
    STATE(9), 8,
      sym__atom,
      sym_immediate,
      sym_memory,
      sym_bracket,
      sym_register_list,
      aux_sym__inner,
      sym_segment,
      sym_relocation,
  [667] = 16,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(29), 1,
      sym_directive_name,
    ACTIONS(35), 1,
      anon_sym_LPAREN,
    ACTIONS(37), 1,
      anon_sym_LBRACK,
    ACTIONS(39), 1,
      anon_sym_LBRACE,
    ACTIONS(41), 1,
      aux_sym_relocation_token1,
    ACTIONS(43), 1,
      aux_sym_relocation_token2,
    ACTIONS(45), 1,
      sym_template_ref,
    ACTIONS(47), 1,
      sym_register,
    ACTIONS(147), 1,
      anon_sym_COMMA,
    ACTIONS(169), 1,
      anon_sym_RBRACK,
    STATE(66), 1,
      aux_sym_memory_repeat1,
    ACTIONS(33), 2,
      anon_sym_DOLLAR,
      anon_sym_POUND,
    ACTIONS(139), 3,
      sym_operator,
      sym_integer,
      sym_word,
    ACTIONS(143), 4,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
    STATE(9), 8,
      sym__atom,
      sym_immediate,
      sym_memory,
      sym_bracket,
      sym_register_list,
      aux_sym__inner,
      sym_segment,
      sym_relocation,
  [729] = 14,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(29), 1,
      sym_directive_name,
    ACTIONS(35), 1,
      anon_sym_LPAREN,
    ACTIONS(37), 1,
      anon_sym_LBRACK,
    ACTIONS(39), 1,
      anon_sym_LBRACE,
    ACTIONS(41), 1,
      aux_sym_relocation_token1,
    ACTIONS(43), 1,
      aux_sym_relocation_token2,
    ACTIONS(45), 1,
      sym_template_ref,
    ACTIONS(47), 1,
      sym_register,
    STATE(70), 1,
      sym_operand,
    ACTIONS(33), 2,
      anon_sym_DOLLAR,
      anon_sym_POUND,
    ACTIONS(23), 3,
      sym_operator,
      sym_integer,
      sym_word,
    ACTIONS(49), 4,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
    STATE(6), 8,
      sym__atom,
      sym_immediate,
      sym_memory,
      sym_bracket,
      sym_register_list,
      sym_segment,
      sym_relocation,
      aux_sym_operand_repeat1,
  [785] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(175), 1,
      anon_sym_COLON,
    ACTIONS(173), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(171), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [820] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(181), 1,
      anon_sym_CARET,
    ACTIONS(179), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(177), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [855] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(187), 1,
      anon_sym_BANG,
    ACTIONS(185), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(183), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [890] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(193), 1,
      anon_sym_CARET,
    ACTIONS(191), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(189), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [925] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(199), 1,
      anon_sym_BANG,
    ACTIONS(197), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(195), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [960] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(205), 1,
      anon_sym_BANG,
    ACTIONS(203), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(201), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [995] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(211), 1,
      anon_sym_CARET,
    ACTIONS(209), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(207), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1030] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(215), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(213), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1062] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(219), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(217), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1094] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(223), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(221), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1126] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(227), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(225), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1158] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(231), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(229), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1190] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(235), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(233), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1222] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(239), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(237), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1254] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(243), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(241), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1286] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(247), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(245), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1318] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(209), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(207), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1350] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(191), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(189), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1382] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(251), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(249), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1414] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(185), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(183), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1446] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(255), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(253), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1478] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(203), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(201), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1510] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(259), 6,
      anon_sym_DOLLAR,
      anon_sym_POUND,
      sym_operator,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(257), 18,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_directive_name,
      anon_sym_COMMA,
      anon_sym_LPAREN,
      anon_sym_RPAREN,
      anon_sym_LBRACK,
      anon_sym_RBRACK,
      anon_sym_LBRACE,
      anon_sym_RBRACE,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_string,
      sym_character,
      sym_gap,
  [1542] = 12,
    ACTIONS(7), 1,
      sym_word,
    ACTIONS(13), 1,
      sym_directive_name,
    ACTIONS(15), 1,
      sym_prefix,
    ACTIONS(19), 1,
      sym_comment,
    ACTIONS(261), 1,
      ts_builtin_sym_end,
    STATE(51), 1,
      aux_sym_instruction_repeat1,
    ACTIONS(11), 2,
      sym__named_label,
      sym__numeric_label,
    ACTIONS(263), 2,
      anon_sym_LF,
      anon_sym_SEMI,
    ACTIONS(265), 2,
      sym_gap,
      sym_preproc,
    STATE(42), 2,
      sym__separator,
      aux_sym_source_file_repeat1,
    STATE(43), 2,
      sym_label,
      aux_sym__line_repeat1,
    STATE(59), 5,
      sym__line,
      sym__statement,
      sym_assignment,
      sym_directive,
      sym_instruction,
  [1588] = 12,
    ACTIONS(19), 1,
      sym_comment,
    ACTIONS(267), 1,
      ts_builtin_sym_end,
    ACTIONS(269), 1,
      sym_word,
    ACTIONS(278), 1,
      sym_directive_name,
    ACTIONS(281), 1,
      sym_prefix,
    STATE(51), 1,
      aux_sym_instruction_repeat1,
    ACTIONS(272), 2,
      anon_sym_LF,
      anon_sym_SEMI,
    ACTIONS(275), 2,
      sym__named_label,
      sym__numeric_label,
    ACTIONS(284), 2,
      sym_gap,
      sym_preproc,
    STATE(42), 2,
      sym__separator,
      aux_sym_source_file_repeat1,
    STATE(43), 2,
      sym_label,
      aux_sym__line_repeat1,
    STATE(71), 5,
      sym__line,
      sym__statement,
      sym_assignment,
      sym_directive,
      sym_instruction,
  [1634] = 10,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(7), 1,
      sym_word,
    ACTIONS(13), 1,
      sym_directive_name,
    ACTIONS(15), 1,
      sym_prefix,
    ACTIONS(289), 1,
      sym_gap,
    STATE(51), 1,
      aux_sym_instruction_repeat1,
    ACTIONS(11), 2,
      sym__named_label,
      sym__numeric_label,
    STATE(47), 2,
      sym_label,
      aux_sym__line_repeat1,
    ACTIONS(287), 3,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
    STATE(61), 4,
      sym__statement,
      sym_assignment,
      sym_directive,
      sym_instruction,
  [1672] = 10,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(35), 1,
      anon_sym_LPAREN,
    ACTIONS(41), 1,
      aux_sym_relocation_token1,
    ACTIONS(43), 1,
      aux_sym_relocation_token2,
    ACTIONS(293), 1,
      sym_directive_name,
    ACTIONS(295), 1,
      aux_sym__sign_token1,
    STATE(46), 2,
      sym__sign,
      aux_sym_immediate_repeat1,
    ACTIONS(291), 3,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(297), 3,
      sym_template_ref,
      sym_local_ref,
      sym_character,
    STATE(33), 3,
      sym__value,
      sym_memory,
      sym_relocation,
  [1710] = 10,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(35), 1,
      anon_sym_LPAREN,
    ACTIONS(41), 1,
      aux_sym_relocation_token1,
    ACTIONS(43), 1,
      aux_sym_relocation_token2,
    ACTIONS(293), 1,
      sym_directive_name,
    ACTIONS(301), 1,
      aux_sym__sign_token1,
    STATE(44), 2,
      sym__sign,
      aux_sym_immediate_repeat1,
    ACTIONS(299), 3,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(303), 3,
      sym_template_ref,
      sym_local_ref,
      sym_character,
    STATE(28), 3,
      sym__value,
      sym_memory,
      sym_relocation,
  [1748] = 5,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(309), 1,
      aux_sym__sign_token1,
    STATE(46), 2,
      sym__sign,
      aux_sym_immediate_repeat1,
    ACTIONS(305), 3,
      sym_register,
      sym_integer,
      sym_word,
    ACTIONS(307), 7,
      sym_directive_name,
      anon_sym_LPAREN,
      aux_sym_relocation_token1,
      aux_sym_relocation_token2,
      sym_template_ref,
      sym_local_ref,
      sym_character,
  [1773] = 5,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(316), 2,
      sym__named_label,
      sym__numeric_label,
    STATE(47), 2,
      sym_label,
      aux_sym__line_repeat1,
    ACTIONS(314), 3,
      sym_directive_name,
      sym_prefix,
      sym_word,
    ACTIONS(312), 4,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym_gap,
  [1796] = 3,
    ACTIONS(19), 1,
      sym_comment,
    ACTIONS(319), 3,
      sym_directive_name,
      sym_prefix,
      sym_word,
    ACTIONS(267), 7,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym__named_label,
      sym__numeric_label,
      sym_gap,
      sym_preproc,
  [1814] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(323), 3,
      sym_directive_name,
      sym_prefix,
      sym_word,
    ACTIONS(321), 6,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      sym__named_label,
      sym__numeric_label,
      sym_gap,
  [1831] = 5,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(327), 1,
      sym_word,
    ACTIONS(329), 1,
      sym_prefix,
    STATE(50), 1,
      aux_sym_instruction_repeat1,
    ACTIONS(325), 3,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
  [1849] = 5,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(334), 1,
      sym_word,
    ACTIONS(336), 1,
      sym_prefix,
    STATE(50), 1,
      aux_sym_instruction_repeat1,
    ACTIONS(332), 3,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
  [1867] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(340), 1,
      anon_sym_COMMA,
    STATE(52), 1,
      aux_sym__operands_repeat1,
    ACTIONS(338), 3,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
  [1882] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(343), 1,
      anon_sym_COMMA,
    STATE(53), 1,
      aux_sym_memory_repeat1,
    ACTIONS(141), 3,
      anon_sym_RPAREN,
      anon_sym_RBRACK,
      anon_sym_RBRACE,
  [1897] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(31), 1,
      anon_sym_COMMA,
    STATE(56), 1,
      aux_sym__operands_repeat1,
    ACTIONS(346), 3,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
  [1912] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(31), 1,
      anon_sym_COMMA,
    STATE(52), 1,
      aux_sym__operands_repeat1,
    ACTIONS(346), 3,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
  [1927] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(31), 1,
      anon_sym_COMMA,
    STATE(52), 1,
      aux_sym__operands_repeat1,
    ACTIONS(348), 3,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
  [1942] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(261), 1,
      ts_builtin_sym_end,
    STATE(48), 1,
      sym__separator,
    ACTIONS(350), 2,
      anon_sym_LF,
      anon_sym_SEMI,
  [1956] = 2,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(338), 4,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
      anon_sym_COMMA,
  [1966] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(352), 1,
      ts_builtin_sym_end,
    STATE(48), 1,
      sym__separator,
    ACTIONS(350), 2,
      anon_sym_LF,
      anon_sym_SEMI,
  [1980] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(147), 1,
      anon_sym_COMMA,
    ACTIONS(169), 1,
      anon_sym_RBRACK,
    STATE(53), 1,
      aux_sym_memory_repeat1,
  [1993] = 2,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(354), 3,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
  [2002] = 2,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(356), 3,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
  [2011] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(147), 1,
      anon_sym_COMMA,
    ACTIONS(358), 1,
      anon_sym_RPAREN,
    STATE(53), 1,
      aux_sym_memory_repeat1,
  [2024] = 2,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(360), 3,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
  [2033] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(147), 1,
      anon_sym_COMMA,
    ACTIONS(362), 1,
      anon_sym_RBRACE,
    STATE(53), 1,
      aux_sym_memory_repeat1,
  [2046] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(147), 1,
      anon_sym_COMMA,
    ACTIONS(364), 1,
      anon_sym_RBRACK,
    STATE(53), 1,
      aux_sym_memory_repeat1,
  [2059] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(147), 1,
      anon_sym_COMMA,
    ACTIONS(167), 1,
      anon_sym_RPAREN,
    STATE(53), 1,
      aux_sym_memory_repeat1,
  [2072] = 2,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(366), 3,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
  [2081] = 4,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(147), 1,
      anon_sym_COMMA,
    ACTIONS(165), 1,
      anon_sym_RBRACE,
    STATE(53), 1,
      aux_sym_memory_repeat1,
  [2094] = 2,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(368), 3,
      ts_builtin_sym_end,
      anon_sym_LF,
      anon_sym_SEMI,
  [2103] = 3,
    ACTIONS(3), 1,
      sym_comment,
    STATE(48), 1,
      sym__separator,
    ACTIONS(350), 2,
      anon_sym_LF,
      anon_sym_SEMI,
  [2114] = 3,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(35), 1,
      anon_sym_LPAREN,
    STATE(26), 1,
      sym_memory,
  [2124] = 2,
    ACTIONS(3), 1,
      sym_comment,
    ACTIONS(370), 1,
      ts_builtin_sym_end,
};

static const uint32_t ts_small_parse_table_map[] = {
  [SMALL_STATE(5)] = 0,
  [SMALL_STATE(6)] = 62,
  [SMALL_STATE(7)] = 121,
  [SMALL_STATE(8)] = 180,
  [SMALL_STATE(9)] = 239,
  [SMALL_STATE(10)] = 298,
  [SMALL_STATE(11)] = 357,
  [SMALL_STATE(12)] = 419,
  [SMALL_STATE(13)] = 481,
  [SMALL_STATE(14)] = 543,
  [SMALL_STATE(15)] = 605,
  [SMALL_STATE(16)] = 667,
  [SMALL_STATE(17)] = 729,
  [SMALL_STATE(18)] = 785,
  [SMALL_STATE(19)] = 820,
  [SMALL_STATE(20)] = 855,
  [SMALL_STATE(21)] = 890,
  [SMALL_STATE(22)] = 925,
  [SMALL_STATE(23)] = 960,
  [SMALL_STATE(24)] = 995,
  [SMALL_STATE(25)] = 1030,
  [SMALL_STATE(26)] = 1062,
  [SMALL_STATE(27)] = 1094,
  [SMALL_STATE(28)] = 1126,
  [SMALL_STATE(29)] = 1158,
  [SMALL_STATE(30)] = 1190,
  [SMALL_STATE(31)] = 1222,
  [SMALL_STATE(32)] = 1254,
  [SMALL_STATE(33)] = 1286,
  [SMALL_STATE(34)] = 1318,
  [SMALL_STATE(35)] = 1350,
  [SMALL_STATE(36)] = 1382,
  [SMALL_STATE(37)] = 1414,
  [SMALL_STATE(38)] = 1446,
  [SMALL_STATE(39)] = 1478,
  [SMALL_STATE(40)] = 1510,
  [SMALL_STATE(41)] = 1542,
  [SMALL_STATE(42)] = 1588,
  [SMALL_STATE(43)] = 1634,
  [SMALL_STATE(44)] = 1672,
  [SMALL_STATE(45)] = 1710,
  [SMALL_STATE(46)] = 1748,
  [SMALL_STATE(47)] = 1773,
  [SMALL_STATE(48)] = 1796,
  [SMALL_STATE(49)] = 1814,
  [SMALL_STATE(50)] = 1831,
  [SMALL_STATE(51)] = 1849,
  [SMALL_STATE(52)] = 1867,
  [SMALL_STATE(53)] = 1882,
  [SMALL_STATE(54)] = 1897,
  [SMALL_STATE(55)] = 1912,
  [SMALL_STATE(56)] = 1927,
  [SMALL_STATE(57)] = 1942,
  [SMALL_STATE(58)] = 1956,
  [SMALL_STATE(59)] = 1966,
  [SMALL_STATE(60)] = 1980,
  [SMALL_STATE(61)] = 1993,
  [SMALL_STATE(62)] = 2002,
  [SMALL_STATE(63)] = 2011,
  [SMALL_STATE(64)] = 2024,
  [SMALL_STATE(65)] = 2033,
  [SMALL_STATE(66)] = 2046,
  [SMALL_STATE(67)] = 2059,
  [SMALL_STATE(68)] = 2072,
  [SMALL_STATE(69)] = 2081,
  [SMALL_STATE(70)] = 2094,
  [SMALL_STATE(71)] = 2103,
  [SMALL_STATE(72)] = 2114,
  [SMALL_STATE(73)] = 2124,
};

static const TSParseActionEntry ts_parse_actions[] = {
  [0] = {.entry = {.count = 0, .reusable = false}},
  [1] = {.entry = {.count = 1, .reusable = false}}, RECOVER(),
  [3] = {.entry = {.count = 1, .reusable = true}}, SHIFT_EXTRA(),
  [5] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_source_file, 0, 0, 0),
  [7] = {.entry = {.count = 1, .reusable = false}}, SHIFT(3),
  [9] = {.entry = {.count = 1, .reusable = true}}, SHIFT(41),
  [11] = {.entry = {.count = 1, .reusable = true}}, SHIFT(49),
  [13] = {.entry = {.count = 1, .reusable = false}}, SHIFT(2),
  [15] = {.entry = {.count = 1, .reusable = false}}, SHIFT(51),
  [17] = {.entry = {.count = 1, .reusable = true}}, SHIFT(57),
  [19] = {.entry = {.count = 1, .reusable = false}}, SHIFT_EXTRA(),
  [21] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_directive, 1, 0, 1),
  [23] = {.entry = {.count = 1, .reusable = false}}, SHIFT(6),
  [25] = {.entry = {.count = 1, .reusable = false}}, SHIFT(17),
  [27] = {.entry = {.count = 1, .reusable = true}}, SHIFT(17),
  [29] = {.entry = {.count = 1, .reusable = true}}, SHIFT(27),
  [31] = {.entry = {.count = 1, .reusable = true}}, SHIFT(5),
  [33] = {.entry = {.count = 1, .reusable = false}}, SHIFT(45),
  [35] = {.entry = {.count = 1, .reusable = true}}, SHIFT(12),
  [37] = {.entry = {.count = 1, .reusable = true}}, SHIFT(11),
  [39] = {.entry = {.count = 1, .reusable = true}}, SHIFT(13),
  [41] = {.entry = {.count = 1, .reusable = true}}, SHIFT(31),
  [43] = {.entry = {.count = 1, .reusable = true}}, SHIFT(72),
  [45] = {.entry = {.count = 1, .reusable = true}}, SHIFT(18),
  [47] = {.entry = {.count = 1, .reusable = false}}, SHIFT(18),
  [49] = {.entry = {.count = 1, .reusable = true}}, SHIFT(6),
  [51] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_instruction, 1, 0, 2),
  [53] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_instruction, 2, 0, 4),
  [55] = {.entry = {.count = 1, .reusable = true}}, REDUCE(aux_sym__operands_repeat1, 1, 0, 0),
  [57] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_operand, 1, 0, 0),
  [59] = {.entry = {.count = 1, .reusable = false}}, SHIFT(8),
  [61] = {.entry = {.count = 1, .reusable = true}}, SHIFT(8),
  [63] = {.entry = {.count = 1, .reusable = false}}, SHIFT(10),
  [65] = {.entry = {.count = 1, .reusable = true}}, REDUCE(aux_sym_memory_repeat1, 1, 0, 0),
  [67] = {.entry = {.count = 1, .reusable = true}}, SHIFT(10),
  [69] = {.entry = {.count = 1, .reusable = true}}, REDUCE(aux_sym_operand_repeat1, 2, 0, 0),
  [71] = {.entry = {.count = 2, .reusable = false}}, REDUCE(aux_sym_operand_repeat1, 2, 0, 0), SHIFT_REPEAT(8),
  [74] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym_operand_repeat1, 2, 0, 0), SHIFT_REPEAT(27),
  [77] = {.entry = {.count = 2, .reusable = false}}, REDUCE(aux_sym_operand_repeat1, 2, 0, 0), SHIFT_REPEAT(45),
  [80] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym_operand_repeat1, 2, 0, 0), SHIFT_REPEAT(12),
  [83] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym_operand_repeat1, 2, 0, 0), SHIFT_REPEAT(11),
  [86] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym_operand_repeat1, 2, 0, 0), SHIFT_REPEAT(13),
  [89] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym_operand_repeat1, 2, 0, 0), SHIFT_REPEAT(31),
  [92] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym_operand_repeat1, 2, 0, 0), SHIFT_REPEAT(72),
  [95] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym_operand_repeat1, 2, 0, 0), SHIFT_REPEAT(18),
  [98] = {.entry = {.count = 2, .reusable = false}}, REDUCE(aux_sym_operand_repeat1, 2, 0, 0), SHIFT_REPEAT(18),
  [101] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym_operand_repeat1, 2, 0, 0), SHIFT_REPEAT(8),
  [104] = {.entry = {.count = 2, .reusable = false}}, REDUCE(aux_sym__inner, 2, 0, 0), SHIFT_REPEAT(9),
  [107] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym__inner, 2, 0, 0), SHIFT_REPEAT(27),
  [110] = {.entry = {.count = 1, .reusable = true}}, REDUCE(aux_sym__inner, 2, 0, 0),
  [112] = {.entry = {.count = 2, .reusable = false}}, REDUCE(aux_sym__inner, 2, 0, 0), SHIFT_REPEAT(45),
  [115] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym__inner, 2, 0, 0), SHIFT_REPEAT(12),
  [118] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym__inner, 2, 0, 0), SHIFT_REPEAT(11),
  [121] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym__inner, 2, 0, 0), SHIFT_REPEAT(13),
  [124] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym__inner, 2, 0, 0), SHIFT_REPEAT(31),
  [127] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym__inner, 2, 0, 0), SHIFT_REPEAT(72),
  [130] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym__inner, 2, 0, 0), SHIFT_REPEAT(18),
  [133] = {.entry = {.count = 2, .reusable = false}}, REDUCE(aux_sym__inner, 2, 0, 0), SHIFT_REPEAT(18),
  [136] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym__inner, 2, 0, 0), SHIFT_REPEAT(9),
  [139] = {.entry = {.count = 1, .reusable = false}}, SHIFT(9),
  [141] = {.entry = {.count = 1, .reusable = true}}, REDUCE(aux_sym_memory_repeat1, 2, 0, 0),
  [143] = {.entry = {.count = 1, .reusable = true}}, SHIFT(9),
  [145] = {.entry = {.count = 1, .reusable = false}}, SHIFT(16),
  [147] = {.entry = {.count = 1, .reusable = true}}, SHIFT(7),
  [149] = {.entry = {.count = 1, .reusable = true}}, SHIFT(22),
  [151] = {.entry = {.count = 1, .reusable = true}}, SHIFT(16),
  [153] = {.entry = {.count = 1, .reusable = false}}, SHIFT(15),
  [155] = {.entry = {.count = 1, .reusable = true}}, SHIFT(29),
  [157] = {.entry = {.count = 1, .reusable = true}}, SHIFT(15),
  [159] = {.entry = {.count = 1, .reusable = false}}, SHIFT(14),
  [161] = {.entry = {.count = 1, .reusable = true}}, SHIFT(19),
  [163] = {.entry = {.count = 1, .reusable = true}}, SHIFT(14),
  [165] = {.entry = {.count = 1, .reusable = true}}, SHIFT(21),
  [167] = {.entry = {.count = 1, .reusable = true}}, SHIFT(36),
  [169] = {.entry = {.count = 1, .reusable = true}}, SHIFT(20),
  [171] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym__atom, 1, 0, 0),
  [173] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym__atom, 1, 0, 0),
  [175] = {.entry = {.count = 1, .reusable = false}}, SHIFT(32),
  [177] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_register_list, 2, 0, 0),
  [179] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_register_list, 2, 0, 0),
  [181] = {.entry = {.count = 1, .reusable = true}}, SHIFT(35),
  [183] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_bracket, 3, 0, 0),
  [185] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_bracket, 3, 0, 0),
  [187] = {.entry = {.count = 1, .reusable = false}}, SHIFT(39),
  [189] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_register_list, 3, 0, 0),
  [191] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_register_list, 3, 0, 0),
  [193] = {.entry = {.count = 1, .reusable = true}}, SHIFT(34),
  [195] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_bracket, 2, 0, 0),
  [197] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_bracket, 2, 0, 0),
  [199] = {.entry = {.count = 1, .reusable = false}}, SHIFT(37),
  [201] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_bracket, 4, 0, 0),
  [203] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_bracket, 4, 0, 0),
  [205] = {.entry = {.count = 1, .reusable = false}}, SHIFT(40),
  [207] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_register_list, 4, 0, 0),
  [209] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_register_list, 4, 0, 0),
  [211] = {.entry = {.count = 1, .reusable = true}}, SHIFT(38),
  [213] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_memory, 4, 0, 0),
  [215] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_memory, 4, 0, 0),
  [217] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_relocation, 2, 0, 0),
  [219] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_relocation, 2, 0, 0),
  [221] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym__atom, 1, 0, 3),
  [223] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym__atom, 1, 0, 3),
  [225] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_immediate, 2, 0, 0),
  [227] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_immediate, 2, 0, 0),
  [229] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_memory, 2, 0, 0),
  [231] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_memory, 2, 0, 0),
  [233] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym__value, 1, 0, 3),
  [235] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym__value, 1, 0, 3),
  [237] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_relocation, 1, 0, 0),
  [239] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_relocation, 1, 0, 0),
  [241] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_segment, 2, 0, 0),
  [243] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_segment, 2, 0, 0),
  [245] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_immediate, 3, 0, 0),
  [247] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_immediate, 3, 0, 0),
  [249] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_memory, 3, 0, 0),
  [251] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_memory, 3, 0, 0),
  [253] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_register_list, 5, 0, 0),
  [255] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_register_list, 5, 0, 0),
  [257] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_bracket, 5, 0, 0),
  [259] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_bracket, 5, 0, 0),
  [261] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_source_file, 1, 0, 0),
  [263] = {.entry = {.count = 1, .reusable = true}}, SHIFT(42),
  [265] = {.entry = {.count = 1, .reusable = true}}, SHIFT(59),
  [267] = {.entry = {.count = 1, .reusable = true}}, REDUCE(aux_sym_source_file_repeat1, 2, 0, 0),
  [269] = {.entry = {.count = 2, .reusable = false}}, REDUCE(aux_sym_source_file_repeat1, 2, 0, 0), SHIFT_REPEAT(3),
  [272] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym_source_file_repeat1, 2, 0, 0), SHIFT_REPEAT(42),
  [275] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym_source_file_repeat1, 2, 0, 0), SHIFT_REPEAT(49),
  [278] = {.entry = {.count = 2, .reusable = false}}, REDUCE(aux_sym_source_file_repeat1, 2, 0, 0), SHIFT_REPEAT(2),
  [281] = {.entry = {.count = 2, .reusable = false}}, REDUCE(aux_sym_source_file_repeat1, 2, 0, 0), SHIFT_REPEAT(51),
  [284] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym_source_file_repeat1, 2, 0, 0), SHIFT_REPEAT(71),
  [287] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym__line, 1, 0, 0),
  [289] = {.entry = {.count = 1, .reusable = true}}, SHIFT(61),
  [291] = {.entry = {.count = 1, .reusable = false}}, SHIFT(33),
  [293] = {.entry = {.count = 1, .reusable = true}}, SHIFT(30),
  [295] = {.entry = {.count = 1, .reusable = true}}, SHIFT(46),
  [297] = {.entry = {.count = 1, .reusable = true}}, SHIFT(33),
  [299] = {.entry = {.count = 1, .reusable = false}}, SHIFT(28),
  [301] = {.entry = {.count = 1, .reusable = true}}, SHIFT(44),
  [303] = {.entry = {.count = 1, .reusable = true}}, SHIFT(28),
  [305] = {.entry = {.count = 1, .reusable = false}}, REDUCE(aux_sym_immediate_repeat1, 2, 0, 0),
  [307] = {.entry = {.count = 1, .reusable = true}}, REDUCE(aux_sym_immediate_repeat1, 2, 0, 0),
  [309] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym_immediate_repeat1, 2, 0, 0), SHIFT_REPEAT(46),
  [312] = {.entry = {.count = 1, .reusable = true}}, REDUCE(aux_sym__line_repeat1, 2, 0, 0),
  [314] = {.entry = {.count = 1, .reusable = false}}, REDUCE(aux_sym__line_repeat1, 2, 0, 0),
  [316] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym__line_repeat1, 2, 0, 0), SHIFT_REPEAT(49),
  [319] = {.entry = {.count = 1, .reusable = false}}, REDUCE(aux_sym_source_file_repeat1, 2, 0, 0),
  [321] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_label, 1, 0, 1),
  [323] = {.entry = {.count = 1, .reusable = false}}, REDUCE(sym_label, 1, 0, 1),
  [325] = {.entry = {.count = 1, .reusable = true}}, REDUCE(aux_sym_instruction_repeat1, 2, 0, 0),
  [327] = {.entry = {.count = 1, .reusable = false}}, REDUCE(aux_sym_instruction_repeat1, 2, 0, 0),
  [329] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym_instruction_repeat1, 2, 0, 0), SHIFT_REPEAT(50),
  [332] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_instruction, 1, 0, 0),
  [334] = {.entry = {.count = 1, .reusable = false}}, SHIFT(4),
  [336] = {.entry = {.count = 1, .reusable = true}}, SHIFT(50),
  [338] = {.entry = {.count = 1, .reusable = true}}, REDUCE(aux_sym__operands_repeat1, 2, 0, 0),
  [340] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym__operands_repeat1, 2, 0, 0), SHIFT_REPEAT(5),
  [343] = {.entry = {.count = 2, .reusable = true}}, REDUCE(aux_sym_memory_repeat1, 2, 0, 0), SHIFT_REPEAT(7),
  [346] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym__operands, 1, 0, 0),
  [348] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym__operands, 2, 0, 0),
  [350] = {.entry = {.count = 1, .reusable = true}}, SHIFT(48),
  [352] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_source_file, 2, 0, 0),
  [354] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym__line, 2, 0, 0),
  [356] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_directive, 2, 0, 1),
  [358] = {.entry = {.count = 1, .reusable = true}}, SHIFT(25),
  [360] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_instruction, 3, 0, 4),
  [362] = {.entry = {.count = 1, .reusable = true}}, SHIFT(24),
  [364] = {.entry = {.count = 1, .reusable = true}}, SHIFT(23),
  [366] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_instruction, 2, 0, 2),
  [368] = {.entry = {.count = 1, .reusable = true}}, REDUCE(sym_assignment, 3, 0, 5),
  [370] = {.entry = {.count = 1, .reusable = true}},  ACCEPT_INPUT(),
};

#ifdef __cplusplus
extern "C" {
#endif
#ifdef TREE_SITTER_HIDE_SYMBOLS
#define TS_PUBLIC
#elif defined(_WIN32)
#define TS_PUBLIC __declspec(dllexport)
#else
#define TS_PUBLIC __attribute__((visibility("default")))
#endif

TS_PUBLIC const TSLanguage *tree_sitter_gas(void) {
  static const TSLanguage language = {
    .version = LANGUAGE_VERSION,
    .symbol_count = SYMBOL_COUNT,
    .alias_count = ALIAS_COUNT,
    .token_count = TOKEN_COUNT,
    .external_token_count = EXTERNAL_TOKEN_COUNT,
    .state_count = STATE_COUNT,
    .large_state_count = LARGE_STATE_COUNT,
    .production_id_count = PRODUCTION_ID_COUNT,
    .field_count = FIELD_COUNT,
    .max_alias_sequence_length = MAX_ALIAS_SEQUENCE_LENGTH,
    .parse_table = &ts_parse_table[0][0],
    .small_parse_table = ts_small_parse_table,
    .small_parse_table_map = ts_small_parse_table_map,
    .parse_actions = ts_parse_actions,
    .symbol_names = ts_symbol_names,
    .field_names = ts_field_names,
    .field_map_slices = ts_field_map_slices,
    .field_map_entries = ts_field_map_entries,
    .symbol_metadata = ts_symbol_metadata,
    .public_symbol_map = ts_symbol_map,
    .alias_map = ts_non_terminal_alias_map,
    .alias_sequences = &ts_alias_sequences[0][0],
    .lex_modes = ts_lex_modes,
    .lex_fn = ts_lex,
    .keyword_lex_fn = ts_lex_keywords,
    .keyword_capture_token = sym_word,
    .primary_state_ids = ts_primary_state_ids,
  };
  return &language;
}
#ifdef __cplusplus
}
#endif
