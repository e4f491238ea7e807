import type { Settings } from '../platform/configuration';

/**
 * `upper` over `lower`. What is a single choice (ABI, targets, signature) is taken from the upper one if it is there at all;
 * directories are searched in the upper one first; macros of the upper one come last, so that they win; rules win one by one.
 */
export function overlaySettings(upper: Settings, lower: Settings): Settings {
  return {
    ...lower,
    ...upper,
    rules: { ...lower.rules, ...upper.rules },
    macros: [...(lower.macros ?? []), ...(upper.macros ?? [])],
    quoteDirectories: [...(upper.quoteDirectories ?? []), ...(lower.quoteDirectories ?? [])],
    includeDirectories: [...(upper.includeDirectories ?? []), ...(lower.includeDirectories ?? [])],
    systemDirectories: [...(upper.systemDirectories ?? []), ...(lower.systemDirectories ?? [])],
    forcedIncludes: [...(lower.forcedIncludes ?? []), ...(upper.forcedIncludes ?? [])],
  };
}
