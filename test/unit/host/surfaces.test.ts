/** Text from logs, made safe for VS Code's surfaces. */
import { describe, expect, it } from 'vitest';
import { dialogText, hoverText, labelText, messageText, pickText, statusText } from '../../../src/host/surfaces.ts';

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

  it('that is invisible gets a name', () => {
    expect([labelText('\u3164', 'Unnamed'), labelText(' \u2800', 'Unnamed')]).toEqual(['Unnamed', 'Unnamed']);
  });
});
