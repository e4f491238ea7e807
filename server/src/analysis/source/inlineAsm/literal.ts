/** Writes assembler text the way a string literal needs it. */
export function encodeForLiteral(text: string): string {
  return text.replace(/[\\"\n\t]/g, (character) => {
    switch (character) {
      case '\n':
        return '\\n';
      case '\t':
        return '\\t';
      default:
        return `\\${character}`;
    }
  });
}
