import { describe, expect, it } from 'vitest';
import { CatalogFolder } from '../../../src/core/index/catalogFolder.ts';
import { CatalogFolders } from '../../../src/core/index/catalogFolders.ts';
import { LogFolder } from '../../../src/core/roots/logFolder.ts';
import type { SessionId } from '../../../src/core/model.ts';

const session = '11111111-1111-4111-8111-111111111111' as SessionId;
const projectPath = '/root/projects/-work-app';
const subagentsPath = `${projectPath}/${session}/subagents`;

function foldersOf() {
  const project = LogFolder.ofProject('/root', '-work-app');
  const subagents = project.subagentsOf(session);
  const run = subagents.nested('workflows')?.nested('run-1');
  return { project, subagents, run: run! };
}

const known = (folder: LogFolder) =>
  new CatalogFolder({ folder, first: 0, logs: 0, names: '', below: '', stamp: undefined });

describe('a folder of logs', () => {
  it('knows where it is, and in which folder it is or may appear', () => {
    const { project, subagents, run } = foldersOf();
    expect([project.path, project.root, project.sessionId, project.sessionFolder]).toEqual([
      projectPath,
      '/root',
      undefined,
      undefined,
    ]);
    expect([subagents.path, subagents.root, subagents.sessionId, subagents.sessionFolder]).toEqual([
      subagentsPath,
      '/root',
      session,
      `${projectPath}/${session}`,
    ]);
    expect([run.path, run.sessionId, run.sessionFolder]).toEqual([
      `${subagentsPath}/workflows/run-1`,
      session,
      undefined,
    ]);
  });

  it('has none below the depth that is searched', () => {
    let folder: LogFolder | undefined = foldersOf().subagents;
    for (const name of ['1', '2', '3', '4']) folder = folder?.nested(name);
    expect([folder?.path, folder?.nested('5')]).toEqual([`${subagentsPath}/1/2/3/4`, undefined]);
  });
});

describe('known folders', () => {
  it('are found by what they are and by their paths', () => {
    const { project, subagents, run } = foldersOf();
    const folders = new CatalogFolders();
    const [one, two, three] = [known(project), known(subagents), known(run)];
    for (const each of [one, two, three]) folders.add(each);
    const again = foldersOf();
    expect([folders.get(again.project), folders.get(again.subagents), folders.get(again.run)]).toEqual([
      one,
      two,
      three,
    ]);
    expect(folders.folderAt(projectPath)).toBe(one);
    expect(folders.folderAt(subagentsPath)).toBe(two);
    expect(folders.folderAt(`${subagentsPath}/workflows/run-1`)).toBe(three);
    expect([...folders]).toEqual([one, two, three]);
  });

  it('are not taken for others beside, above and below them', () => {
    const { project, subagents, run } = foldersOf();
    const folders = new CatalogFolders();
    for (const each of [project, subagents, run]) folders.add(known(each));
    const others = [
      '/',
      '/root/projects',
      `${projectPath}-2`,
      `${projectPath}/${session}`,
      `${projectPath}/${session}/tool-results`,
      `${projectPath}/${session}/workflows/run-1`,
      `${subagentsPath}/workflows`,
      `${subagentsPath}/workflows/run-1/below`,
    ];
    for (const other of others) expect([other, folders.folderAt(other)]).toEqual([other, undefined]);
  });

  it('are gone when they are deleted', () => {
    const { project, subagents } = foldersOf();
    const folders = new CatalogFolders();
    const [one, two] = [known(project), known(subagents)];
    folders.add(one);
    folders.add(two);
    folders.delete(one);
    expect([folders.folderAt(projectPath), folders.folderAt(subagentsPath)]).toEqual([undefined, two]);
    folders.delete(two);
    expect([...folders]).toEqual([]);
  });
});
