/** Typing into the window of a real client. */
import fs from 'node:fs';
import path from 'node:path';

/**
 * Types a prompt, and presses Enter again where a client that is still starting passed it over: until a request matches the rule of
 * the scripted model.
 */
export async function sendPrompt(d, window, text, rule) {
  const log = path.join(d.rec, 'mock.jsonl');
  const requests = () => (fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '').split(`"rule":"${rule}"`).length;
  const before = requests();
  await window.send(text);
  for (let tries = 0; tries < 5; tries++) {
    if (await d.until(() => requests() > before, 4000)) return;
    await window.keys('Enter');
  }
}
