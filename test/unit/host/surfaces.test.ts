/** Text from logs, made safe for VS Code's surfaces. */
import { describe, expect, it } from 'vitest';
import {
  dialogText,
  hoverText,
  labelText,
  messageText,
  pickText,
  statusText,
  unnamed,
} from '../../../src/host/surfaces.ts';

const hostile = 'a\u202eb \u001b[31m[Open it](command:x.y) $(alert)\u0007\nc';

describe('text from a log', () => {
  it('is no link in a notification and no icon in a picker or the status bar', () => {
    expect(messageText(hostile)).toBe('a\ufffdb [Open it] (command:x.y) $(alert)\ufffd c');
    expect(pickText(hostile)).toBe('a\ufffdb [Open it](command:x.y) \\$(alert)\ufffd c');
    expect(statusText(hostile)).toBe(pickText(hostile));
    expect(labelText(hostile)).toBe('a\ufffdb [Open it](command:x.y) $(alert)\ufffd c');
    expect(hoverText('[x](command:y) $(alert) <b>', 100)).toBe('\\[x\\]\\(command\\:y\\) \\$\\(alert\\) \\<b\\>');
    expect(dialogText('one\u202e\n[a](https://a.example)')).toBe('one\ufffd\n[a] (https://a.example)');
  });

  it('in which VS Code finds no link still has none after it was escaped', () => {
    // VS Code's own pattern (src/vs/base/common/linkedText.ts).
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
    const parts = ['[', ']', '(', ')', 'command:a.b', 'https://a.example', ' ', '\u001b[0m', '\u00ad', '\\', '"', 'x'];
    const texts = parts.flatMap((a) => parts.flatMap((b) => parts.map((c) => `[x${a}${b}${c}(command:a.b)`)));
    expect(texts.filter((text) => messageText(text).match(link))).toEqual([]);
  });

  it('is cut, with an ellipsis: at 500 characters, a message at 1,000, a line of a question too', () => {
    const [label, message] = ['x'.repeat(500), 'x'.repeat(1000)];
    for (const make of [labelText, pickText, statusText])
      expect([make(label), make(`${label}y`)]).toEqual([label, `${label}…`]);
    for (const make of [messageText, dialogText])
      expect([make(message), make(`${message}y`)]).toEqual([message, `${message}…`]);
    expect(hoverText('abcd', 3)).toBe('abc…');
  });

  it('has every link and every icon of it made plain', () => {
    expect(messageText('[a](b:c) [d](e:f)')).toBe('[a] (b:c) [d] (e:f)');
    expect(pickText('$(a) $(b)')).toBe('\\$(a) \\$(b)');
    expect(statusText('$(a) $(b)')).toBe('\\$(a) \\$(b)');
  });

  it('that is invisible gets a name', () => {
    expect([labelText('\u3164', 'Unnamed'), labelText(' \u2800', 'Unnamed')]).toEqual(['Unnamed', 'Unnamed']);
    expect([labelText('\u3164'), labelText('a', 'Unnamed'), unnamed]).toEqual(['', 'a', 'Unnamed']);
  });
});
