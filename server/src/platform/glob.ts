/**
 * Does a path with slashes, relative to some folder, match a pattern? `*` and `?` stand for parts of one name, `**` for any folders,
 * `{a,b}` for either. A pattern without a slash is about names in any folder; one that names a folder is about all that is in it.
 */
export function matchesGlob(path: string, pattern: string): boolean {
  const [, plain = ''] = /^(?:\.?\/)?(.*?)\/?$/s.exec(pattern) ?? [];
  const anywhere = pattern.includes('/') ? plain : `**/${plain}`;
  return new RegExp(`^${expression(anywhere)}(?:/.*)?$`, 's').test(path);
}

/** A pattern as a regular expression. A brace without its partner stands for itself. */
function expression(pattern: string): string {
  return pattern.replace(/\*\*\/|\*\*|[*?]|\{[^{}]*\}|[\\^$.|+()[\]{}]/g, (token) => {
    if (token.length > 1 && token.startsWith('{')) {
      return `(?:${token.slice(1, -1).split(',').map(expression).join('|')})`;
    }
    return wildcards[token] ?? `\\${token}`;
  });
}

const wildcards: Readonly<Record<string, string>> = {
  '**/': '(?:[^/]+/)*',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};
