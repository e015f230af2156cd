import { describe, expect, it } from 'vitest';
import type { SessionId } from '../../../src/core/model.ts';
import { FrontFollower } from '../../../src/views/sessions/frontFollower.ts';
import { FakeClock } from '../../fixtures/fakeClock.ts';
import { numberedId } from '../../fixtures/sessionRows.ts';

const [A, B] = [1, 2].map(numberedId) as [SessionId, SessionId];

/** A tree that lists the sessions of `listed`; `selected` are those that it was told to select. */
function followed({ selects = 'at once' }: { readonly selects?: 'at once' | 'late' } = {}) {
  const clock = new FakeClock();
  const state = {
    isFollowing: true,
    front: undefined as SessionId | undefined,
    listed: new Set<SessionId>([A, B]),
    selected: [] as SessionId[],
  };
  const follower = new FrontFollower(
    {
      isFollowing: () => state.isFollowing,
      front: () => Promise.resolve(state.front),
      select: (id) => {
        if (state.listed.has(id)) state.selected.push(id);
        return selects === 'late' ? new Promise(() => undefined) : Promise.resolve(state.listed.has(id));
      },
    },
    clock,
  );
  const rest = async (): Promise<void> => {
    clock.advance(100);
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  const bring = async (front: SessionId | undefined): Promise<void> => {
    state.front = front;
    follower.changed();
    await rest();
  };
  return { state, follower, clock, bring, rest };
}

describe('the row of the session in front', () => {
  it('is selected each time that the session comes to the front, and not again while it stays there', async () => {
    const { state, bring } = followed();
    for (const front of [A, A, B, undefined, B]) await bring(front);
    expect(state.selected).toEqual([A, B, B]);
  });

  it('is not selected in a tree that is out of sight, but once that is shown', async () => {
    const { state, follower, bring, rest } = followed();
    state.isFollowing = false;
    await bring(A);
    expect(state.selected).toEqual([]);
    state.isFollowing = true;
    follower.changed();
    await rest();
    expect(state.selected).toEqual([A]);
  });

  it('that the tree does not list is selected once it does', async () => {
    const { state, follower, bring, rest } = followed();
    state.listed.delete(A);
    await bring(A);
    state.listed.add(A);
    follower.changed();
    await rest();
    expect(state.selected).toEqual([A]);
  });

  it('does not take the place of a row that a person selected after it came to the front', async () => {
    const { state, follower, rest } = followed();
    state.front = A;
    follower.changed();
    follower.selected([B]);
    await rest();
    expect(state.selected).toEqual([]);
  });

  it('is selected although the one that was in front before is only being selected', async () => {
    const { state, follower, rest } = followed({ selects: 'late' });
    state.front = A;
    follower.changed();
    await rest();
    state.front = B;
    follower.changed();
    follower.selected([A]);
    await rest();
    expect(state.selected).toEqual([A, B]);
  });
});
