/**
 * A folder that holds logs: a project directory, or a folder of one session's agent logs. There are thousands of them,
 * so each keeps its project and session, and makes its path on demand.
 */
import * as path from 'node:path';
import type { SessionId } from '../model.ts';
import { parseSessionId } from '../text/ids.ts';

interface Project {
  readonly root: string;
  readonly name: string;
  readonly path: string;
}

const none: readonly string[] = [];

/** Deepest nesting below `subagents/`: workflows lie two levels down. */
const deepestSubagents = 4;

export class LogFolder {
  /** Whose agent logs it holds; `undefined` for a project directory. */
  readonly sessionId: SessionId | undefined;
  /** Names of the folders on the way from `subagents/`. */
  readonly subfolders: readonly string[];
  /** Name of the session's folder: its ID, as the disk spells it. */
  readonly ownName: string | undefined;
  readonly #project: Project;

  private constructor(project: Project, ownName?: string, subfolders = none) {
    this.#project = project;
    this.ownName = ownName;
    this.sessionId = parseSessionId(ownName);
    this.subfolders = subfolders;
  }

  /** The project directory of this name. `projects`: the folder of them all, for who makes many. */
  static ofProject(root: string, name: string, projects = path.join(root, 'projects')): LogFolder {
    return new LogFolder({ root, name, path: projects + path.sep + name });
  }

  /**
   * The folder of the agent logs of a session in the same project, whether or not it is there. `ownName`: a session ID,
   * in any case.
   */
  subagentsOf(ownName: string): LogFolder {
    return new LogFolder(this.#project, ownName);
  }

  /** A folder below one of a session's folders; `undefined` beyond the depth that is searched. */
  nested(name: string): LogFolder | undefined {
    if (this.subfolders.length >= deepestSubagents) return undefined;
    return new LogFolder(this.#project, this.ownName, [...this.subfolders, name]);
  }

  get root(): string {
    return this.#project.root;
  }

  /** Name of the project directory. */
  get projectName(): string {
    return this.#project.name;
  }

  /** The project directory that it is or lies in. */
  get project(): string {
    return this.#project.path;
  }

  get path(): string {
    if (this.ownName === undefined) return this.project;
    const subagents = `${this.project}${path.sep}${this.ownName}${path.sep}subagents`;
    return this.subfolders.length === 0 ? subagents : [subagents, ...this.subfolders].join(path.sep);
  }

  /**
   * The folder of the session, in which `subagents/` is or may appear; `undefined` for all other folders than that one.
   */
  get sessionFolder(): string | undefined {
    if (this.ownName === undefined || this.subfolders.length > 0) return undefined;
    return `${this.project}${path.sep}${this.ownName}`;
  }
}
