import { descriptorLayout } from '../../abi/descriptor';
import type { Place } from '../../text/place';
import { AssemblerText, type Piece } from '../assembler/assemblerText';
import type { DeclaredDescriptor, DeclaredField } from '../assembler/declaredDescriptors';
import type { CDescriptor } from '../c/descriptors';
import type { TokenRange } from '../c/tokenLists';
import type { Token } from '../preprocess/token';

/**
 * A text with what C says about descriptors behind it, a line for each field, so that places of descriptors are places of the text
 * like any other. `tokens`: those of the unit.
 */
export function withDescriptors(
  text: AssemblerText,
  tokens: readonly Token[],
  descriptors: readonly CDescriptor[],
): { readonly text: AssemblerText; readonly declared: readonly DeclaredDescriptor[] } {
  if (descriptors.length === 0) return { text, declared: [] };
  const pieces: Piece[] = [...text.pieces];
  let { written } = text;
  const append = ({ start, end }: TokenRange): Place => {
    written += '\n';
    const from = written.length;
    for (const [n, token] of tokens.slice(start, end).entries()) {
      if (n > 0 && (token.spaceBefore || token.startsLine)) written += ' ';
      const { length } = token.text;
      pieces.push({ token, start: written.length, length, indexOf: (i) => i, isCode: true });
      written += token.text;
    }
    return { start: from, end: written.length };
  };
  const declared = descriptors.map((descriptor): DeclaredDescriptor => {
    const { name, section, storage, alignment } = descriptor;
    const place = append(descriptor.head);
    const fields = descriptorLayout.fields.map(({ name: field, size }): DeclaredField => {
      const { at, value } = descriptor.fields[field];
      return { width: size, value, place: at ? append(at) : place };
    });
    return { name, place, section, storage, alignment, isFileScope: descriptor.function === undefined, fields };
  });
  return { text: new AssemblerText(text.text, pieces, text.quoted, text.locator, written), declared };
}

/** No assembler text at all: for descriptors whose labels are elsewhere. */
export function emptyText(locator: AssemblerText['locator']): AssemblerText {
  return new AssemblerText('', [], true, locator);
}
