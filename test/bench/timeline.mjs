#!/usr/bin/env node
/**
 * What one frame of the timeline costs with 1,000 sessions, those in sight read, while it is zoomed, moved and
 * scrolled: the built page in the harness's Chromium, which draws without a graphics card (Linux x64). `npm run build`
 * comes first.
 *
 *   node test/bench/timeline.mjs [sessions]
 */
import os from 'node:os';
import path from 'node:path';
import { launchBrowser, newPage } from '../harness/lib/browser.mjs';
import { ensureToolchain, isSupportedPlatform } from '../harness/lib/toolchain.mjs';
import { printTable } from './table.mjs';

const sessions = Number(process.argv[2] ?? 1000);
const frames = 300;
const dist = path.resolve(import.meta.dirname, '../../dist');

if (!isSupportedPlatform()) {
  console.log('The browser of the test harness runs on Linux x64 only.');
  process.exit(0);
}
const browser = await launchBrowser({ tools: ensureToolchain() });
try {
  const page = await newPage(browser);
  await page.setContent('<!DOCTYPE html><html lang="en"><body></body></html>');
  await page.evaluate(playExtension, sessions);
  await page.addStyleTag({ path: path.join(dist, 'timeline-style.css') });
  await page.addScriptTag({ path: path.join(dist, 'timeline.js'), type: 'module' });
  await page.getByRole('button', { name: 'Show All Time (0)' }).click();
  await page.waitForTimeout(1000);
  const rows = [];
  for (const move of ['zoom', 'pan', 'scroll']) {
    const { works, gaps } = await page.evaluate(playFrames, { move, frames });
    rows.push(row(`timeline of ${sessions} sessions, ${move}: script of a frame`, 'ms', works));
    rows.push({
      ...row(
        `timeline of ${sessions} sessions, ${move}: frames`,
        '/s',
        gaps.map((gap) => 1000 / gap),
      ),
      limit: undefined,
    });
  }
  console.log(`${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}; ${frames} frames each`);
  printTable(rows, { markdown: false });
} finally {
  await browser.close();
}

/** A frame at 60 a second has 16.7 ms; half of that is left to the browser. */
function row(what, unit, values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  return { goal: '', what, unit, limit: [16.7, 8], value: { middle: at(0.5), lowest: at(0.05), highest: at(0.95) } };
}

/** In the page: the extension's side. Sessions of some hours over two months, with agents, marks and shared plans. */
function playExtension(count) {
  const hour = 3_600_000;
  const newest = Date.UTC(2026, 10, 28);
  const idOf = (at) => `${String(at).padStart(8, '0')}-0000-4000-8000-000000000000`;
  const lanes = Array.from({ length: count }, (_, at) => {
    const until = newest - ((at * 1440) / count) * hour;
    const title = `Session ${at} about something with quite a long title`;
    return { sessionId: idOf(at), title, from: until - (1 + (at % 40)) * hour, until, plans: 1, agents: 6 };
  });
  const byId = new Map(lanes.map((lane, at) => [lane.sessionId, { ...lane, at }]));
  const times = ({ from, until }, count) =>
    Array.from({ length: count }, (_, i) => from + ((until - from) * i) / count);
  const responses = {
    details: ({ sessionIds }) =>
      sessionIds.map((sessionId) => {
        const lane = byId.get(sessionId);
        const agents = times(lane, 6).map((from, i) => {
          return {
            agentId: `a${i}`,
            path: '/a.jsonl',
            label: `Agent ${i}`,
            from,
            until: from + hour / 2,
            isInternal: false,
          };
        });
        const sharedPlans =
          lane.at % 10 > 1
            ? []
            : [{ slug: 'plan', path: `/plan-${Math.floor(lane.at / 10)}`, sharedWith: [idOf(lane.at ^ 1)] }];
        return { sessionId, sharedPlans, agents, agentsLeftOut: 0 };
      }),
    marks: ({ sessionId }) => {
      const lane = byId.get(sessionId);
      const kinds = ['plan-written', 'plan-approved', 'compaction', 'clear', 'wait'];
      const marks = times(lane, 100).map((time, i) => {
        const kind = kinds[i % kinds.length];
        const until = kind === 'wait' ? time + 60_000 : undefined;
        return { kind, time, until, label: 'plan', evidence: { kind, file: '/s.jsonl', line: i, offset: i } };
      });
      const active = times(lane, 40).map((from) => ({
        from,
        until: from + 300_000,
        evidence: { file: '/s.jsonl', line: 1, offset: 0 },
      }));
      return { marks, active, pause: 300_000, leftOut: 0, isPartial: false };
    },
  };
  const post = (message) => setTimeout(() => window.postMessage(message, '*'));
  window.acquireVsCodeApi = () => ({
    getState: () => undefined,
    setState: () => undefined,
    postMessage({ type, id, name, parameters }) {
      if (type === 'ready') post({ type: 'lanes', lanes, leftOut: 0, undated: 0, scope: 'all', changed: [] });
      if (type === 'request') post({ type: 'response', id, result: responses[name](parameters[0]) });
    },
  });
}

/** In the page: one move a frame. How long the page's own script took in it, and the time from frame to frame. */
async function playFrames({ move, frames }) {
  const surface = document.querySelector('.spacer');
  const scroller = document.querySelector('.scroller');
  const box = scroller.getBoundingClientRect();
  const wheel = (options) => {
    const [clientX, clientY] = [box.left + box.width * 0.6, box.top + 200];
    surface.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX, clientY, ...options }));
  };
  const moves = {
    zoom: (at) => wheel({ deltaY: at % 200 < 100 ? -8 : 8, ctrlKey: true }),
    pan: (at) => wheel({ deltaX: at % 100 < 50 ? -12 : 12 }),
    scroll: (at) => (scroller.scrollTop += at % 300 < 150 ? 40 : -40),
  };
  const frame = window.requestAnimationFrame.bind(window);
  let work = 0;
  window.requestAnimationFrame = (callback) =>
    frame((time) => {
      const begun = performance.now();
      callback(time);
      work += performance.now() - begun;
    });
  const works = [];
  const gaps = [];
  let last;
  for (let at = 0; at < frames; at++) {
    const start = await new Promise((resolve) => frame(resolve));
    if (last !== undefined) {
      gaps.push(Math.max(1, start - last));
      works.push(work);
    }
    last = start;
    const begun = performance.now();
    moves[move](at);
    work = performance.now() - begun;
  }
  window.requestAnimationFrame = frame;
  return { works, gaps };
}
