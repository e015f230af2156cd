import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LogFolder } from '../../../src/core/roots/logFolder.ts';
import { sessionA } from '../../fixtures/homes.ts';

const projectPath = join('/root', 'projects', '-work-app');
const subagentsPath = join(projectPath, sessionA, 'subagents');
const project = LogFolder.ofProject('/root', '-work-app');
const subagents = project.subagentsOf(sessionA);

describe('a log folder', () => {
  it('of a project has the path of the project and no session', () => {
    const { path, root, sessionId, sessionFolder } = project;
    expect([path, root, sessionId, sessionFolder]).toEqual([projectPath, '/root', undefined, undefined]);
  });

  it("of a session's subagents names the session and its folder", () => {
    const { path, root, sessionId, sessionFolder } = subagents;
    expect([path, root, sessionId, sessionFolder]).toEqual([
      subagentsPath,
      '/root',
      sessionA,
      join(projectPath, sessionA),
    ]);
  });

  it('nested below subagents names the session but not its folder', () => {
    const run = subagents.nested('workflows')?.nested('run-1');
    expect([run?.path, run?.sessionId, run?.sessionFolder]).toEqual([
      join(subagentsPath, 'workflows', 'run-1'),
      sessionA,
      undefined,
    ]);
  });

  it('nested five levels deep is undefined', () => {
    let folder: LogFolder | undefined = subagents;
    for (const name of ['1', '2', '3', '4']) folder = folder?.nested(name);
    expect([folder?.path, folder?.nested('5')]).toEqual([join(subagentsPath, '1', '2', '3', '4'), undefined]);
  });
});
