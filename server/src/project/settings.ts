import * as path from 'node:path';
import type { Configuration, Settings } from '../platform/configuration';
import { matchesGlob } from '../platform/glob';

/**
 * `upper` over `lower`. What is a single choice (ABI, targets, signature) is taken from the upper one if it is there at all;
 * directories are searched in the upper one first; macros of the upper one come last, so that they win; rules win one by one.
 */
export function overlaySettings(upper: Settings, lower: Settings): Settings {
  return {
    ...lower,
    ...upper,
    profiles: [...(upper.profiles ?? []), ...(lower.profiles ?? [])],
    rules: { ...lower.rules, ...upper.rules },
    macros: [...(lower.macros ?? []), ...(upper.macros ?? [])],
    quoteDirectories: [...(upper.quoteDirectories ?? []), ...(lower.quoteDirectories ?? [])],
    includeDirectories: [...(upper.includeDirectories ?? []), ...(lower.includeDirectories ?? [])],
    systemDirectories: [...(upper.systemDirectories ?? []), ...(lower.systemDirectories ?? [])],
    forcedIncludes: [...(lower.forcedIncludes ?? []), ...(upper.forcedIncludes ?? [])],
  };
}

/** What a configuration says about one file: the last of its overrides that speaks about the file wins. */
export function settingsFor({ file: own, settings }: Configuration, file: string): Settings {
  const name = path.relative(path.dirname(own), file).split(path.sep).join('/');
  const override = settings.overrides?.findLast(({ files }) => files.some((pattern) => matchesGlob(name, pattern)));
  return override ? { ...settings, abis: override.abis } : settings;
}
