import { commonDataDirectives } from '../directives';

/** Bytes of one value of the data directives, in either mode. Source: gas/config/tc-i386.c, md_pseudo_table. */
export const x86DataDirectives: Readonly<Record<string, number>> = {
  ...commonDataDirectives,
  '.word': 2,
  '.value': 2,
  '.long': 4,
  '.int': 4,
  '.quad': 8,
  '.tfloat': 10,
};
