/** Windows of real clients: each step waits for what it needs, never for a time. */
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';

/** Opens a client in a window of its own and waits for its prompt. */
export async function openWindow(d, name, dir, flags = []) {
  const window = await d.tui(name, dir, flags);
  await window.wait(/^\s*[>❯]/m, 60000);
  return { ...window, name };
}

/**
 * Ends a client, and waits until its process and its window are gone: with the last window the server of tmux ends,
 * too.
 */
export async function closeWindow(d, window) {
  const pid = window.pid();
  await window.quit();
  await d.until(() => !isAlive(pid) && !isListed(d, window.name));
}

/** Gives the window another width. */
export function resize(d, window, columns, rows = 50) {
  tmux(d, 'resize-window', '-t', window.name, '-x', String(columns), '-y', String(rows));
}

/** Types a prompt, and presses Enter until a request matches the rule of the scripted model. */
export async function sendPrompt(d, window, text, rule) {
  const requests = () => requestsOf(d, rule);
  const before = requests();
  await typeLine(d, window, text);
  for (let tries = 0; tries < 5; tries++) {
    await window.keys('Enter');
    if (await d.until(() => requests() > before, 4000)) return;
  }
}

/** How many requests matched a rule of the scripted model, or one step of it. */
export function requestsOf(d, rule, step) {
  const log = path.join(d.rec, 'mock.jsonl');
  const wanted = step === undefined ? `"rule":"${rule}"` : `"rule":"${rule}","step":${step},`;
  return count(fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '', wanted);
}

/** Types a command of the client and presses Enter. */
export async function sendCommand(d, window, text) {
  await typeLine(d, window, text);
  await window.keys('Enter');
}

/** A client that is still starting passes keys over. */
async function typeLine(d, window, text) {
  const before = count(window.screen(), text);
  for (let tries = 0; tries < 5; tries++) {
    await window.type(text);
    if (await d.until(() => count(window.screen(), text) > before, 4000)) return;
    await window.keys('C-u');
  }
}

function count(text, part) {
  return text.split(part).length - 1;
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A server without a window is one that ends: it is waited for. */
function isListed(d, name) {
  try {
    const names = tmux(d, 'list-sessions', '-F', '#{session_name}').split('\n').filter(Boolean);
    return names.length === 0 || names.includes(name);
  } catch {
    return false;
  }
}

function tmux(d, ...args) {
  return execFileSync('tmux', ['-L', 'rc', ...args], {
    encoding: 'utf8',
    env: d.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
