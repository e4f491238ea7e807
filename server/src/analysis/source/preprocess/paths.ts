/** Collapses `.`, `..` and doubled slashes, so that one file has one name. Symbolic links are not looked at. */
export function normalise(path: string): string {
  if (!/(?:^|\/)\.{0,2}(?:\/|$)/.test(path.replace(/^\//, ''))) return path;
  const isRooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isRooted) kept.push(part);
  }
  return `${isRooted ? '/' : ''}${kept.join('/')}` || '.';
}

export function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(path);
}

/** The folder of a file, empty for a bare name. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return '';
  return slash === 0 ? '/' : path.slice(0, slash);
}

/** Puts a folder in front of a name as compilers do it: nothing is collapsed. */
export function inFolder(folder: string, name: string): string {
  if (folder === '' || isAbsolute(name)) return name;
  return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
}
