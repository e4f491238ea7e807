import { access, constants } from 'node:fs/promises';
import * as path from 'node:path';

/** A program that stands at an instruction, and which of its threads does. */
export interface HeldProgram {
  readonly pid: number;
  readonly thread: number;
  readonly program: string;
}

/** What is handed to a debugger that attaches to a process; the rest is the same for all. */
export interface AttachConfiguration {
  readonly type: string;
  readonly program: string;
  readonly pid?: number;
  readonly processId?: string;
  readonly MIMode?: 'gdb';
}

/** Debuggers by the extension that brings them; the first that is installed is used. */
export const debuggers: readonly {
  readonly extension: string;
  configuration(held: HeldProgram): AttachConfiguration;
}[] = [
  {
    extension: 'ms-vscode.cpptools',
    configuration: ({ pid, program }) => ({ type: 'cppdbg', program, processId: String(pid), MIMode: 'gdb' }),
  },
  { extension: 'vadimcn.vscode-lldb', configuration: ({ pid, program }) => ({ type: 'lldb', program, pid }) },
  {
    extension: 'llvm-vs-code-extensions.lldb-dap',
    configuration: ({ pid, program }) => ({ type: 'lldb-dap', program, pid }),
  },
];

/** gdb begins with another thread than the one that stands at the instruction. */
export function gdbArguments({ pid, thread, program }: HeldProgram): readonly string[] {
  const choose = `python [t.switch() for t in gdb.selected_inferior().threads() if t.ptid[1] == ${thread}]`;
  const commands = ['set pagination off', choose, 'handle SIGSTOP nostop noprint nopass', 'x/i $pc'];
  return ['-q', '-p', String(pid), ...commands.flatMap((one) => ['-ex', one]), program];
}

/** The path of gdb; rejects with what to install if there is none. */
export async function gdbOnPath(folders: string): Promise<string> {
  for (const folder of folders.split(path.delimiter).filter((one) => one !== '')) {
    const file = path.join(folder, 'gdb');
    try {
      await access(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  throw new Error('there is no debugger; install gdb, or the extension ms-vscode.cpptools or vadimcn.vscode-lldb');
}
