import { describe, expect, it } from 'vitest';
import { webAddress } from '../../../src/views/transcript/externalLink.ts';
import { parseMessage } from '../../../src/views/transcript/messageSchema.ts';

describe('a message of the web view', () => {
  it('is taken when it is one of those that it sends', () => {
    const messages = [
      { type: 'ready' },
      { type: 'request', id: 1, name: 'page', parameters: [{ toward: 'older' }] },
      {
        type: 'request',
        id: 1,
        name: 'search',
        parameters: [{ goal: { kind: 'text', text: 'x' }, from: 0, toward: 'newer' }],
      },
      { type: 'request', id: 1, name: 'follow', parameters: [{ cursor: { offset: 1, dev: 2, ino: 3, marker: '' } }] },
      { type: 'cancel', id: 1 },
      { type: 'openAgent', toolUseId: 'toolu_1' },
      { type: 'copy', stretches: [{ start: 0, end: 1 }] },
      { type: 'copyText', text: 'const a = 1;' },
      { type: 'openFile', path: 'src/cart.js', line: 12 },
      { type: 'openPlan' },
    ];
    expect(messages.map(parseMessage)).toEqual(messages);
  });

  it('is refused otherwise', () => {
    const messages: unknown[] = [
      undefined,
      null,
      'ready',
      [],
      { type: 'run', command: 'x' },
      { type: 'request', id: 1, name: 'page', parameters: [{ toward: 'sideways' }] },
      { type: 'request', id: 1, name: 'page', parameters: [{ toward: 'older', offset: -1 }] },
      { type: 'request', id: 1, name: 'page', parameters: [{ toward: 'older', offset: 1.5 }] },
      { type: 'request', id: 1, name: 'page', parameters: [{ toward: 'older', offset: Infinity }] },
      { type: 'request', id: 1, name: 'constructor', parameters: [] },
      { type: 'request', id: 1, name: 'search', parameters: [{ goal: { kind: 'text', text: '' }, toward: 'newer' }] },
      {
        type: 'request',
        id: 1,
        name: 'search',
        parameters: [{ goal: { kind: 'text', text: 'x'.repeat(2000) }, toward: 'newer' }],
      },
      { type: 'openLink', url: 'x'.repeat(5000) },
      { type: 'openFile', path: '' },
      { type: 'openFile', path: 'x'.repeat(2000) },
      { type: 'openFile', path: 'a.js', line: -1 },
      { type: 'copyText', text: 'x'.repeat(3_000_000) },
      { type: 'copy', stretches: Array.from({ length: 9 }, () => ({ start: 0, end: 1 })) },
    ];
    for (const message of messages) expect(parseMessage(message)).toBeUndefined();
  });

  it('is refused when it has anything beside what it is', () => {
    const messages = [
      { type: 'openRaw', offset: 3, path: '/etc/passwd' },
      { type: 'request', id: 1, name: 'page', parameters: [{ toward: 'older', path: '/etc/passwd' }] },
      { type: 'request', id: 1, name: 'page', parameters: [{ toward: 'older' }, '/etc/passwd'] },
      { type: 'request', id: 1, name: 'page', parameters: [] },
    ];
    expect(messages.map(parseMessage)).toEqual(messages.map(() => undefined));
  });
});

describe('a link of a transcript', () => {
  it('is opened when it is a plain web address', () => {
    expect(webAddress('https://example.com/a?b#c')).toBe('https://example.com/a?b#c');
    expect(webAddress('HTTP://EXAMPLE.com')).toBe('http://example.com/');
  });

  it('is not otherwise', () => {
    const urls = [
      'command:workbench.action.quit',
      'vscode://publisher.extension/run',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'data:text/html,x',
      '//example.com',
      'https://user@example.com',
      'https://example.com:pass@evil.invalid',
      'https://',
      ' ',
      '',
    ];
    for (const url of urls) expect([url, webAddress(url)]).toEqual([url, undefined]);
  });
});
