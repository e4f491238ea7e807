import { UsageError } from './io';
import {
  defaultOptions,
  optionsOf,
  type CommandWithOptions,
  type OptionContext,
  type OptionDefinition,
  type Options,
} from './options';
import { suggest } from '../analysis';

export const COMMANDS = ['check', 'sections', 'explain', 'lsp', 'verify', 'test', 'abi'] as const;

export type CommandName = (typeof COMMANDS)[number];

/** A command line that was understood. */
export type Invocation =
  | { readonly kind: 'version' }
  | { readonly kind: 'help'; readonly command?: CommandName }
  | {
      readonly kind: 'run';
      readonly command: CommandName;
      readonly operands: readonly string[];
      readonly options: Options;
    };

/** Reads the words behind the program's name. Throws {@link UsageError}. */
export function readArguments(words: readonly string[], context: OptionContext): Invocation {
  const [first, ...rest] = words;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') return { kind: 'help' };
  if (first === '--version' || first === '-V') return { kind: 'version' };
  const command = COMMANDS.find((name) => name === first);
  if (!command) throw new UsageError(unknownCommand(first));
  const isHelp = rest.slice(0, endOfOptions(rest)).some((word) => word === '--help' || word === '-h');
  if (isHelp) return { kind: 'help', command };
  if (command === 'lsp' || command === 'verify') {
    return { kind: 'run', command, operands: rest, options: defaultOptions() };
  }
  return { kind: 'run', command, ...readOptions(rest, context, command) };
}

function readOptions(
  words: readonly string[],
  context: OptionContext,
  command: CommandWithOptions,
): { operands: string[]; options: Options } {
  const options = defaultOptions();
  const operands: string[] = [];
  const end = endOfOptions(words);
  for (let i = 0; i < end; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      continue;
    }
    const { definition, joined } = findOption(word, command);
    const next = words[i + 1];
    if (definition.value === undefined) definition.apply(options, '', context);
    else if (joined !== undefined) definition.apply(options, joined, context);
    else if (next === undefined || i + 1 >= end)
      throw new UsageError(`${definition.name} needs a value: ${spell(definition)}`);
    else {
      definition.apply(options, next, context);
      i++;
    }
  }
  operands.push(...words.slice(end + 1));
  return { operands, options };
}

/** The option of a word and the value that is joined to it, as in `--format=json` and `-Idir`. */
function findOption(word: string, command: CommandWithOptions): { definition: OptionDefinition; joined?: string } {
  const definitions = optionsOf(command);
  const exact = definitions.find(({ name }) => name === word);
  if (exact) return { definition: exact };
  const equals = word.indexOf('=');
  const long = definitions.find(
    ({ name, value }) => value !== undefined && name === word.slice(0, Math.max(equals, 0)),
  );
  if (word.startsWith('--')) {
    if (long) return { definition: long, joined: word.slice(equals + 1) };
    throw new UsageError(unknownOption(word, command));
  }
  // `-include` and `-iquote` before `-I`: the longest name that fits.
  const fitting = definitions.filter(
    ({ name, value }) => value !== undefined && !name.startsWith('--') && word.startsWith(name),
  );
  const definition = fitting.sort((a, b) => b.name.length - a.name.length)[0];
  if (!definition) throw new UsageError(unknownOption(word, command));
  return { definition, joined: word.slice(definition.name.length) };
}

/** How an option and its value are written. */
export function spell({ name, value }: OptionDefinition): string {
  return value === undefined ? name : `${name} <${value}>`;
}

function endOfOptions(words: readonly string[]): number {
  const end = words.indexOf('--');
  return end < 0 ? words.length : end;
}

function unknownCommand(word: string): string {
  const near = suggest(word, COMMANDS, 1);
  const hint = near.length > 0 ? `did you mean "${near.join()}"?` : '`rseq --help` lists the commands';
  return `unknown command "${word}"; ${hint}`;
}

function unknownOption(word: string, command: CommandWithOptions): string {
  const name = word.replace(/=.*$/s, '');
  const near = suggest(
    name,
    optionsOf(command).map((option) => option.name),
    1,
  );
  const hint = near.length > 0 ? `did you mean ${near.join()}?` : `\`rseq ${command} --help\` lists the options`;
  return `unknown option ${name}; ${hint}`;
}
