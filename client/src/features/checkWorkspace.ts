import * as vscode from 'vscode';
import {
  ResponseError,
  LSPErrorCodes,
  WorkDoneProgress,
  type WorkDoneProgressReport,
} from 'vscode-languageclient/node';
import {
  checkWorkspaceRequest,
  type CheckWorkspaceParams,
  type CheckWorkspaceResult,
} from '../../../server/src/protocol';
import { commands } from '../contributions';
import type { FeatureHost } from './feature';

const title = 'rseq: checking the workspace';

/** The command that checks every source file of the workspace. It gives the server's result, or undefined when cancelled. */
export function activate({ context, client }: FeatureHost): void {
  let runs = 0;

  async function check(
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    cancellation: vscode.CancellationToken,
  ): Promise<CheckWorkspaceResult | undefined> {
    const workDoneToken = `${checkWorkspaceRequest}/${++runs}`;
    const show = progressSteps(progress);
    const reports = client.onProgress(WorkDoneProgress.type, workDoneToken, (report) => {
      if (report.kind === 'report') show(report);
    });
    try {
      const params: CheckWorkspaceParams = { workDoneToken };
      const result = await client.sendRequest<CheckWorkspaceResult>(checkWorkspaceRequest, params, cancellation);
      return result.cancelled ? undefined : result;
    } catch (error) {
      if (error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled) return undefined;
      throw error;
    } finally {
      reports.dispose();
    }
  }

  context.subscriptions.push(
    vscode.commands.registerCommand(commands.checkWorkspace, async () => {
      const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
      const result = await vscode.window.withProgress(options, check);
      if (result) void announce(result);
      return result;
    }),
  );
}

/** VS Code wants increments where the protocol has a percentage. */
function progressSteps(
  progress: vscode.Progress<{ message?: string; increment?: number }>,
): (report: WorkDoneProgressReport) => void {
  let done = 0;
  return ({ message, percentage }) => {
    const increment = Math.max(0, (percentage ?? done) - done);
    done += increment;
    progress.report(message === undefined ? { increment } : { message, increment });
  };
}

/** The answer comes when the user closes the message, which may be never. */
async function announce({ files, findings }: CheckWorkspaceResult): Promise<void> {
  const summary = `rseq: ${count(files, 'file')} checked, ${count(findings, 'finding')}`;
  if (findings === 0) {
    await vscode.window.showInformationMessage(summary);
    return;
  }
  const problems = 'Show Problems';
  const answer = await vscode.window.showInformationMessage(summary, problems);
  if (answer === problems) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
