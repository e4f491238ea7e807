import * as vscode from 'vscode';
import type { HoldPlace, TestEvent } from '../../../../server/src/testProtocol';
import { debuggers, gdbArguments, gdbOnPath, type HeldProgram } from './debuggers';
import type { TestRequests } from './requests';
import type { Selection } from './tree';

/**
 * Lets a program run to an instruction and attaches a debugger to it there. Ends when the program, the debugger or its terminal does, and leaves no
 * process.
 */
export async function debugTest(
  requests: TestRequests,
  selection: Selection,
  place: HoldPlace,
  run: vscode.TestRun,
  stop: vscode.CancellationTokenSource,
): Promise<void> {
  const { test } = selection;
  const endings: vscode.Disposable[] = [];
  const problems: string[] = [];
  const complain = (error: unknown): void => {
    problems.push(error instanceof Error ? error.message : String(error));
    stop.cancel();
  };
  const hear = (event: TestEvent): void => {
    if (event.kind === 'output') run.appendOutput(event.text.replace(/\r?\n/g, '\r\n'));
    if (event.kind === 'held') attach(event, stop).then((ending) => endings.push(ending), complain);
  };
  run.started(test);
  try {
    const { error } = await requests.run(selection, requests.newBatch(), stop.token, hear, place);
    if (error !== undefined && !stop.token.isCancellationRequested) complain(error);
  } catch (error) {
    complain(error);
  } finally {
    for (const one of endings) one.dispose();
  }
  const [problem] = problems;
  if (problem === undefined) run.skipped(test);
  else run.errored(test, new vscode.TestMessage(problem));
}

/** The debugger of an extension that is installed, else gdb in a terminal. When the user is done with it, `stop` is cancelled. */
async function attach(held: HeldProgram, stop: vscode.CancellationTokenSource): Promise<vscode.Disposable> {
  const found = debuggers.find(({ extension }) => vscode.extensions.getExtension(extension));
  const name = `rseq: ${held.program.replace(/^.*\//, '')} (${held.pid})`;
  if (!found) return openGdb(held, name, stop);
  const ended = vscode.debug.onDidTerminateDebugSession((session) => {
    if (session.name === name) stop.cancel();
  });
  if (await vscode.debug.startDebugging(undefined, { name, request: 'attach', ...found.configuration(held) }))
    return ended;
  ended.dispose();
  throw new Error(`the debugger of ${found.extension} could not be started; see its output`);
}

async function openGdb(
  held: HeldProgram,
  name: string,
  stop: vscode.CancellationTokenSource,
): Promise<vscode.Disposable> {
  const gdb = await gdbOnPath(process.env.PATH ?? '');
  const terminal = vscode.window.createTerminal({ name, shellPath: gdb, shellArgs: [...gdbArguments(held)] });
  const closed = vscode.window.onDidCloseTerminal((one) => {
    if (one === terminal) stop.cancel();
  });
  terminal.show();
  return vscode.Disposable.from(closed, terminal);
}
