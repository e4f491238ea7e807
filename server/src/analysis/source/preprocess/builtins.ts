import type { Builtin, Macro } from './macro';
import { outermostSite } from './origin';
import type { RunState } from './state';
import { TokenKind } from './token';
import type { WorkToken } from './workToken';

const COMMON: Readonly<Record<string, Builtin>> = {
  __LINE__: 'line',
  __FILE__: 'file',
  __BASE_FILE__: 'base-file',
  __INCLUDE_LEVEL__: 'include-level',
  __COUNTER__: 'counter',
  __DATE__: 'date',
  __TIME__: 'time',
  __TIMESTAMP__: 'timestamp',
  _Pragma: 'pragma',
  __has_include: 'has',
  __has_include_next: 'has',
};

const C_ONLY: readonly string[] = ['__has_attribute', '__has_cpp_attribute', '__has_c_attribute', '__has_builtin'];

/** Operators that Clang has and GCC 12 does not: `defined(__has_feature)` tells them apart. */
const CLANG_ONLY: readonly string[] = [
  '__has_feature',
  '__has_extension',
  '__has_warning',
  '__has_declspec_attribute',
  '__has_constexpr_builtin',
  '__has_embed',
  '__is_identifier',
  '__is_target_arch',
  '__is_target_vendor',
  '__is_target_os',
  '__is_target_environment',
  '__is_target_variant_os',
  '__is_target_variant_environment',
  '__building_module',
];

/** The macros that are part of the preprocessor itself. GCC has no `__has_attribute` and the like in assembler sources. */
export function builtinMacros(language: 'c' | 'c++' | 'asm', compiler: 'gcc' | 'clang'): readonly Macro[] {
  const names = new Map<string, Builtin>(Object.entries(COMMON));
  if (language !== 'asm' || compiler === 'clang') for (const name of C_ONLY) names.set(name, 'has');
  if (compiler === 'clang') for (const name of CLANG_ONLY) names.set(name, 'has');
  return [...names].map(([name, builtin]) => ({
    name,
    file: -1,
    offset: 0,
    parameters: null,
    variadic: false,
    body: [],
    plain: true,
    uncertain: false,
    builtin,
    disabled: false,
  }));
}

/**
 * The token that a built-in macro stands for. There is no clock in here: dates and times read as GCC writes them when it
 * cannot know them.
 */
export function expandBuiltin(macro: Macro, builtin: Builtin, site: WorkToken, state: RunState): WorkToken {
  const [kind, text] = spell(builtin, site, state);
  const token = site.respelled(kind, text);
  token.uncertain = site.uncertain;
  token.group = site.group;
  token.expansion = { macro, site, argument: -1, parent: site.expansion };
  if (builtin === 'has') token.noExpand = true;
  return token;
}

function spell(builtin: Builtin, site: WorkToken, state: RunState): [TokenKind, string] {
  switch (builtin) {
    case 'line': {
      const place = outermostSite(site);
      const lines = state.cache.file(place.file)?.lines;
      return [TokenKind.Number, String((lines?.positionAt(place.offset).line ?? 0) + 1)];
    }
    case 'file':
      return [TokenKind.String, quote(state.frames.at(-1)?.spelledPath ?? state.path)];
    case 'base-file':
      state.recorder?.spoil();
      return [TokenKind.String, quote(state.path)];
    case 'include-level':
      state.recorder?.spoil();
      return [TokenKind.Number, String(Math.max(0, state.frames.length - 1))];
    case 'counter':
      state.recorder?.noteCounter();
      return [TokenKind.Number, String(state.counter++)];
    case 'date':
      return [TokenKind.String, '"??? ?? ????"'];
    case 'time':
      return [TokenKind.String, '"??:??:??"'];
    case 'timestamp':
      return [TokenKind.String, '"??? ??? ?? ??:??:?? ????"'];
    case 'pragma':
    case 'has':
      return [TokenKind.Identifier, site.text];
  }
}

function quote(path: string): string {
  return `"${path.replace(/[\\"]/g, '\\$&')}"`;
}
