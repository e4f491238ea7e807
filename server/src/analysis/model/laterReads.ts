import { originalSize } from '../abi/fields';
import type { Place } from '../text/place';
import { areaPlace } from './areaPlace';
import type { Program } from './program';

/** A read by an instruction; offset and size in bytes. */
export interface LaterRead {
  readonly offset: number;
  readonly size: number;
  readonly place: Place;
}

/** Reads of what lies behind the first 20 bytes, where their place in the area is certain and no C expression names it. */
export function laterReads(program: Program): readonly LaterRead[] {
  return program.items.flatMap((item) => {
    if (item.kind !== 'instruction') return [];
    return item.instruction.effect.accesses.flatMap((access) => {
      const at = access.mode === 'write' ? undefined : areaPlace(program, item, access);
      const isLater = at && !at.member && at.offset >= originalSize && access.width !== undefined;
      return isLater ? [{ offset: at.offset, size: access.width, place: item.place }] : [];
    });
  });
}
