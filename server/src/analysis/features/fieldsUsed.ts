import type { AbiProfile } from '../abi/profile';
import { newestProfile } from '../abi/profiles';
import type { AreaMention, FieldAccess } from '../model/areaMention';

/** A field that code reads or writes at one place. */
export interface FieldUsed {
  readonly field: string;
  readonly access: FieldAccess;
}

/**
 * The fields that are read or written where struct rseq is mentioned. What an instruction reaches by its offset is what the declared
 * profiles have there, or the newest mainline layout where nothing is declared.
 */
export function fieldsUsed(mention: AreaMention, declared: readonly AbiProfile[]): readonly FieldUsed[] {
  switch (mention.kind) {
    case 'structure':
    case 'symbol':
      return [];
    case 'field':
      return mention.access ? [{ field: mention.name, access: mention.access }] : [];
    case 'bytes': {
      const { offset, size, access } = mention;
      const profiles = declared.length > 0 ? declared : [newestProfile()];
      const there = profiles.flatMap(({ fields }) =>
        fields.filter((field) => field.offset < offset + size && offset < field.offset + field.size),
      );
      return [...new Set(there.map(({ name }) => name))].map((field) => ({ field, access }));
    }
  }
}
