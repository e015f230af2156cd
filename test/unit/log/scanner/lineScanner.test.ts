import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { truthOf } from '../../../fixtures/logOracle.ts';
import { ownId, pieceSizes, randomLog } from '../../../fixtures/randomLogs.ts';
import { scannedLog } from '../../../fixtures/scannedLog.ts';

const KB = 1024;

function expectTruth(log: Buffer | string, sizes: readonly number[] = [640 * KB]): void {
  const bytes = Buffer.from(log);
  expect(scannedLog(bytes, ownId, sizes)).toEqual(truthOf(bytes, ownId));
}

function line(fields: object): string {
  return `${JSON.stringify({ type: 'user', sessionId: ownId, ...fields })}\n`;
}

/** The same log without any key that an envelope begins with. */
function unenveloped(log: string): string {
  return log.replaceAll('"userType"', '"userTypX"');
}

describe('the scanner agrees with JSON.parse', () => {
  it('on what JSON is not, wherever it is cut', () => {
    const values = [
      ...['1,', '1,,2', '01', '-', '1.', '.5', '1e', '1e+', '+1', '0x1', '1.5E-07', '-0', '123456789012345678', '1 2'],
      ...[
        'tru',
        'trues',
        'nul',
        'False',
        'true',
        'null',
        'NaN',
        '\\',
        "'a'",
        '[1,]',
        '[,1]',
        '[1 2]',
        '[1',
        '{]',
        '[}',
      ],
      ...['{"a"}', '{"a":}', '{"a":1,}', '{,}', '{"a" 1}', '{a:1}', '{1:2}', '["a":1]', '[[],{},[{}]]', '{"a":[]}{'],
      ...[
        '"\\u00zz"',
        '"\\u00e9"',
        '"\\u12"',
        '"\\x41"',
        '"\\/\\b\\f"',
        '"\\"',
        '"a""b"',
        '"a":"b"',
        '"a"b',
        '',
        ':',
        '::1',
        ' 1 ',
      ],
      ...[
        '[ 1 , 2 ]',
        '{ "a" : [ ] , "b" : { } }',
        '{"a":1 "b":2}',
        '[1]2',
        '1[2]',
        '"a"[1]',
        'true"a"',
        'truefalse',
        '{}{}',
      ],
    ];
    for (const pad of [0, 1, 2, 3, 17, 40, 55, 58, 59, 60, 61, 62, 63]) {
      const lines = values.flatMap((value) => [
        `{"pad":"${'x'.repeat(pad)}","v":${value},"slug":"evil-slug"}\n`,
        `{"v":${value}}\n`,
        line({ slug: 'good-slug' }),
      ]);
      expectTruth(lines.join(''));
      for (const size of [1, 5, 63, 64, 65, 1000]) expectTruth(lines.join(''), [size]);
    }
  });

  it('on random JSON with one byte changed', () => {
    const alphabet = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '0',
      '1',
      '-',
      '.',
      'e',
      't',
      'n',
      'u',
      ' ',
      '\t',
      '\0',
      'é',
    ];
    const changed = fc
      .tuple(
        fc.jsonValue(),
        fc.nat(),
        fc.constantFrom(...alphabet),
        fc.constantFrom(0, 1, 2),
        fc.constantFrom(undefined, 1),
      )
      .map(([value, at, by, drop, indent]) => {
        const text = JSON.stringify({ a: value, slug: 'a-slug', b: [value] }, undefined, indent).replaceAll('\n', '\t');
        const place = at % text.length;
        return `${text.slice(0, place)}${by}${text.slice(place + drop)}\n${text}\n`;
      });
    fc.assert(
      fc.property(fc.array(changed, { maxLength: 6 }), pieceSizes, (lines, sizes) =>
        expectTruth(lines.join(''), sizes),
      ),
      { numRuns: 2000, seed: 20260105 },
    );
  });

  it('on random logs in random pieces', () => {
    fc.assert(
      fc.property(randomLog, pieceSizes, (log, sizes) => expectTruth(log, sizes)),
      { numRuns: 300, seed: 20260102 },
    );
  });

  it('wherever one log is cut in two', () => {
    const log = Buffer.from(
      [
        line({ slug: 'first-slug', cwd: '/a "quoted" \\ b', timestamp: '2026-01-02T03:04:05.000Z', parentUuid: null }),
        '{"type":"cut","sessionId":"1\n',
        line({ message: { slug: 'decoy', content: [{ text: '\\\\" ,"slug":"x' }] }, slug: 'second-slug', é: '日本' }),
        '\r\n',
        line({ isSidechain: true, slug: 'of-an-agent', timestamp: '2026-01-02T03:04:06.000Z' }),
        line({ sessionId: '22222222-2222-4222-8222-222222222222', slug: 'foreign-slug' }),
        ` { "slug" : "third-slug" , "sessionId" : "${ownId}" } \r\n`,
        line({ forkedFrom: { sessionId: 'x' }, slug: 'copied-slug' }),
        '{"slug":"unfinished',
      ].join(''),
    );
    const truth = truthOf(log, ownId);
    expect(truth.slugs.map(({ slug }) => slug)).toEqual(['first-slug', 'second-slug', 'third-slug']);
    for (let cut = 1; cut < log.length; cut++) expect(scannedLog(log, ownId, [cut, log.length])).toEqual(truth);
    for (let size = 1; size < 80; size++) expect(scannedLog(log, ownId, [size])).toEqual(truth);
  });

  it('when a key, its colon or its value lies on the border of the input', () => {
    const keyed = `"cwd" : "/on/the/border","slug":"slug-on-the-border","timestamp":"2026-01-02T03:04:05.000Z"}\n`;
    for (let shift = 0; shift <= keyed.length; shift += 3) {
      const padding = 'x'.repeat(640 * KB - shift - '{"pad":"",'.length);
      expectTruth(`{"pad":"${padding}",${keyed}${line({ slug: 'after-the-border' })}`);
    }
  });

  it('on lines longer than the input, envelope first or last', () => {
    const long = 'x"\\'.repeat(700 * KB);
    const log = [
      line({ slug: 'slug-before', message: { content: long } }),
      `${JSON.stringify({ message: { content: long }, slug: 'slug-behind', sessionId: ownId })}\n`,
      line({ slug: 'slug-of-short-line' }),
      `{"message":"${'y'.repeat(2000 * KB)}\n`,
      line({ slug: 'slug-after-damage' }),
    ].join('');
    for (const sizes of [[640 * KB], [65 * KB], [7 * KB, 200 * KB]]) expectTruth(log, sizes);
  });

  it('on strings longer than what is kept back for a value', () => {
    for (const length of [65_400, 65_536, 65_600, 131_072, 700_000]) {
      const text = 'v'.repeat(length);
      const log = [
        line({ summary: text, slug: 'behind-long-title' }),
        line({ [text]: text, slug: 'behind-long-key' }),
        line({ toolUseResult: { filePath: text, plan: text }, slug: 'behind-long-result' }),
      ].join('');
      for (const size of [10_000, 65_536, 640 * KB]) expectTruth(log, [size]);
    }
  });

  it('on runs of backslashes that fill the input', () => {
    for (const length of [640 * KB - 40, 640 * KB, 1280 * KB, 1280 * KB + 2]) {
      const run = '\\'.repeat(length);
      expectTruth(`{"a":"${run}","slug":"behind-the-run"}\n${line({ slug: 'next-line' })}`);
      expectTruth(`{"a":"odd\\${run}","slug":"inside-the-run"}\n${line({ slug: 'next-line' })}`);
    }
    for (let size = 1; size < 20; size++) {
      for (const run of ['\\'.repeat(40), `${'\\'.repeat(41)}"`]) {
        expectTruth(`{"message":{"a":"${run}"},"slug":"behind-the-run"}\n`, [size]);
      }
    }
  });

  it('on entries that repeat the envelope of the one before, to the letter or nearly', () => {
    const envelope = `"userType":"external","cwd":"/shop","sessionId":"${ownId}","version":"2.1.40","gitBranch":"","slug":"first-slug"`;
    const lines = [
      `{"parentUuid":null,"isSidechain":false,${envelope},"type":"user","message":{"content":"one"}}`,
      `{"message":{"content":"two"},"type":"assistant",${envelope}}`,
      `{${envelope.replace('/shop', '/shop/src')},"type":"user"}`,
      `{${envelope.replace('first-slug', 'other-slug')}}`,
      `{${envelope.replace(ownId, '22222222-2222-4222-8222-222222222222')}}`,
      `{${envelope.replace('"version"', '@"version"')}}`,
      `{${envelope.replace('"version"', '@"version"')}}`,
      `{${envelope.replace('2.1.40', '2.1.\u000140')}}`,
      `{${envelope},"type":"user","cwd":"/twice"}`,
      `{"cwd":"/before","slug":"slug-before",${envelope.replace('first-slug', '')}}`,
      `{"cwd":"/before","slug":"slug-before",${envelope.replace('first-slug', '')}}`,
      `{${envelope}`,
      `{${envelope}}`,
    ];
    for (const order of [lines, [...lines].reverse(), lines.flatMap((each) => [each, each])]) {
      const log = order.map((each) => `${each}\n`).join('');
      expectTruth(log);
      for (let size = 1; size < 600; size += 7) expectTruth(log, [size]);
    }
  });

  it('a value of a repeated envelope that is followed by a colon is no JSON, and proves nothing', () => {
    const value = `{"userType":"external","sessionId":"22222222-2222-4222-8222-222222222222"`;
    const log = `${value},"type":"user"}\n${value}:1,"type":"user","slug":"behind-a-key"}\n`;
    const whole = scannedLog(Buffer.from(log), ownId, [640 * KB]);
    expect(whole).toEqual(scannedLog(Buffer.from(unenveloped(log)), ownId, [640 * KB]));
    expect(whole).toMatchObject({ entries: 1, foreign: 1, damagedLines: [2] });
  });

  it('with itself where no envelope is known, whatever stands between and behind the fields', () => {
    const odd = fc.constantFrom(
      ':',
      '::1',
      ',',
      ',,',
      '@',
      '{}',
      '{',
      '}',
      '[]',
      '"',
      '"x"',
      '\\',
      '\t',
      ' ',
      '\u0001',
      '\n',
    );
    const noise = fc.tuple(odd, fc.nat());
    const noisy = fc.tuple(randomLog, fc.array(noise, { maxLength: 6 })).map(([log, noises]) => {
      let text = log.toString('utf8');
      for (const [what, where] of noises) {
        const ends = [...text.matchAll(/"(?=[,}])/g)].map(({ index }) => index + 1);
        const at = ends[where % ends.length] ?? 0;
        text = text.slice(0, at) + what + text.slice(at);
      }
      return log.toString('utf8') + text;
    });
    fc.assert(
      fc.property(noisy, pieceSizes, (log, sizes) => {
        const [enveloped, plain] = [log, unenveloped(log)].map((text) => scannedLog(Buffer.from(text), ownId, sizes));
        expect(enveloped).toEqual(plain);
      }),
      { numRuns: 1500, seed: 20260105 },
    );
  });

  it('on a time in the first months of the year 0', () => {
    expectTruth(line({ timestamp: '0000-01-02T04:00:00.000Z' }) + line({ timestamp: '2026-01-02T03:04:05.000Z' }));
    expectTruth(line({ timestamp: '0000-02-29T04:00:00.000Z' }));
  });

  it('on more reports than fit at once', () => {
    const log = Array.from({ length: 3000 }, (_, i) => line({ cwd: `/${i % 90}/${'d'.repeat(1000)}` })).join('');
    expectTruth(log);
    expectTruth(log, [100 * KB, 3]);
  });

  it('on a log of one byte, of nothing but newlines, of nothing', () => {
    for (const log of ['', '\n', '\n\n\n', '\r\n', '{', ' ']) expectTruth(log, [1]);
  });

  it('on a million levels of nesting', () => {
    const deep = `{"a":${'['.repeat(500_000)}${']'.repeat(500_000)},"slug":"behind-the-depths"}\n`;
    const truth = scannedLog(Buffer.from(deep), ownId, [640 * KB]);
    expect(truth).toMatchObject({ entries: 1, slugs: [{ slug: 'behind-the-depths', lastLine: 1 }] });
  });
});

it('the compiled scanner and its generated constants are what the sources give', () => {
  execFileSync(process.execPath, ['scripts/buildWasm.mjs', '--check'], { stdio: 'pipe' });
}, 60_000);
