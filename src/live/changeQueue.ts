/** File events, queued until it is time to read what changed. An event only says where to look. */
import * as path from 'node:path';
import { Throttle } from '../core/throttle.ts';

/** Milliseconds from an event to the reading: writers append in bursts. */
const debounce = 5;
/** Reading takes at most a tenth of the time, so that fast events are read in larger batches. */
const readingShare = 0.1;

export interface QueuedChanges {
  /** Logs of the index that may have changed. */
  readonly logs: ReadonlySet<string>;
  /** What lies outside of the logs may have changed. */
  readonly surroundingsChanged: boolean;
  /** There may be a log, or a folder of logs, that the index does not have. */
  readonly mayHaveNewLogs: boolean;
}

export interface ChangeQueueHost {
  /** Whether a file is a log of the index. */
  isLog(file: string): boolean;
  /** Reads the changes; the time that it takes decides when it is called next. */
  read(changes: QueuedChanges): void;
}

export class ChangeQueue {
  /** Watched folders that hold no logs: plans and the registry. */
  surroundings: ReadonlySet<string> = new Set();
  readonly #roots: readonly string[];
  readonly #host: ChangeQueueHost;
  #logs = new Set<string>();
  #surroundingsChanged = false;
  #mayHaveNewLogs = false;
  readonly #throttle = new Throttle(() => this.#read());

  constructor(roots: readonly string[], host: ChangeQueueHost) {
    this.#roots = roots;
    this.#host = host;
  }

  /** Adds an event in a watched folder; without a name it may be about anything in there. */
  add(directory: string, name: string | undefined): void {
    if (name === undefined) this.#mayHaveNewLogs = true;
    else {
      const file = path.join(directory, name);
      if (this.#host.isLog(file)) this.#logs.add(file);
      else if (this.surroundings.has(directory)) this.#surroundingsChanged = true;
      else if (mayBeNew(directory, name, this.#roots)) this.#mayHaveNewLogs = true;
      else return;
    }
    this.#throttle.schedule(debounce);
  }

  dispose(): void {
    this.#throttle.cancel();
  }

  #read(): void {
    const started = performance.now();
    const changes = {
      logs: this.#logs,
      surroundingsChanged: this.#surroundingsChanged,
      mayHaveNewLogs: this.#mayHaveNewLogs,
    };
    this.#logs = new Set();
    this.#surroundingsChanged = false;
    this.#mayHaveNewLogs = false;
    this.#host.read(changes);
    this.#throttle.rest((performance.now() - started) / readingShare);
  }
}

/** Whether a new name may be a log or a folder of logs. Clients write many other files next to their logs. */
function mayBeNew(directory: string, name: string, roots: readonly string[]): boolean {
  if (roots.includes(directory)) return ['projects', 'plans', 'sessions', 'settings.json'].includes(name);
  return name.endsWith('.jsonl') || !name.includes('.');
}
