/**
 * Names of project directories. Clients make one of the working directory in which they were started: of each UTF-16
 * unit that is no ASCII letter or digit a dash, and of more than 200 characters the first 200 and a hash (1.0.128 to
 * 2.1.330). Several folders can have one name: it may say what to look at first, and proves nothing.
 */

const longestName = 200;

/** The test for project directories that can be those of the folders, or of folders below them. */
export function projectNamesOf(folders: readonly string[]): (name: string) => boolean {
  const names = folders.map(startOfName);
  return (name) => names.some((one) => name === one || name.startsWith(one.length < longestName ? `${one}-` : one));
}

/**
 * Whether a client that is started in the folder makes this name of it: there it finds the sessions of that project.
 */
export function isProjectNameOf(name: string, folder: string): boolean {
  const start = startOfName(folder);
  // The hash of a longer one is not made: the first 200 characters of two of a session's folders differ.
  return folder.length > longestName ? name.startsWith(`${start}-`) : name === start;
}

function startOfName(folder: string): string {
  return folder.replace(/[^A-Za-z0-9]/g, '-').slice(0, longestName);
}
