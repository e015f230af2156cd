/** CHANGELOG.md, in the form of Keep a Changelog: what a release says, and the heading that makes one. */

const heading = /^## \[(?<version>[^\]]+)\](?: - (?<date>\d{4}-\d{2}-\d{2}))?$/gm;

/**
 * What stands below the heading of a version, in Markdown, or `undefined` where there is none.
 *
 * @param {string} changelog
 * @param {string} version such as `0.2.0`, or `Unreleased`
 */
export function releaseNotes(changelog, version) {
  const headings = [...changelog.matchAll(heading)];
  const at = headings.findIndex(({ groups }) => groups.version === version);
  if (at === -1) return undefined;
  const start = headings[at].index + headings[at][0].length;
  return changelog.slice(start, headings[at + 1]?.index).trim();
}

/**
 * The changelog with all that is unreleased below a heading for the version. Throws where nothing is unreleased, or the
 * version has a heading already.
 *
 * @param {string} changelog
 * @param {string} version
 * @param {string} date as `2026-11-29`
 */
export function withRelease(changelog, version, date) {
  if (releaseNotes(changelog, version) !== undefined) throw new Error(`CHANGELOG.md has ${version} already.`);
  if (!releaseNotes(changelog, 'Unreleased')) throw new Error('CHANGELOG.md has nothing unreleased.');
  return changelog.replace('## [Unreleased]', `## [Unreleased]\n\n## [${version}] - ${date}`);
}
