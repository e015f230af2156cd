import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { asNobody } from '../../fixtures/rights.ts';
import { whereRefused, whereReplaced } from '../../fixtures/refusedCalls.ts';
import { noCase, noLinks, noModes, skip } from '../../fixtures/skip.ts';
import { sessionIdsByName, sessionLogPaths } from '../../../src/core/roots/roots.ts';

describe('a project directory that is a link', skip(noLinks), () => {
  it('is read, and the directory behind it once', () => {
    const home = makeHome();
    const real = home.log(sessionB, [prompt('In a folder')]);
    home.write(`elsewhere/${sessionA}.jsonl`, fs.readFileSync(real, 'utf8').replaceAll(sessionB, sessionA));
    const projects = path.dirname(path.dirname(real));
    fs.symlinkSync(home.path('elsewhere'), path.join(projects, '-one-name'));
    fs.symlinkSync(home.path('elsewhere'), path.join(projects, '-other-name'));
    fs.symlinkSync(path.dirname(real), path.join(projects, '-link-to-a-neighbour'));
    fs.symlinkSync(home.path('nowhere'), path.join(projects, '-dangling'));
    fs.symlinkSync('-loop', path.join(projects, '-loop'));
    const index = indexOf(home);
    expect([...index.rows.keys()].sort()).toEqual([sessionA, sessionB]);
    expect([detailsOf(index, sessionA).logs.length, detailsOf(index, sessionB).logs.length]).toEqual([1, 1]);
    expect(sessionLogPaths([home.root], sessionA).logs).toHaveLength(1);
    expect(sessionLogPaths([home.root], sessionB).logs.map((log) => log.path)).toEqual([real]);
  });

  it('into another root that is read, too, is that directory', () => {
    const home = makeHome();
    const other = home.log(sessionA, [prompt('Theirs')], { root: '.claude-work' });
    fs.symlinkSync(path.dirname(other), path.join(home.root, 'projects', '-shared'));
    const roots = [home.root, home.path('.claude-work')];
    expect(sessionLogPaths(roots, sessionA).logs.map((log) => log.path)).toEqual([other]);
    expect(detailsOf(indexOf(home, { roots }), sessionA).logs.map((log) => log.path)).toEqual([other]);
  });
});

describe('projects that several roots share', skip(noLinks), () => {
  const share = (home: Home, how: 'projects' | 'root' | 'folder above'): string => {
    const root = home.path(how === 'folder above' ? 'alias/.claude' : '.claude-work');
    const places = {
      projects: [path.join(root, 'projects'), path.join(home.root, 'projects')],
      root: [root, home.root],
      'folder above': [path.dirname(root), home.folder],
    } as const;
    const [place, target] = places[how];
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.symlinkSync(target, place);
    return root;
  };

  it.each(['projects', 'root', 'folder above'] as const)('by a link in the place of the %s, are read once', (how) => {
    const home = makeHome();
    home.log(sessionA, [prompt('Go')]);
    const alias = share(home, how);
    for (const roots of [
      [home.root, alias],
      [alias, home.root],
    ]) {
      const index = indexOf(home, { roots });
      const logs = detailsOf(index, sessionA).logs.map((log) => path.dirname(path.dirname(log.path)));
      expect([logs, index.rootsFound]).toEqual([[path.join(roots[0] ?? '', 'projects')], roots]);
      expect(sessionLogPaths(roots, sessionA).logs.map((log) => log.root)).toEqual([roots[0]]);
      expect(sessionIdsByName(roots).ids).toEqual([sessionA]);
    }
  });

  it('are looked for with one call for each of several roots, and links are followed only where there are some', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('Go')]);
    home.log(sessionB, [prompt('Go')], { root: '.claude-work' });
    const callsFor = (...roots: readonly string[]) => {
      const asked: string[] = [];
      const noted = (original: (...all: unknown[]) => unknown) => {
        return (...all: unknown[]) => (asked.push(String(all[0])), original(...all));
      };
      const look = () => sessionLogPaths(roots, sessionA);
      whereReplaced('statSync', noted, () => whereReplaced('realpathSync', noted, look));
      return asked;
    };
    const [one, other] = [home.root, home.path('.claude-work')];
    expect(callsFor(one)).toEqual([]);
    expect(callsFor(one, other)).toEqual([path.join(one, 'projects'), path.join(other, 'projects')]);
  });
});

describe('the log of a session', () => {
  it.each([
    ['in capitals', (id: string) => id.toUpperCase()],
    ['in capitals and small letters', (id: string) => `${id.slice(0, -1)}A`],
  ])('is found under a name %s', skip(noCase), (_how, nameOf) => {
    const id = '1111111a-1111-4111-8111-11111111111a' as typeof sessionA;
    const home = makeHome();
    const file = home.write(`.claude/projects/-shop/${nameOf(id)}.jsonl`, '');
    expect(sessionLogPaths([home.root], id).logs.map((log) => log.path)).toEqual([file]);
  });

  it('is not found in a folder that cannot be read, and that folder is named', skip(noModes), () => {
    const home = makeHome();
    fs.chmodSync(home.folder, 0o755);
    const folder = path.dirname(home.log(sessionA, []));
    fs.chmodSync(folder, 0);
    const link = path.join(home.root, 'projects', '-dangling');
    fs.symlinkSync(home.path('nowhere'), link);
    asNobody(() => {
      expect(sessionLogPaths([home.root], sessionA)).toEqual({ logs: [], unread: [folder, link] });
      expect(sessionIdsByName([home.root])).toEqual({ ids: [], unread: [folder, link] });
    });
    fs.chmodSync(folder, 0o700);
  });

  it('is not known where the projects could not be listed at that moment, though they can be right after', () => {
    const home = makeHome();
    home.log(sessionA, []);
    const projects = path.join(home.root, 'projects');
    let calls = 0;
    const isFirst = (place: string) => place === projects && ++calls === 1;
    const once = <T>(ask: () => T) => {
      calls = 0;
      return whereRefused('readdirSync', 'EMFILE', ask, isFirst);
    };
    expect(once(() => sessionLogPaths([home.root], sessionA))).toEqual({ logs: [], unread: [projects] });
    expect(once(() => sessionIdsByName([home.root]))).toEqual({ ids: [], unread: [projects] });
    expect(sessionIdsByName([home.root])).toEqual({ ids: [sessionA], unread: [] });
  });
});
