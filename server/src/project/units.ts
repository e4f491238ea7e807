import * as path from 'node:path';
import type { Declarations, MacroOption, SourceProvider, UnitConfiguration } from '../analysis';
import type { CompilerCommand } from '../platform/compilerCommand';
import type { Configuration, ConfigurationProblem, Settings, Variant } from '../platform/configuration';
import type { IncludeSearch } from '../platform/includeWalk';
import type { ProjectFiles } from '../platform/projectFiles';
import type { ProjectIndex } from '../platform/projectIndex';
import type { Projects } from '../platform/projects';
import { isHeader } from '../platform/sourceTree';
import { TARGETS } from '../platform/targets';
import type { Toolchain } from '../platform/toolchain';
import { overlaySettings, settingsFor } from './settings';

/** One way in which a file is compiled. */
export interface Unit {
  readonly path: string;
  /** What tells this unit from the others of the same file; empty if there is only one. */
  readonly variant: string;
  readonly configuration: UnitConfiguration;
  readonly targets: readonly string[];
  readonly declarations: Declarations;
  /** Targets without headers of their own here → the target whose headers stand in ("" if there are none). */
  readonly borrowedHeaders: ReadonlyMap<string, string>;
}

/** All ways in which a file is compiled, and what was wrong with the files that say so. */
export interface UnitPlan {
  readonly units: readonly Unit[];
  readonly problems: readonly ConfigurationProblem[];
}

export interface PlannerInputs {
  readonly sources: SourceProvider;
  readonly files: ProjectFiles;
  readonly projects: Projects;
  readonly toolchain: Toolchain;
  /** What stands above everything else: the command line. */
  readonly override: Settings;
  /** What stands below everything else: the editor's settings for a file. */
  readonly fallback: (file: string) => Settings;
  /** A configuration file to use instead of the nearest one. */
  readonly configurationFile?: string;
}

interface IncludePlaces {
  readonly quoteDirectories?: readonly string[];
  readonly includeDirectories?: readonly string[];
}

/** Decides how each file is read: command line over nearest `.rseq.json` over editor settings, with compile_commands.json. */
export class UnitPlanner {
  readonly #inputs: PlannerInputs;

  constructor(inputs: PlannerInputs) {
    this.#inputs = inputs;
  }

  plan(file: string): UnitPlan {
    const { settings, problems } = this.#settingsOf(file);
    const database = this.#databaseOf(file, settings);
    const commands = distinct(database?.commands.get(file) ?? []);
    const names = commandNames(commands);
    const variants = this.#variantsOf(settings);
    const isAlone = variants.length === 1 && commands.length < 2;
    const units = (commands.length > 0 ? commands : [undefined]).flatMap((command, index) =>
      variants.map((variant) => {
        const name = isAlone ? '' : [names[index], variant?.name].filter(Boolean).join(' ');
        return this.#unit(file, name, settings, command, variant);
      }),
    );
    const databaseProblems = (database?.problems ?? []).map((message): ConfigurationProblem => {
      return { file: database?.file ?? '', message, severity: 'error' };
    });
    return { units, problems: [...problems, ...databaseProblems] };
  }

  /** The source files of the compile_commands.json that is in force for `file`. */
  compiledFiles(file: string): readonly string[] {
    return [...(this.#databaseOf(file, this.#settingsOf(file).settings)?.commands.keys() ?? [])];
  }

  /**
   * Where `file` looks for headers, over all ways in which it is compiled; in the whole project if it has no compile command
   * and nobody named an include directory.
   */
  includeSearch(file: string): IncludeSearch {
    const { settings } = this.#settingsOf(file);
    const commands = this.#databaseOf(file, settings)?.commands.get(file) ?? [];
    const places: readonly IncludePlaces[] = [settings, ...(settings.variants ?? []), ...commands];
    const directories = places.flatMap(({ quoteDirectories = [], includeDirectories = [] }) => [
      ...quoteDirectories,
      ...includeDirectories,
    ]);
    const isConfigured = commands.length > 0 || directories.length > 0;
    return {
      directories: [...new Set(directories)],
      systemDirectories: this.#allSystemDirectories(file, settings, commands),
      ...(isConfigured ? {} : { project: this.projectOf(file) }),
    };
  }

  projectOf(file: string): ProjectIndex {
    return this.#inputs.projects.of(file);
  }

  /** Where a `.rseq.json` for `file` stands or would stand. */
  configurationFolder(file: string): string {
    const configuration = this.#configurationOf(file);
    return configuration ? path.dirname(configuration.file) : this.projectOf(file).root;
  }

  /** Those that can be meant for the targets of the command line, which win over a variant's own. */
  #variantsOf({ variants = [] }: Settings): readonly (Variant | undefined)[] {
    const wanted = this.#inputs.override.targets ?? [];
    const meant = variants.flatMap((variant): Variant[] => {
      if (wanted.length === 0 || !variant.targets) return [variant];
      const targets = variant.targets.filter((target) => wanted.includes(target));
      return targets.length > 0 ? [{ ...variant, targets }] : [];
    });
    return meant.length > 0 ? meant : [undefined];
  }

  /** A header is read by itself only where nobody includes it: then its own words have to tell. */
  #languageOf(file: string, command: CompilerCommand | undefined): UnitConfiguration['language'] {
    if (command?.language) return command.language;
    const language = languageOf(file, command?.isPlusPlus === true);
    if (language !== 'c' || !isHeader(file)) return language;
    return looksLikeCpp(this.#inputs.sources.read(file) ?? '') ? 'c++' : 'c';
  }

  #settingsOf(file: string): { settings: Settings; problems: readonly ConfigurationProblem[] } {
    const { override, fallback } = this.#inputs;
    const configuration = this.#configurationOf(file);
    const own = configuration ? settingsFor(configuration, file) : {};
    const settings = overlaySettings(override, overlaySettings(own, fallback(file)));
    return { settings, problems: configuration?.problems ?? [] };
  }

  #configurationOf(file: string): Configuration | undefined {
    const { files, configurationFile } = this.#inputs;
    return configurationFile === undefined
      ? files.configurationFor(path.dirname(file))
      : files.configuration(configurationFile);
  }

  #databaseOf(file: string, settings: Settings) {
    const { files } = this.#inputs;
    return settings.compileCommands === undefined
      ? files.compileCommandsFor(path.dirname(file))
      : files.compileCommands(settings.compileCommands);
  }

  #unit(file: string, name: string, settings: Settings, command: CompilerCommand | undefined, variant?: Variant): Unit {
    const language = this.#languageOf(file, command);
    const ownTargets = command?.target === undefined ? [] : [command.target];
    const targets = variant?.targets ?? (settings.targets?.length ? settings.targets : ownTargets);
    const system = this.#systemDirectories(targets, language, command);
    const { override } = this.#inputs;
    const own = withoutOverride(settings, override);
    return {
      path: file,
      variant: name,
      targets,
      configuration: {
        language,
        compiler: command?.compiler ?? 'gcc',
        ...(command?.intelSyntax === true ? { intelSyntax: true } : {}),
        macros: [...(command?.macros ?? []), ...own.macros, ...(variant?.macros ?? []), ...(override.macros ?? [])],
        quoteDirectories: [...(settings.quoteDirectories ?? []), ...(command?.quoteDirectories ?? [])],
        includeDirectories: [
          ...(override.includeDirectories ?? []),
          ...(variant?.includeDirectories ?? []),
          ...own.includeDirectories,
          ...(command?.includeDirectories ?? []),
        ],
        systemDirectories: Object.fromEntries(
          system.map(({ target, directories }) => [target, [...(settings.systemDirectories ?? []), ...directories]]),
        ),
        forcedIncludes: [...(command?.forcedIncludes ?? []), ...(settings.forcedIncludes ?? [])],
        directory: command?.directory ?? path.dirname(file),
      },
      declarations: {
        abis: settings.abis ?? [],
        ...(settings.profiles?.length ? { profiles: settings.profiles } : {}),
        rules: settings.rules ?? {},
        ...(this.#inputs.override.abis ? { abisAreFinal: true } : {}),
        ...(settings.signature === undefined ? {} : { signature: settings.signature }),
      },
      borrowedHeaders: new Map(
        system.flatMap(({ target, borrowedFrom }) =>
          borrowedFrom === undefined ? [] : [[target, borrowedFrom] as const],
        ),
      ),
    };
  }

  #allSystemDirectories(file: string, settings: Settings, commands: readonly CompilerCommand[]): readonly string[] {
    const directories = (commands.length > 0 ? commands : [undefined]).flatMap((command) => {
      const own = settings.targets ?? (command?.target === undefined ? [] : [command.target]);
      // One variant without targets of its own may turn out to have any that its file has.
      const listed = (settings.variants ?? []).map((variant) => variant.targets ?? own);
      const targets = listed.length === 0 ? own : listed.some((names) => names.length === 0) ? [] : listed.flat();
      return this.#systemDirectories([...new Set(targets)], this.#languageOf(file, command), command);
    });
    return [...new Set([...(settings.systemDirectories ?? []), ...directories.flatMap((one) => one.directories)])];
  }

  /** For every target that the unit may turn out to have. */
  #systemDirectories(targets: readonly string[], language: UnitConfiguration['language'], command?: CompilerCommand) {
    const names = targets.length > 0 ? targets : TARGETS.map(({ name }) => name);
    return names.map((target) => {
      const isSearched = command?.standardDirectories ?? true;
      const found = this.#inputs.toolchain.systemDirectories(target, language, command?.sysroot);
      const own = isSearched ? found.directories : [];
      return {
        target,
        directories: [...(command?.systemDirectories ?? []), ...own, ...(command?.afterDirectories ?? [])],
        ...(isSearched && found.borrowedFrom !== undefined ? { borrowedFrom: found.borrowedFrom } : {}),
      };
    });
  }
}

/**
 * What the configuration and the editor contributed to lists that {@link overlaySettings} made. A variant is said more closely than
 * they are, and the command line more closely still.
 */
function withoutOverride({ macros = [], includeDirectories = [] }: Settings, override: Settings) {
  return {
    macros: macros.slice(0, macros.length - (override.macros?.length ?? 0)),
    includeDirectories: includeDirectories.slice(override.includeDirectories?.length ?? 0),
  };
}

/** The language that a compiler chooses by the extension, and by its own name; a header and an .inc are taken for C. */
function languageOf(file: string, isPlusPlus: boolean): UnitConfiguration['language'] {
  const extension = path.extname(file);
  if (['.S', '.s'].includes(extension)) return 'asm';
  if (isPlusPlus) return 'c++';
  return ['.cc', '.cpp', '.cxx', '.hpp', '.hh', '.hxx'].includes(extension) ? 'c++' : 'c';
}

/** True for words that are no C, in a header that was not written for both. */
function looksLikeCpp(text: string): boolean {
  const own =
    /^\s*(?:(?:inline\s+)?namespace\b|template\s*<|class\s+\w+[^;{]*\{|using\s+[\w:]+\s*[=;])|\bstd::|^\s*#\s*include\s*<[a-z_]+>/m;
  return !text.includes('__cplusplus') && own.test(text);
}

/** A build that compiles a file twice in the same way (a static and a shared library) is read once. */
function distinct(commands: readonly CompilerCommand[]): readonly CompilerCommand[] {
  return [...new Map(commands.map((command) => [JSON.stringify(command), command])).values()];
}

/** Names commands by the macros that not all of them have: `-DDEBUG=1`; numbers them where that does not tell them apart. */
function commandNames(commands: readonly CompilerCommand[]): readonly string[] {
  if (commands.length < 2) return [''];
  const spelled = commands.map((command) => command.macros.map(spellMacro));
  const names = spelled.map((macros) => {
    const own = macros.filter((macro) => !spelled.every((other) => other.includes(macro)));
    return own.join(' ');
  });
  const isClear = new Set(names).size === names.length;
  const targets = new Set(commands.map(({ target }) => target));
  // Where only the target differs, findings name it anyway.
  if (!isClear && targets.size === commands.length) return commands.map(() => '');
  return names.map((name, index) => (isClear ? name || 'plain' : `${name || 'command'} #${index + 1}`));
}

function spellMacro(macro: MacroOption): string {
  if (macro.kind === 'undefine') return `-U${macro.name}`;
  return macro.value === '1' ? `-D${macro.name}` : `-D${macro.name}=${macro.value}`;
}
