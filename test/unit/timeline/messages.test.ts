import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../src/views/timeline/parseMessage.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';

const request = (name: string, parameters: unknown) => ({ type: 'request', id: 1, name, parameters: [parameters] });

describe('a message of the timeline', () => {
  it('is taken when it is one of those that it sends', () => {
    const messages = [
      { type: 'ready' },
      { type: 'cancel', id: 3 },
      request('details', { sessionIds: [sessionA, sessionB] }),
      request('marks', { sessionId: sessionA }),
      { type: 'open', sessionId: sessionA },
      { type: 'open', sessionId: sessionA, file: '/log.jsonl', offset: 7 },
    ];
    expect(messages.map(parseMessage)).toEqual(messages);
  });

  it('is refused otherwise', () => {
    const messages: unknown[] = [
      undefined,
      'ready',
      { type: 'run' },
      { type: 'cancel', id: -1 },
      request('marks', { sessionId: '../../etc/passwd' }),
      request('marks', { sessionId: sessionA.toUpperCase() + 'x' }),
      request('details', { sessionIds: [sessionA, 5] }),
      request('details', { sessionIds: Array.from({ length: 501 }, () => sessionA) }),
      request('constructor', {}),
      { type: 'open', sessionId: 'x' },
      { type: 'open', sessionId: sessionA, file: 'x'.repeat(9000) },
      { type: 'open', sessionId: sessionA, offset: 0.5 },
    ];
    for (const message of messages) expect(parseMessage(message)).toBeUndefined();
  });
});
