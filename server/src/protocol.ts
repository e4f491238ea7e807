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
