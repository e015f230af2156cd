/** The notes of a release, cut from the changelog. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { releaseNotes, withRelease } from '../../../scripts/changelog.mjs';

const changelog = `# Changelog

## [Unreleased]

### Added

- Three

## [0.2.0] - 2026-11-29

### Added

- Two, and \`## [0.1.0]\` in a line

## [0.1.0] - 2026-10-01

- One
`;

describe('the notes of a version', () => {
  it.each([
    ['of the last one', '0.2.0', '### Added\n\n- Two, and `## [0.1.0]` in a line'],
    ['of the first one', '0.1.0', '- One'],
    ['of what is unreleased', 'Unreleased', '### Added\n\n- Three'],
    ['of one that has no heading', '0.3.0', undefined],
    ['of one that is the start of another', '0.2', undefined],
  ])('are, %s, what stands below its heading alone', (_which, version, notes) => {
    expect(releaseNotes(changelog, version)).toBe(notes);
  });

  it('are those of the file in the repository', () => {
    expect(releaseNotes(readFileSync('CHANGELOG.md', 'utf8'), 'Unreleased')).not.toBe('');
  });
});

describe('a release', () => {
  it('takes all that is unreleased, and leaves an empty heading', () => {
    const released = withRelease(changelog, '0.3.0', '2026-12-01');
    expect(released).toContain('## [Unreleased]\n\n## [0.3.0] - 2026-12-01\n\n### Added\n\n- Three\n');
    expect(releaseNotes(released, 'Unreleased')).toBe('');
    expect(releaseNotes(released, '0.3.0')).toBe('### Added\n\n- Three');
  });

  it('of a version that is there, or of nothing, is refused', () => {
    expect(() => withRelease(changelog, '0.2.0', '2026-12-01')).toThrow('0.2.0');
    const released = withRelease(changelog, '0.3.0', '2026-12-01');
    expect(() => withRelease(released, '0.4.0', '2026-12-02')).toThrow('nothing unreleased');
  });
});
