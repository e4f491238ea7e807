import { commonDataDirectives } from '../directives';

/**
 * Bytes of one value of the data directives, in either byte order. `.inst.w` is left out: its halves are in code order, each for
 * itself. Source: gas/config/tc-arm.c, md_pseudo_table.
 */
export const armDataDirectives: Readonly<Record<string, number>> = {
  ...commonDataDirectives,
  '.word': 4,
  '.long': 4,
  '.int': 4,
  '.quad': 8,
  '.inst': 4,
  '.inst.n': 2,
  '.float16': 2,
  '.bfloat16': 2,
};
