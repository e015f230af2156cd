/** A live index over a test's home, and what it says. */
import { afterEach } from 'vitest';
import { LiveIndex, type LiveIndexStatus } from '../../../src/live/liveIndex.ts';
import { processTable } from '../../../src/core/disk/processStart.ts';
import type { Home } from '../../fixtures/homes.ts';

const lives: LiveIndex[] = [];
afterEach(() => {
  for (const live of lives.splice(0)) live.dispose();
});

export interface Following {
  readonly live: LiveIndex;
  readonly problems: string[];
  readonly status: () => LiveIndexStatus | undefined;
  /** Waits until something holds, looking after each thing that is said. */
  readonly until: (holds: () => boolean) => Promise<void>;
}

/** It has been compared with the disk once, and is compared again only each half a minute: all else is found by events. */
export async function follow(home: Home): Promise<Following> {
  const problems: string[] = [];
  let status: LiveIndexStatus | undefined;
  let wake = (): void => undefined;
  const live = new LiveIndex(
    { roots: [home.root], processes: processTable(() => false) },
    {
      changed: () => wake(),
      status: (now) => {
        status = now;
        wake();
      },
      problem: (path, reason) => problems.push(`${path}: ${reason}`),
    },
  );
  lives.push(live);
  live.setShown(false);
  await live.refresh();
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { live, problems, status: () => status, until };
}
