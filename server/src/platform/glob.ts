/**
 * Does a path with slashes, relative to some folder, match a pattern? `*` and `?` stand for parts of one name, `**` for any folders,
 * `{a,b}` for either. A pattern without a slash is about names in any folder; one that names a folder is about all that is in it.
 */
export function matchesGlob(path: string, pattern: string): boolean {
  const [, plain = ''] = /^(?:\.?\/)?(.*?)\/?$/s.exec(pattern) ?? [];
  const anywhere = pattern.includes('/') ? plain : `**/${plain}`;
  return new RegExp(`^${expression(anywhere)}(?:/.*)?$`, 's').test(path);
}

function expression(pattern: string): string {
  return pattern.replace(/\*\*\/|\*\*|[*?{},]|[\\^$.|+()[\]]/g, (token, at: number) => {
    const depth = openBraces(pattern.slice(0, at));
    switch (token) {
      case '**/':
        return '(?:[^/]+/)*';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        return pattern.includes('}', at) ? '(?:' : '\\{';
      case '}':
        return depth > 0 ? ')' : '\\}';
      case ',':
        return depth > 0 && pattern.includes('}', at) ? '|' : ',';
      default:
        return `\\${token}`;
    }
  });
}

/** Groups that are open behind this much of a pattern. */
function openBraces(text: string): number {
  return Math.max(0, text.split('{').length - text.split('}').length);
}
