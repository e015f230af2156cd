/** When the tree follows what is in front, and when it leaves the person's own choice alone. */
import { systemClock, Throttle, type Clock } from '../../core/throttle.ts';
import type { SessionId } from '../../core/model.ts';

/** Milliseconds that something is in front before its row is selected: somebody may be clicking through rows. */
const restingTime = 100;

export interface FollowedTree {
  /** The tree is in sight, and is to follow. */
  isFollowing(): boolean;
  /** The session that what is in front belongs to; `undefined`: to none, or to several. */
  front(): Promise<SessionId | undefined>;
  /** Selects the row of a session. False: it is to be tried again, as when the tree does not list the session yet. */
  select(id: SessionId): Promise<boolean>;
}

export class FrontFollower {
  readonly #tree: FollowedTree;
  readonly #looks: Throttle;
  #count = 0;
  /** The session in front at the last look. Its row is not selected again until something else was in front. */
  #followed: SessionId | undefined;
  #selecting: SessionId | undefined;

  constructor(tree: FollowedTree, clock: Clock = systemClock) {
    this.#tree = tree;
    this.#looks = new Throttle(() => void this.#look(), clock);
  }

  /** Something else may be in front, or the tree may list or show its row now. */
  changed(): void {
    this.#looks.schedule(restingTime);
  }

  /** Rows of these sessions were selected. If a person did that, nothing that came to the front before changes it. */
  selected(sessions: readonly SessionId[]): void {
    if (this.#selecting === undefined || !sessions.includes(this.#selecting)) this.#looks.cancel();
  }

  dispose(): void {
    this.#count++;
    this.#looks.cancel();
  }

  async #look(): Promise<void> {
    if (!this.#tree.isFollowing()) return;
    const count = ++this.#count;
    const id = await this.#tree.front();
    if (count !== this.#count || id === this.#followed) return;
    this.#followed = id;
    if (id === undefined) return;
    this.#selecting = id;
    const isDone = await this.#tree.select(id);
    if (this.#selecting === id) this.#selecting = undefined;
    if (!isDone && this.#followed === id) this.#followed = undefined;
  }
}
