/** What stands below “Files” in the tree: asked of the worker when it is opened, a page at a time. */
import { t } from '@vscode/l10n';
import { errorMessage } from '../../core/text/errorText.ts';
import type { Log } from '../../host/log.ts';
import { fileNodes } from '../../presentation/fileNodes.ts';
import { note } from '../../presentation/sessionNodes.ts';
import type { FilesNode, TreeNode } from '../../presentation/treeNodes.ts';
import type { SessionFiles } from '../../service/fileRequests.ts';
import { localFolders } from '../../service/openedFolders.ts';
import type { SessionService } from '../../service/sessionService.ts';
import { Latest } from '../sessions/latest.ts';

const pageSize = 200;

export class FileRows {
  readonly #service: SessionService;
  readonly #log: Log;
  readonly #answers = new Latest<string, SessionFiles>();
  /** Files shown of a long list, by node ID. */
  readonly #shown = new Map<string, number>();

  constructor(service: SessionService, log: Log) {
    this.#service = service;
    this.#log = log;
  }

  async children(parent: FilesNode): Promise<TreeNode[]> {
    const { id, sessionId, agentId } = parent;
    const limit = this.#shown.get(id) ?? pageSize;
    try {
      const question = { agentId, folders: localFolders(), limit };
      const answer = await this.#answers.request(id, () => this.#service.files.sessionFiles(sessionId, question));
      return fileNodes(parent, answer);
    } catch (error) {
      this.#log.error(`files of session ${sessionId} cannot be listed: ${errorMessage(error)}`);
      return [note(parent, t('These files cannot be listed. The log channel says why.'))];
    }
  }

  /** Lets another page be shown. */
  showMore({ id }: FilesNode): void {
    this.#shown.set(id, (this.#shown.get(id) ?? pageSize) + pageSize);
  }
}
