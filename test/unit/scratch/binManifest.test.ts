import { expect, it } from 'vitest';
import {
  entryName,
  entryOfManifest,
  manifestName,
  parseEntryName,
  parseManifest,
} from '../../../src/core/scratch/binManifest.ts';
import type { SessionId } from '../../../src/core/model.ts';
import { sessionA } from '../../fixtures/scratchTree.ts';

const id = sessionA as SessionId;
const entry = `20261122T161500Z-${id}-0a1b2c3d`;
const removedAt = Date.UTC(2026, 10, 22, 16, 15);

it('an entry is named by the second of its removal, its session and a random part, and is read so', () => {
  expect(entryName(id, removedAt + 999, '0a1b2c3d')).toBe(entry);
  expect(parseEntryName(entry)).toEqual({ sessionId: id, removedAt });
});

it.each([
  [NaN, '19700101T000000Z'],
  [-1, '19700101T000000Z'],
  [Infinity, '99991231T000000Z'],
])('a clock that says %d still gives a name that is an entry', (clock, stamp) => {
  const name = entryName(id, clock, '0a1b2c3d');
  expect(name).toBe(`${stamp}-${id}-0a1b2c3d`);
  expect(parseEntryName(name)?.sessionId).toBe(id);
});

it.each([
  ['more before it', `x${entry}`],
  ['more behind it', `${entry}0`],
  ['a day of one digit', entry.replace('20261122T', '2026112T')],
  ['a day of letters', entry.replace('20261122T', '2026112xT')],
  ['a time of five digits', entry.replace('161500Z', '16150Z')],
  ['a time of letters', entry.replace('161500Z', '16150xZ')],
  ['a day that there is not', entry.replace('20261122', '20261322')],
  ['a time that there is not', entry.replace('161500', '256100')],
  ['an ID in capitals', entry.replace('0a1b2c3d', '0A1B2C3D')],
  ['an ID whose first group is short', entry.replace('-11111111-', '-1111111-')],
  ['an ID with a short group', entry.replace('-1111-', '-111-')],
  ['an ID without a group', entry.replace('-1111-', '-')],
  ['an ID with a short end', entry.replace('-111111111111-', '-11111111111-')],
  ['a random part of seven digits', entry.slice(0, -1)],
  ['a random part of other letters', entry.replace('0a1b2c3d', '0a1b2c3g')],
  ['an ID of other letters', entry.replace('-11111111-', '-1111111g-')],
  ['an ID with a group of other letters', entry.replace('-1111-', '-111g-')],
  ['an ID with an end of other letters', entry.replace('-111111111111-', '-11111111111g-')],
])('a name with %s is none of an entry', (_, name) => {
  expect(parseEntryName(name)).toBeUndefined();
  expect(entryOfManifest(`${name}.json`)).toBeUndefined();
});

it('a manifest is named after its entry, with .json and nothing else', () => {
  expect(manifestName(entry)).toBe(`${entry}.json`);
  expect(entryOfManifest(`${entry}.json`)).toBe(entry);
  for (const name of [entry, `${entry}.jsox`, `${entry}.json.json`, `x.json`])
    expect(entryOfManifest(name)).toBeUndefined();
});

const manifest = {
  version: 1,
  sessionId: id,
  path: `.erk/scratch/sessions/${id}`,
  removedAt,
  mode: 0o750,
  dev: '1',
  ino: '2',
  files: 3,
  bytes: 4,
};
const parsed = (value: unknown) => parseManifest(Buffer.from(JSON.stringify(value)));

it('a manifest is read whole, its session in small letters', () => {
  expect(parsed(manifest)).toEqual(manifest);
  const capital = 'ABCDEF01-1111-4111-8111-111111111111';
  expect(parsed({ ...manifest, sessionId: capital })?.sessionId).toBe('abcdef01-1111-4111-8111-111111111111');
});

it.each([
  ['of another version', { version: 2 }],
  ['without a session', { sessionId: 'x' }],
  ['with a session that is too long', { sessionId: `${id}0` }],
  ['with a path that is too long', { path: 'x'.repeat(4097) }],
  ['with a path that is no text', { path: 7 }],
  ['with a time that is no number', { removedAt: 'x' }],
  ['with a mode below nothing', { mode: -1 }],
  ['with a device that is too long', { dev: '1'.repeat(33) }],
  ['with an inode that is too long', { ino: '1'.repeat(33) }],
  ['with half a file', { files: 0.5 }],
  ['with fewer bytes than none', { bytes: -1 }],
])('a manifest %s is none', (_, change) => {
  expect(parsed({ ...manifest, ...change })).toBeUndefined();
});

it.each(Object.keys(manifest))('a manifest that lacks %s is none', (field) => {
  expect(parsed({ ...manifest, [field]: undefined })).toBeUndefined();
});
