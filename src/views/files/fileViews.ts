/** What is shown of files that sessions changed, beside the rows of the sessions tree. */
import * as vscode from 'vscode';
import type { Log } from '../../host/log.ts';
import type { Settings } from '../../host/settings.ts';
import { WorkspaceChanges } from '../../service/changedFiles.ts';
import type { FileOwners } from '../../service/fileOwners.ts';
import { GitRepositories } from '../../service/gitRepositories.ts';
import type { FileCollisions } from '../../service/liveCollisions.ts';
import type { SessionService } from '../../service/sessionService.ts';
import type { TreeViews } from '../treeViews.ts';
import { ChangeDocuments } from './changeDocuments.ts';
import { ChangedFilesView } from './changedFilesView.ts';
import { CollisionNotice } from './collisionNotice.ts';
import { LinesBySession } from './linesBySession.ts';
import { WriterDecorations } from './writerDecorations.ts';
import { WritersStatus } from './writersStatus.ts';

interface FileViewsContext {
  readonly service: SessionService;
  readonly owners: FileOwners;
  readonly collisions: FileCollisions;
  readonly settings: Settings;
  readonly trees: TreeViews;
  readonly log: Log;
}

export class FileViews implements vscode.Disposable {
  readonly git: GitRepositories;
  readonly changes: WorkspaceChanges;
  readonly changedFiles: ChangedFilesView;
  readonly linesBySession: LinesBySession;
  readonly #parts: vscode.Disposable;

  constructor({ service, owners, collisions, settings, trees, log }: FileViewsContext) {
    this.git = new GitRepositories(log);
    this.changes = new WorkspaceChanges(service, this.git);
    this.changedFiles = new ChangedFilesView(service, this.changes, trees, log);
    this.linesBySession = new LinesBySession(service, log);
    this.#parts = vscode.Disposable.from(
      new ChangeDocuments(service),
      new WritersStatus(service, owners, settings, log),
      new WriterDecorations(this.changes, settings),
      new CollisionNotice(collisions, settings),
      this.changedFiles,
      this.linesBySession,
      this.changes,
      this.git,
    );
  }

  dispose(): void {
    this.#parts.dispose();
  }
}
