import type { SourceSpan } from '../text/span';

/** What becomes of a field where it is named or accessed. */
export type FieldAccess = 'read' | 'write' | 'update';

/** A place in the source that is about struct rseq. */
export type AreaMention = { readonly span: SourceSpan } &
  /** Its tag. */
  (
    | { readonly kind: 'structure'; readonly name: string }
    /**
     * The name of a field: in the structure's own declaration, or behind an expression that is the area. `part`: the span is that of
     * one of the field's members. `access` is absent where nothing is read or written, or where instructions tell.
     */
    | {
        readonly kind: 'field';
        readonly name: string;
        readonly part: string | undefined;
        readonly access: FieldAccess | undefined;
      }
    /** A symbol by which libc says where the area is and how much of it is maintained. */
    | { readonly kind: 'symbol'; readonly name: string }
    /** An instruction that reads or writes bytes of the area. Offset and size in bytes. */
    | { readonly kind: 'bytes'; readonly offset: number; readonly size: number; readonly access: FieldAccess }
  );
