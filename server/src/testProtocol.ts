/** Requests and notifications about tests under abort injection, between the client and the server. Imports nothing. */

/** Client to server: the tests that there are, found without building anything. */
export const testsRequest = 'rseq/tests';

export interface TestsParams {
  /** Only those that this file defines; absent: those of all workspace folders. */
  readonly uri?: string;
}

export interface TestsResult {
  readonly tests: readonly TestInfo[];
  /** One line each for what could not be read. */
  readonly problems: readonly string[];
}

export interface TestInfo {
  /** The same as long as file and name are. */
  readonly id: string;
  readonly name: string;
  /** A source, or a `.rseq.json`. */
  readonly uri: string;
  /** 0-based. */
  readonly line: number;
}

/** Server to client, once it has asked for them: the tests may be others now. */
export const testsChangedNotification = 'rseq/testsChanged';

export interface TestsChangedParams {
  /** Only those that this file defines; absent: all. */
  readonly uri?: string;
}

/** Client to server: the critical sections that are written in an open document. */
export const sectionsRequest = 'rseq/sections';

export interface SectionsParams {
  readonly uri: string;
}

export interface SectionsResult {
  readonly sections: readonly {
    /** Functions that have it; more than one where a macro writes it. */
    readonly functions: readonly string[];
    /** 0-based. */
    readonly line: number;
  }[];
}

/** Client to server: build a test and run it. What happens comes as {@link testEventNotification}; to cancel it kills the program. */
export const runTestRequest = 'rseq/runTest';

export interface RunTestParams {
  /** The client's name for this run, which the events carry. */
  readonly run: string;
  /** Tests of one batch, one after the other, build what they have in common once. */
  readonly batch: string;
  readonly id: string;
  /** Is the workspace trusted? In one that is not nothing is built and run. */
  readonly isTrusted: boolean;
  /** Path of rseq-probe, which the client found or compiled. */
  readonly probe: string;
  /** Absolute path of a folder for programs that are built of sources. */
  readonly buildDirectory: string;
  /** Names as `planned` told them; absent: all. */
  readonly scenarios?: readonly string[];
  readonly sections?: readonly string[];
  /** Hold a thread at this point instead, for a debugger. */
  readonly hold?: HoldPlace;
}

/** An instruction, by its place in its section: negative in front of it. */
export interface HoldPlace {
  readonly section: string;
  readonly instruction: number;
}

export interface RunTestResult {
  /** One line: nothing could be tested. */
  readonly error?: string;
  /** Likewise, and that is not the test's doing. */
  readonly skipped?: string;
  readonly verdicts: readonly VerdictInfo[];
  readonly seconds: number;
}

export interface VerdictInfo {
  readonly section: string;
  readonly reached: boolean;
  readonly passed: boolean;
  readonly reason: string;
}

/** Server to client: something happened in a run. */
export const testEventNotification = 'rseq/testEvent';

export interface TestEventParams {
  readonly run: string;
  readonly event: TestEvent;
}

export type TestEvent =
  /** What the build printed, or a line about the run. */
  | { readonly kind: 'output'; readonly text: string }
  | { readonly kind: 'planned'; readonly sections: readonly SectionInfo[]; readonly points: readonly PointInfo[] }
  | { readonly kind: 'skipped'; readonly scenario: string; readonly reason: string }
  | ({ readonly kind: 'injection' } & InjectionInfo)
  /** A thread stands at the point and waits for a debugger to attach to the process. */
  | { readonly kind: 'held'; readonly pid: number; readonly thread: number; readonly program: string };

/** Where code is written. `line` is 0-based. */
export interface CodePlace {
  readonly uri: string;
  readonly line: number;
}

export interface SectionInfo {
  readonly name: string;
  readonly place?: CodePlace;
}

export interface PointInfo {
  /** Index of its section. */
  readonly section: number;
  readonly instruction: number;
  readonly position: 'before' | 'inside' | 'after';
  readonly text: string;
  readonly place?: CodePlace;
}

export interface InjectionInfo {
  /** Index of the point. */
  readonly point: number;
  readonly scenario: string;
  readonly outcome: string;
  readonly isFailure: boolean;
  /** What happened, in words; empty where it is what is wanted. */
  readonly detail: string;
  /** Address of the page of the rule that explains it. */
  readonly page?: string;
}
