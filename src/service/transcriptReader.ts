/** The extension's side of the reading thread: started with the first request, ended when no transcript is open. */
import { t } from '@vscode/l10n';
import { Worker } from 'node:worker_threads';
import type { Log } from '../host/log.ts';
import { RequestError } from '../messages/pendingRequests.ts';
import type { TranscriptFailure, TranscriptRequests } from './transcriptRequests.ts';
import { WorkerConnection } from './workerConnection.ts';

/** The log could not be read. The message is a sentence for people. */
export class TranscriptUnreadableError extends Error {
  readonly failure: TranscriptFailure;

  constructor(failure: TranscriptFailure) {
    super(sentences[failure]);
    this.failure = failure;
  }
}

const sentences: Readonly<Record<TranscriptFailure, string>> = {
  missing: t('The log is no longer on disk. What is shown is what was read last.'),
  'not-a-regular-file': t('Something other than a regular file stands in the log’s place; it is not opened.'),
  unreadable: t('The log cannot be read. The log channel of Session Scope says why.'),
};

export class TranscriptReader {
  readonly #script: string;
  readonly #log: Log;
  readonly #translations: Readonly<Record<string, string>> | undefined;
  #connection: WorkerConnection<TranscriptRequests> | undefined;
  #users = 0;

  /** `script`: path of the built worker. `translations`: of its texts, by the English one. */
  constructor(script: string, log: Log, translations?: Readonly<Record<string, string>>) {
    this.#script = script;
    this.#log = log;
    this.#translations = translations;
  }

  /** Keeps the thread while something is shown; dispose the result when it is no longer. */
  use(): { dispose(): void } {
    this.#users++;
    let used = true;
    return {
      dispose: () => {
        if (used && --this.#users === 0) this.dispose();
        used = false;
      },
    };
  }

  /** Rejects with `TranscriptUnreadableError` alone, also while nothing is shown. */
  async request<Name extends keyof TranscriptRequests>(
    name: Name,
    ...parameters: Parameters<TranscriptRequests[Name]>
  ): Promise<ReturnType<TranscriptRequests[Name]>> {
    // Of what is closed by now: nobody would end the thread.
    if (this.#users === 0) throw new TranscriptUnreadableError('unreadable');
    this.#connection ??= this.#connect();
    try {
      return await this.#connection.requests.request(name, parameters);
    } catch (error) {
      const { code, message } = error instanceof RequestError ? error : { code: undefined, message: '' };
      if (message !== '') this.#log.error(`transcript: ${message}`);
      throw new TranscriptUnreadableError(code !== undefined && isFailure(code) ? code : 'unreadable');
    }
  }

  dispose(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.requests.close(new Error('No transcript is open any more.'));
    void connection?.terminate();
  }

  #connect(): WorkerConnection<TranscriptRequests> {
    const worker = new Worker(this.#script, {
      workerData: { l10n: this.#translations },
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    const connection: WorkerConnection<TranscriptRequests> = new WorkerConnection(worker, {
      notified: () => undefined,
      exited: (error) => {
        if (this.#connection !== connection) return;
        this.#connection = undefined;
        this.#log.error(`transcript: the reading thread failed: ${error.message}`);
      },
    });
    return connection;
  }
}

function isFailure(code: string): code is TranscriptFailure {
  return code in sentences;
}
