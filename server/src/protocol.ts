/** Custom requests and notifications between the client and the server. Imports nothing. */

/** Server to client: what is known about an open document; shown in the language status item. */
export const statusNotification = 'rseq/status';

export interface StatusParams {
  readonly uri: string;
  /** Targets under which rseq code was found in the document's translation unit. */
  readonly targets: readonly string[];
  /** Declared ABI profiles in force; empty: nothing declared. */
  readonly abis: readonly string[];
  /** Critical sections whose text is in this document. */
  readonly sections: number;
  /** The file that the document was read through, when it is a header. */
  readonly host?: string;
  /** One line for each thing that was unknown. */
  readonly unknown: readonly string[];
}

/** Client to server: check every source file of the workspace. Reports work-done progress. */
export const checkWorkspaceRequest = 'rseq/checkWorkspace';

export interface CheckWorkspaceParams {
  readonly workDoneToken?: string | number;
}

export interface CheckWorkspaceResult {
  readonly files: number;
  readonly findings: number;
  readonly cancelled: boolean;
}

/** Client to server: the layouts of struct rseq, and which of its fields an open document uses. */
export const layoutRequest = 'rseq/layout';

export interface LayoutParams {
  /** Without one, or with one that is not open, nothing is used. */
  readonly uri?: string;
}

/** Some bytes of struct rseq. Offsets and sizes in bytes from its start. */
export interface LayoutPart {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** As in linux/types.h, or a structure's tag. */
  readonly type: string;
  /** `kernel`, `user`, `libc`; nobody writes what is reserved. */
  readonly writers: readonly string[];
}

export interface LayoutField extends LayoutPart {
  /** Members of a field that is a structure or a union. */
  readonly parts?: readonly LayoutPart[];
  /** The first release of Linux that maintains it; absent: none does. */
  readonly since?: string;
  /** What libc has to do with it. */
  readonly libc?: string;
  /** What stands there under other kernels. */
  readonly otherwise?: string;
}

/** One state of struct rseq. */
export interface LayoutProfile {
  readonly name: string;
  readonly description: string;
  /** Bytes that are in use, and `sizeof` of the structure. */
  readonly featureSize: number;
  readonly size: number;
  readonly areaAlignment: number;
  readonly fields: readonly LayoutField[];
  /** Is it declared for the document? */
  readonly isDeclared: boolean;
  /** Fields that the document uses and the profile does not have. */
  readonly lacks: readonly string[];
}

/** What a document does with a field; `lines` are 1-based. */
export interface LayoutUse {
  readonly field: string;
  readonly isRead: boolean;
  readonly isWritten: boolean;
  readonly lines: readonly number[];
}

export interface LayoutResult {
  /** Every profile that is known, those that the project describes behind them. */
  readonly profiles: readonly LayoutProfile[];
  /** By offset. */
  readonly uses: readonly LayoutUse[];
  /** Is what is declared declared in a comment of the document, which holds over `.rseq.json`? */
  readonly isCommented: boolean;
}
