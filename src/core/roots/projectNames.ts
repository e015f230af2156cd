/**
 * Names of project directories. Clients make one of the working directory in which they were started: of each UTF-16
 * unit that is no ASCII letter or digit a dash, and of more than 200 characters the first 200 and a hash (1.0.128 to
 * 2.1.330). Several folders can have one name: it may say what to look at first, and proves nothing.
 */

const longestName = 200;

/** The test for project directories that can be those of the folders, or of folders below them. */
export function projectNamesOf(folders: readonly string[]): (name: string) => boolean {
  const names = folders.map((folder) => folder.replace(/[^A-Za-z0-9]/g, '-').slice(0, longestName));
  return (name) => names.some((one) => name === one || name.startsWith(one.length < longestName ? `${one}-` : one));
}
