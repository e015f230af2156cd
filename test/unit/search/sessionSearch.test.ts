import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SessionSearch, type SearchHit } from '../../../src/core/search/sessionSearch.ts';
import type { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { answer, call, planMode, prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';

function hitsOf(index: SessionIndex, text: string, options = {}): SearchHit[] {
  return [...new SessionSearch(index, text, options).hits()].filter((hit) => hit !== undefined);
}

/** `session kind@line snippet`, the text in brackets. */
function summary(hits: readonly SearchHit[]): string[] {
  return hits.map(({ sessionId, evidence, snippet: { text, start, end } }) => {
    const marked = `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`;
    return `${sessionId?.slice(0, 4)} ${evidence.kind}@${evidence.line} ${marked}`;
  });
}

describe('a search', () => {
  it('finds what a transcript shows, whatever its case, and nothing in keys, IDs and images', () => {
    const home = makeHome();
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'c2Vzc2lvbkEhsessionAA' } };
    home.log(sessionA, [
      prompt('Nothing here', { sessionName: 'x' }),
      { type: 'user', message: { role: 'user', content: [image] }, uuid: '5e551011-0000-4000-8000-000000000001' },
      answer('The SESSION is over'),
      call('toolu_1', 'Bash', { command: 'echo session' }),
    ]);
    expect(summary(hitsOf(indexOf(home), 'session'))).toEqual([
      '1111 answer@3 The [SESSION] is over',
      '1111 call@4 echo [session]',
    ]);
    expect(hitsOf(indexOf(home), '5e551011')).toEqual([]);
  });

  it('passes over the fields of the entry itself, and only over these', () => {
    const home = makeHome();
    const line = (fields: string): string => `{${fields},"sessionId":"${sessionA}"}`;
    const talk = (text: string): string => `"type":"user","message":{"role":"user","content":${JSON.stringify(text)}}`;
    home.log(sessionA, [
      line(`"cwd":"/a/needle","version":"1",${talk('nothing')}`),
      line(`"cwd":"/a/needle","version":"1",${talk('A needle')}`),
      line(`"note":"\\\\","cwd":"",${talk('say ","cwd":"needle"}')}`),
      line(
        `"type":"assistant","message":{"content":[{"type":"tool_use","id":"t","name":"X","input":{"cwd":"needle"}}]}`,
      ),
      line(
        `"cwd":"needle","type":"assistant","message":{"content":[{"type":"tool_use","id":"u","name":"X","input":{"cwd":"needle"}}]}`,
      ),
      `{${talk('x')},"cwd":"/needle","sessionId":"${sessionA}","gitBranch":"needle"}`,
      `{${talk('needle')},"cwd":"/needle","sessionId":"${sessionA}","gitBranch":"needle"}`,
    ]);
    expect(hitsOf(indexOf(home), 'needle').map(({ evidence }) => evidence.line)).toEqual([2, 3, 4, 5, 7]);
  });

  it('finds text that JSON escapes, beyond ASCII, and as other writers spell it', () => {
    const home = makeHome();
    const text = 'say "hi"\\ to Größe ПРИВЕТ 日本';
    home.log(sessionA, [
      prompt(text),
      JSON.stringify({ type: 'user', message: { role: 'user', content: text }, sessionId: sessionA }).replace(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`,
      ),
    ]);
    const index = indexOf(home);
    for (const searched of ['"hi"\\', 'grö', 'привет', '日本', 'ße', '"', 'e ПРИ'])
      expect([searched, hitsOf(index, searched).map(({ evidence }) => evidence.line)]).toEqual([searched, [1, 2]]);
    expect(hitsOf(index, '"hi" ')).toEqual([]);
  });

  it('says line and offset behind long lines and across the windows that it reads', () => {
    const home = makeHome();
    const filler = (length: number): string => 'x'.repeat(length);
    const lines = [
      prompt(filler(262_100)),
      ...Array.from({ length: 40 }, (_, n) => answer(`${filler(6_553 + n)} needle ${n}`)),
      prompt(`${filler(700_000)} needle 40 ${filler(500_000)}`),
      answer('needle 41'),
    ];
    const file = home.log(sessionA, lines);
    const hits = hitsOf(indexOf(home), 'NEEDLE');
    expect(hits.map(({ evidence }) => evidence.line)).toEqual(Array.from({ length: 42 }, (_, n) => n + 2));
    const bytes = fs.readFileSync(file);
    for (const { evidence } of hits) {
      expect(bytes.subarray(0, evidence.offset).toString('latin1').split('\n')).toHaveLength(evidence.line);
    }
  });

  it('gives an entry of another session to that one, with a mark', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('needle A'), prompt('needle B', { sessionId: sessionB })]);
    const hits = hitsOf(indexOf(home), 'needle');
    expect(hits.map(({ sessionId, foreign }) => [sessionId, foreign])).toEqual([
      [sessionA, false],
      [sessionB, true],
    ]);
  });

  it('leaves a copied entry out while the original is there, and marks it where that is gone', () => {
    const home = makeHome();
    const copiedFrom = (sessionId: string) => ({ forkedFrom: { sessionId, messageUuid: 'm' } });
    home.log(sessionA, [prompt('needle first')]);
    home.log(sessionB, [prompt('needle first', copiedFrom(sessionA)), prompt('needle second')]);
    home.log(sessionC, [prompt('needle lost', copiedFrom('44444444-4444-4444-8444-444444444444'))]);
    const hits = hitsOf(indexOf(home), 'needle');
    expect(
      new Set(hits.map(({ sessionId, snippet, copied }) => `${sessionId?.[0]} ${snippet.text} ${copied}`)),
    ).toEqual(new Set(['1 needle first false', '2 needle second false', '3 needle lost true']));
  });

  it('looks through agents, plans and scratch of the session', () => {
    const home = makeHome();
    home.repository();
    home.plan('calm-painting-otter', '# Plan\n\nneedle in a plan\n');
    home.log(sessionA, [
      prompt('x', { slug: 'calm-painting-otter', cwd: home.path('shop') }),
      planMode(home.planPath('calm-painting-otter'), true),
    ]);
    home.agentLog(sessionA, 'a1b2c3d', [prompt('needle of an agent')]);
    home.write(`shop/.erk/scratch/sessions/${sessionA}/deep/notes.md`, 'one\nneedle in scratch\u001b[31m\n');
    home.write(`shop/.erk/scratch/sessions/${sessionA}/binary`, '\0needle');
    fs.symlinkSync('/etc', home.path(`shop/.erk/scratch/sessions/${sessionA}/link`));
    const hits = hitsOf(indexOf(home), 'needle');
    expect(hits.map(({ source, agentId, snippet }) => [source, agentId, snippet.text])).toEqual([
      ['agent-log', 'a1b2c3d', 'needle of an agent'],
      ['plan', undefined, 'needle in a plan'],
      ['scratch', undefined, 'needle in scratch'],
    ]);
    expect(hitsOf(indexOf(home), 'needle', { sessionId: sessionB })).toEqual([]);
  });

  it('looks through what is under no session, last', () => {
    const home = makeHome();
    home.repository();
    home.log(sessionA, [prompt('needle', { cwd: home.path('shop') })]);
    home.plan('nobodys-plan', 'needle of a plan');
    home.write(`shop/.erk/scratch/sessions/${sessionB}/notes.md`, 'needle of a session that is gone');
    const index = indexOf(home);
    expect(summary(hitsOf(index, 'needle'))).toEqual([
      '1111 prompt@1 [needle]',
      'undefined line@1 [needle] of a plan',
      'undefined line@1 [needle] of a session that is gone',
    ]);
    expect(hitsOf(index, 'needle', { sessionId: sessionA })).toHaveLength(1);
    expect(hitsOf(index, 'needle', { belongs: () => true })).toHaveLength(1);
  });

  it('names files that cannot be read, and goes on', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('needle')]);
    const gone = home.log(sessionB, [prompt('needle')]);
    const index = indexOf(home);
    fs.rmSync(gone);
    fs.mkdirSync(gone);
    const search = new SessionSearch(index, 'needle');
    expect([...search.hits()].filter((hit) => hit !== undefined)).toHaveLength(1);
    expect(search.unreadable).toEqual([gone]);
  });

  it('names a folder of scratch that is too deep to be looked through', () => {
    const home = makeHome();
    home.repository();
    home.log(sessionA, [prompt('x', { cwd: home.path('shop') })]);
    const folder = `shop/.erk/scratch/sessions/${sessionA}${'/d'.repeat(20)}`;
    home.write(`${folder}/notes.md`, 'needle');
    const search = new SessionSearch(indexOf(home), 'needle');
    expect([...search.hits()].filter((hit) => hit !== undefined)).toEqual([]);
    expect(search.unreadable).toEqual([home.path(folder)]);
  });
});
