import { CONTINUE, DIGIT, START, characterTable, punctuatorsOf, type Language } from './characters';
import { removeSplices, type Splices } from './splices';
import { TokenKind, type FileId } from './token';
import { WorkToken } from './workToken';

/** A comment that speaks to this tool. `end` is exclusive; `text` includes the comment marks. */
export interface Remark {
  readonly offset: number;
  readonly end: number;
  readonly text: string;
}

export interface LexicalProblem {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
}

export interface LexedText {
  readonly tokens: WorkToken[];
  readonly remarks: readonly Remark[];
  readonly problems: readonly LexicalProblem[];
}

/** What a comment must contain to be kept as a {@link Remark}. */
const REMARK_MARK = 'rseq-';

const INCLUDE_WORDS: ReadonlySet<string> = new Set(['include', 'include_next', 'import', 'embed']);
const ENCODING_PREFIX = /^(?:L|u8|u|U)$/;
export const RAW_PREFIX = /^(?:L|u8|u|U)?R$/;
const UNIVERSAL_NAME = /\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})/y;

/**
 * Cuts a text into preprocessing tokens, as GCC does with its default `-std=gnu…`: `$` in names, raw strings in C too.
 * Everything that is no token becomes {@link TokenKind.Other}; a quote without partner takes the rest of its line along.
 * Time is linear in the text's length.
 */
export function lex(text: string, file: FileId, language: Language, interned: Map<string, string>): LexedText {
  return new Lexer(text, file, language, interned).run();
}

/** Where in a `#include` line the lexer is: only there `<` opens a header name. */
enum Line {
  Plain,
  AfterHash,
  AfterInclude,
}

/** Internal to the lexer and to what reads less than it. */
export class Lexer {
  protected readonly raw: string;
  protected readonly text: string;
  protected readonly splices: Splices | null;
  protected readonly file: FileId;
  protected readonly language: Language;
  protected readonly interned: Map<string, string>;
  protected readonly classes: Uint8Array;
  protected readonly punctuators: readonly (readonly string[] | undefined)[];
  protected readonly wantsRemarks: boolean;
  protected readonly tokens: WorkToken[] = [];
  protected readonly remarks: Remark[] = [];
  protected readonly problems: LexicalProblem[] = [];
  protected at = 0;
  protected space = false;
  protected startsLine = true;
  protected line = Line.Plain;

  constructor(text: string, file: FileId, language: Language, interned: Map<string, string>) {
    const { clean, splices } = removeSplices(text);
    this.raw = text;
    this.text = clean;
    this.splices = splices;
    this.file = file;
    this.language = language;
    this.interned = interned;
    this.classes = characterTable(language);
    this.punctuators = punctuatorsOf(language);
    this.wantsRemarks = text.includes(REMARK_MARK);
  }

  run(): LexedText {
    const length = this.text.length;
    for (;;) {
      this.skipBlanks();
      if (this.at >= length) break;
      this.token();
      this.space = false;
      this.startsLine = false;
    }
    return { tokens: this.tokens, remarks: this.remarks, problems: this.problems };
  }

  protected skipBlanks(): void {
    const text = this.text;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === 10) {
        this.startsLine = true;
        this.space = false;
        this.line = Line.Plain;
        this.at++;
      } else if (code === 32 || (code >= 9 && code <= 13)) {
        this.space = true;
        this.at++;
      } else if (code === 47 && (text.charCodeAt(this.at + 1) === 42 || text.charCodeAt(this.at + 1) === 47)) {
        this.comment(text.charCodeAt(this.at + 1) === 42);
        this.space = true;
      } else {
        return;
      }
    }
  }

  protected comment(block: boolean): void {
    const start = this.at;
    const close = block ? this.text.indexOf('*/', start + 2) : this.text.indexOf('\n', start);
    if (close < 0) this.at = this.text.length;
    else this.at = block ? close + 2 : close;
    if (block && close < 0) {
      this.problems.push({ offset: this.rawOffset(start), length: 2, message: 'unterminated comment' });
    }
    if (!this.wantsRemarks) return;
    const text = this.text.slice(start, this.at);
    if (text.includes(REMARK_MARK)) {
      this.remarks.push({ offset: this.rawOffset(start), end: this.rawOffset(this.at - 1) + 1, text });
    }
  }

  protected token(): void {
    const start = this.at;
    const code = this.text.charCodeAt(start);
    const charClass = this.classOf(code);
    if (charClass & START) {
      this.identifier(start);
    } else if (charClass & DIGIT || (code === 46 && this.classOf(this.text.charCodeAt(start + 1)) & DIGIT)) {
      this.number(start);
    } else if (code === 34 || code === 39) {
      this.quoted(start, code);
    } else if (code === 92 && this.universalName()) {
      this.identifier(start);
    } else if (code === 60 && this.line === Line.AfterInclude && this.headerName(start)) {
      return;
    } else {
      this.punctuator(start, code);
    }
  }

  /** Characters outside ASCII count as letters, except those that are never part of a word. */
  protected classOf(code: number): number {
    if (code < 128) return this.classes[code] ?? 0;
    // U+FFFD stands for bytes that were no UTF-8; U+00A0 and U+FEFF are blanks that compilers refuse.
    if (code === 0xfffd || code === 0xa0 || code === 0xfeff || Number.isNaN(code)) return 0;
    return START | CONTINUE;
  }

  protected universalName(): boolean {
    UNIVERSAL_NAME.lastIndex = this.at;
    if (!UNIVERSAL_NAME.test(this.text)) return false;
    this.at = UNIVERSAL_NAME.lastIndex;
    return true;
  }

  protected identifier(start: number): void {
    const text = this.text;
    let code: number;
    for (;;) {
      code = text.charCodeAt(this.at);
      if (this.classOf(code) & CONTINUE) this.at++;
      else if (code !== 92 || !this.universalName()) break;
    }
    if (code === 34 || code === 39) {
      const prefix = text.slice(start, this.at);
      if (ENCODING_PREFIX.test(prefix)) {
        this.quoted(start, code);
        return;
      }
      if (code === 34 && this.language !== 'asm' && RAW_PREFIX.test(prefix) && this.rawString(start)) return;
    }
    this.push(TokenKind.Identifier, start);
  }

  protected number(start: number): void {
    const text = this.text;
    const signs = this.language === 'asm' ? /[eE]/ : /[eEpP]/;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === 43 || code === 45) {
        if (this.at === start || !signs.test(text.charAt(this.at - 1))) break;
        this.at++;
      } else if (this.classOf(code) & CONTINUE || code === 46) {
        this.at++;
      } else if (code === 39 && this.language === 'c++' && this.classOf(text.charCodeAt(this.at + 1)) & CONTINUE) {
        this.at += 2;
      } else if (code !== 92 || !this.universalName()) {
        break;
      }
    }
    this.push(TokenKind.Number, start);
  }

  /** A literal from `start`, whose opening quote is at the reading position. */
  protected quoted(start: number, quote: number): void {
    const text = this.text;
    let kind = quote === 34 ? TokenKind.String : TokenKind.Character;
    for (this.at++; ; this.at++) {
      const code = text.charCodeAt(this.at);
      if (code === 92 && text.charCodeAt(this.at + 1) !== 10 && this.at + 1 < text.length) {
        this.at++;
      } else if (code === quote) {
        this.at++;
        break;
      } else if (code === 10 || Number.isNaN(code)) {
        kind = TokenKind.Other;
        if (text.charCodeAt(this.at - 1) === 13) this.at--;
        break;
      }
    }
    this.push(kind, start);
  }

  /** `R"delimiter(…)delimiter"`: read from the original text, in which line splices count as written. */
  protected rawString(start: number): boolean {
    const rawStart = this.rawOffset(start);
    const quote = this.rawOffset(this.at);
    const head = /"([^ ()\\\t\v\f\r\n]{0,16})\(/y;
    head.lastIndex = quote;
    const match = head.exec(this.raw);
    if (match === null) return false;
    const tail = `)${match[1] ?? ''}"`;
    const close = this.raw.indexOf(tail, head.lastIndex);
    if (close < 0) {
      this.problems.push({ offset: rawStart, length: quote - rawStart + 1, message: 'unterminated raw string' });
    }
    const rawEnd = close < 0 ? this.raw.length : close + tail.length;
    this.at = this.splices === null ? rawEnd : this.splices.toClean(rawEnd);
    const kind = close < 0 ? TokenKind.Other : TokenKind.String;
    this.add(kind, this.raw.slice(rawStart, rawEnd), rawStart, rawEnd);
    return true;
  }

  protected headerName(start: number): boolean {
    const close = this.text.indexOf('>', start);
    const lineEnd = this.text.indexOf('\n', start);
    if (close < 0 || (lineEnd >= 0 && lineEnd < close)) return false;
    this.at = close + 1;
    this.push(TokenKind.String, start);
    return true;
  }

  protected punctuator(start: number, code: number): void {
    const text = this.text;
    const candidates = this.punctuators[code];
    let found = candidates?.find((candidate) => candidate.length === 1 || text.startsWith(candidate, start));
    // C++11 2.5p3: `<::` is `<` `::` unless `:` or `>` follows.
    if (found === '<:' && this.language === 'c++' && /^::[^:>]/.test(text.slice(start + 1, start + 4))) found = '<';
    if (found === undefined) {
      this.at = start + (code >= 0xd800 && code <= 0xdbff ? 2 : 1);
      this.push(TokenKind.Other, start);
      return;
    }
    this.at = start + found.length;
    this.add(TokenKind.Punctuator, found, this.rawOffset(start), this.rawOffset(this.at - 1) + 1);
  }

  protected push(kind: TokenKind, start: number): void {
    const text = this.text.slice(start, this.at);
    this.add(kind, this.intern(text), this.rawOffset(start), this.rawOffset(this.at - 1) + 1);
  }

  protected intern(text: string): string {
    const known = this.interned.get(text);
    if (known !== undefined) return known;
    const own = propertyName(text);
    this.interned.set(own, own);
    return own;
  }

  protected rawOffset(clean: number): number {
    return this.splices === null ? clean : this.splices.toRaw(clean);
  }

  protected add(kind: TokenKind, text: string, offset: number, end: number): void {
    if (this.startsLine && (text === '#' || text === '%:')) this.line = Line.AfterHash;
    else if (this.line === Line.AfterHash && INCLUDE_WORDS.has(text)) this.line = Line.AfterInclude;
    else this.line = Line.Plain;
    this.tokens.push(new WorkToken(kind, text, this.space, this.startsLine, this.file, offset, end - offset));
  }
}

/**
 * The same text as engines keep the names of properties: on its own, not as a slice that holds on to the whole file, and compared
 * with a literal by address.
 */
function propertyName(text: string): string {
  return Object.keys({ [text]: null })[0] ?? text;
}
