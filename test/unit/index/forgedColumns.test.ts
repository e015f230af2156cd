/** A cache whose columns or texts were changed by somebody who knows the format: what does not fit is not believed. */
import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checksum } from '../../../src/core/index/cache/cacheFile.ts';
import { joinColumns, splitColumns, textOf } from '../../../src/core/index/cache/columns.ts';
import { readIndexCache, writeIndexCache } from '../../../src/core/index/cache/indexCache.ts';
import { folderColumns, logColumns } from '../../../src/core/index/cache/logColumns.ts';
import { idColumns, rowColumns } from '../../../src/core/index/cache/rowColumns.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { indexOf } from '../../fixtures/indexed.ts';
import { fixture, listing, started } from '../../fixtures/savedIndex.ts';

const transient = { ...folderColumns, ...idColumns, texts: Uint8Array } as const;
const retained = { ...logColumns, ...rowColumns } as const;
type Texts = Record<'logs' | 'rows' | 'directories', Record<string, unknown[]>> & { key: string };
interface Head {
  folders: Int32Array;
  names: Uint8Array;
  ids: Uint8Array;
  [column: string]: Float64Array | Uint32Array | Int32Array | Uint8Array;
}

/** The three sessions of the fixture, and a nested folder of agents. */
function saved() {
  const { home, host, file } = fixture();
  const deep = home.agentLog(sessionA, 'a5b5c5d', [prompt('Deep')]);
  const nested = deep.replace('agent-a5b5c5d', 'workflows/wf_1/agent-a5b5c5d');
  fs.mkdirSync(nested.replace(/[^/\\]*$/, ''), { recursive: true });
  fs.renameSync(deep, nested);
  const cold = indexOf(home);
  writeIndexCache(file, cold)?.logs.close();
  return { home, host, file, cold };
}

/** Changes the head of a cache, and puts its lengths and its checksum right. */
function forge(file: string, change: (columns: Head, texts: Texts) => void): void {
  const bytes = fs.readFileSync(file);
  const at = bytes.indexOf(0x0a) + 1;
  const [start, length] = [bytes.readDoubleLE(at), bytes.readDoubleLE(at + 8)];
  const part = (from: number, to?: number) => Buffer.from(Uint8Array.from(bytes.subarray(from, to)).buffer);
  const columns = {
    ...splitColumns(part(start, start + length), transient),
    ...splitColumns(part(start + length), retained),
  };
  const texts = JSON.parse(textOf(columns.texts, 'utf8')) as Texts;
  const changed: Head = { ...columns };
  change(changed, texts);
  changed['texts'] = Buffer.from(JSON.stringify(texts));
  const head = [joinColumns(changed as never, transient), joinColumns(changed as never, retained)] as const;
  const numbers = Buffer.alloc(32);
  [start, head[0].length, head[1].length].forEach((number, i) => numbers.writeDoubleLE(number, 8 * i));
  numbers.writeUInt32LE(checksum(head[1], checksum(head[0], checksum(numbers.subarray(0, 24)))), 24);
  fs.writeFileSync(file, Buffer.concat([bytes.subarray(0, at), numbers, bytes.subarray(at + 32, start), ...head]));
}

it('a head that is put together again is believed, and gives the answers of a cold index', () => {
  const { host, file, cold } = saved();
  forge(file, () => undefined);
  expect(started(host, file)).toEqual({ listing: listing(cold), isUsed: true, bytesRead: 0 });
});

const shorter = (name: string) => (columns: Head) => (columns[name] = columns[name]?.subarray(1) as never);
const number = (name: string, at: number, value: number) => (columns: Head) =>
  ((columns[name] as Int32Array)[at] = value);

describe('a cache is not believed', () => {
  it.each<[string, (columns: Head, texts: Texts) => unknown]>([
    ['with too few times', shorter('times')],
    ['with too few figures of rows', shorter('counts')],
    ['with too few homes', shorter('homes')],
    ['with too few stamps', shorter('stamps')],
    ['with too few places in the body', shorter('starts')],
    ['with too few checksums', shorter('checksums')],
    ['with too few marks of files', shorter('files')],
    ['with half an ID', shorter('ids')],
    ['with too few slugs', (_, { rows }) => rows['slugs']?.pop()],
    ['with a log less than its folders have', number('folders', 2, 0)],
    ['with a log more', number('folders', 2, 9)],
    ['with names that go on behind its folders', number('folders', 3, 1)],
    ['with a folder of a project that there is not', number('folders', 0, 9)],
    ['with a folder of a session that there is not', number('folders', 1, 9)],
    ['with a project of a root that there is not', (_, { logs }) => ((logs['projects']?.[0] as unknown[])[0] = 9)],
    ['with a folder spelled as another session', (_, { logs }) => logs['spelled']?.push([2, sessionB])],
    ['of other roots', (_, texts) => (texts.key += ' ')],
    ['whose texts have another form', (_, { rows }) => (rows['cwds'] = ['x'])],
  ])('%s', (_, change) => {
    const { host, file } = saved();
    forge(file, change);
    expect(readIndexCache(file, host)).toBeUndefined();
  });

  it.each(['', '.', '..', 'a/b', 'a\0b'])('that calls a project or a nested folder %j', (name) => {
    const { host, file } = saved();
    const whole = fs.readFileSync(file);
    forge(file, (_, { logs }) => ((logs['projects']?.[0] as unknown[])[1] = name));
    expect(readIndexCache(file, host)).toBeUndefined();
    fs.writeFileSync(file, whole);
    forge(file, (_, { logs }) => ((logs['deeper']?.[0] as unknown[])[1] = ['workflows', name]));
    expect(readIndexCache(file, host)).toBeUndefined();
    fs.writeFileSync(file, whole);
    expect(started(host, file).isUsed).toBe(true);
  });

  it.each(['/', '\\', '\u0001', '\u007f', 'é', ':'])('that has %j in the name of a log', (character) => {
    const { host, file } = saved();
    forge(file, ({ names }) => (names[0] = character.charCodeAt(0)));
    expect(readIndexCache(file, host)).toBeUndefined();
  });
});

it.each([
  ['a checksum of a log is another', number('checksums', 0, 1)],
  ['what a log says ends before it begins', number('starts', 0, 1e6)],
])('where %s, that log is read again and gives the answers of a cold index', (_, change) => {
  const { host, file, cold } = saved();
  forge(file, change);
  const index = new SessionIndex(host);
  const stored = readIndexCache(file, host) ?? expect.unreachable();
  index.restore(stored);
  index.refresh();
  expect(listing(index)).toBe(listing(cold));
  index.close();
});
