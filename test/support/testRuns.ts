import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { CancellationToken } from 'vscode-languageserver/node';
import { findLayout } from '../../server/src/platform/layout';
import {
  runTestRequest,
  testEventNotification,
  testsRequest,
  type InjectionInfo,
  type PointInfo,
  type RunTestParams,
  type RunTestResult,
  type TestEvent,
  type TestEventParams,
  type TestInfo,
  type TestsParams,
  type TestsResult,
} from '../../server/src/testProtocol';
import { EventLog, type LspPair } from './lspPair';

type Planned = Extract<TestEvent, { readonly kind: 'planned' }>;

/** Runs tests through the protocol and keeps what is heard of them. */
export class TestRuns {
  readonly events = new EventLog<TestEventParams>();

  constructor(
    private readonly pair: LspPair,
    readonly buildDirectory: string,
  ) {
    pair.client.onNotification(testEventNotification, (params: TestEventParams) => {
      this.events.add(params);
    });
  }

  list(params: TestsParams = {}): Promise<TestsResult> {
    return this.pair.client.sendRequest<TestsResult>(testsRequest, params);
  }

  async named(name: string): Promise<TestInfo> {
    const test = (await this.list()).tests.find((one) => one.name === name);
    if (!test) throw new Error(`there is no test ${name}`);
    return test;
  }

  /** Gives the events of this run in their order, and the answer. */
  async run(name: string, more: Partial<RunTestParams> = {}, token = CancellationToken.None) {
    const { id } = await this.named(name);
    const run = randomUUID();
    const params: RunTestParams = {
      run,
      batch: run,
      id,
      isTrusted: true,
      probe: findLayout().probe,
      buildDirectory: this.buildDirectory,
      ...more,
    };
    const result = await this.pair.client.sendRequest<RunTestResult>(runTestRequest, params, token);
    const events = this.events.all.filter((one) => one.run === params.run).map(({ event }) => event);
    return { result, events, ...partsOf(events) };
  }
}

function partsOf(events: readonly TestEvent[]): {
  readonly planned: Planned | undefined;
  readonly injections: readonly InjectionInfo[];
  readonly pointOf: (injection: InjectionInfo) => PointInfo;
} {
  const planned = events.find((event) => event.kind === 'planned');
  return {
    planned,
    injections: events.filter((event) => event.kind === 'injection'),
    pointOf({ point }) {
      const found = planned?.points[point];
      if (!found) throw new Error(`the plan has no point ${point}`);
      return found;
    },
  };
}

/** Ids of the processes whose command line mentions `text`. */
export function processesAbout(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(path.join('/proc', name, 'cmdline'), 'utf8').includes(text);
      } catch {
        return false;
      }
    })
    .map(Number);
}
