import { abi } from './abi';
import { readArguments, type CommandName, type Invocation } from './arguments';
import { check } from './check';
import { explain } from './explain';
import { commandHelp, generalHelp } from './help';
import { complain, EXIT, UsageError, type CommandIo, type ExitStatus } from './io';
import { lsp } from './lsp';
import type { Options } from './options';
import { sections } from './sections';
import { test } from './test';
import type { Program } from './workbench';

/** Runs one command line and gives its exit status. Never throws. */
export async function run(words: readonly string[], io: CommandIo, program: Program): Promise<ExitStatus> {
  try {
    const ruleIds = program.rules.map(({ id }) => id);
    return await dispatch(readArguments(words, { cwd: io.cwd, ruleIds }), io, program);
  } catch (error) {
    if (error instanceof UsageError) complain(io, error.message);
    else complain(io, `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return EXIT.failure;
  }
}

async function dispatch(invocation: Invocation, io: CommandIo, program: Program): Promise<ExitStatus> {
  if (invocation.kind === 'version') {
    io.out.write(`${program.version}\n`);
    return EXIT.clean;
  }
  if (invocation.kind === 'help') {
    io.out.write(invocation.command ? commandHelp(invocation.command) : generalHelp());
    return EXIT.clean;
  }
  const { command, operands, options } = invocation;
  refuseFormat(command, options.format);
  switch (command) {
    case 'check':
      return check(program, io, operands, options);
    case 'sections':
      return sections(program, io, operands, options);
    case 'explain':
      return explain(program, io, operands, options);
    case 'lsp':
      return lsp(program, operands);
    case 'abi':
      return abi(program, io, operands, options);
    case 'test':
      return test(program, io, operands, options);
    case 'verify':
      throw new UsageError('verify is not available in this version; check, sections, test, abi and explain are');
  }
}

const formats: Partial<Record<CommandName, readonly Options['format'][]>> = {
  check: ['text', 'json', 'github'],
  sections: ['text', 'json'],
  abi: ['text', 'json'],
  test: ['text', 'json', 'tap'],
};

/** Throws a usage error if a command does not print a format that others do. */
function refuseFormat(command: CommandName, format: Options['format']): void {
  const known = formats[command];
  if (!known || known.includes(format)) return;
  throw new UsageError(`${command} --format ${format}: use ${known.slice(0, -1).join(', ')} or ${known.at(-1)}`);
}
