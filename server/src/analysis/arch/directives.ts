/**
 * Bytes of one value of the data directives that mean the same on every architecture. `.word`, `.long`, `.int` and `.quad`
 * are in the tables of the architectures. Source: GNU as manual, "Pseudo Ops"; gas/read.c, potable.
 */
export const commonDataDirectives: Readonly<Record<string, number>> = {
  '.byte': 1,
  '.dc.b': 1,
  '.2byte': 2,
  '.short': 2,
  '.hword': 2,
  '.dc.w': 2,
  '.4byte': 4,
  '.dc.l': 4,
  '.float': 4,
  '.single': 4,
  '.8byte': 8,
  '.double': 8,
  '.octa': 16,
};
