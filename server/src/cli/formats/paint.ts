import type { Severity } from '../../analysis';
import type { CommandIo, OutputStream } from '../io';

/** Puts words in colour, or leaves them. */
export interface Paint {
  bold(text: string): string;
  gutter(text: string): string;
  caret(severity: Severity, text: string): string;
  severity(severity: Severity, text: string): string;
  rule(text: string): string;
  note(text: string): string;
  fix(text: string): string;
  dim(text: string): string;
}

/** The colours of gcc, clang and rustc: red errors, magenta warnings, cyan notes, a blue gutter. */
export function choosePaint(mode: 'auto' | 'always' | 'never', stream: OutputStream, io: CommandIo): Paint {
  const isWanted = mode === 'always' || (mode === 'auto' && stream.isTerminal && !io.env['NO_COLOR']);
  const isDumb = mode === 'auto' && io.env['TERM'] === 'dumb';
  return isWanted && !isDumb ? colours : plain;
}

const colourOf: Readonly<Record<Severity, string>> = { error: '1;31', warning: '1;35', info: '1;36' };

const colours: Paint = {
  bold: (text) => sgr('1', text),
  gutter: (text) => sgr('34', text),
  caret: (severity, text) => sgr(colourOf[severity], text),
  severity: (severity, text) => sgr(colourOf[severity], text),
  rule: (text) => sgr('2', text),
  note: (text) => sgr('1;36', text),
  fix: (text) => sgr('1;32', text),
  dim: (text) => sgr('2', text),
};

const same = (text: string) => text;

const plain: Paint = {
  bold: same,
  gutter: same,
  caret: (_severity, text) => text,
  severity: (_severity, text) => text,
  rule: same,
  note: same,
  fix: same,
  dim: same,
};

function sgr(code: string, text: string): string {
  return text === '' ? '' : `\u001b[${code}m${text}\u001b[0m`;
}
