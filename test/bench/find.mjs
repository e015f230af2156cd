/** P12: what a keystroke in the picker of sessions costs at 20,000 sessions, with their plans and prompts. */
import { bundled } from './bundled.mjs';
import { summary } from './rounds.mjs';

const texts = { 'one letter': 'e', 'a word': 'cart', 'three words': 'fix cart app-7', nowhere: 'zzzz' };
const verbs = ['Fix', 'Add', 'Review', 'Speed up', 'Explain'];
const nouns = ['cart', 'search', 'checkout', 'login', 'order API', 'product list'];

export async function measureFind() {
  const { pickedRows } = await bundled('src/presentation/sessionPickRows.ts');
  const { searchable } = await bundled('src/presentation/sessionFilter.ts');
  const rows = Array.from({ length: 20_000 }, (_, at) => row(at));
  const prompt = (at) => `${verbs[at % 5]} the ${nouns[at % 6]} of number ${at}, as it was said before. `.repeat(4);
  const more = new Map(rows.map(({ sessionId }, at) => [sessionId, searchable('a-plan', prompt(at), prompt(at + 1))]));
  const isNear = ({ cwds }) => cwds[0] === '/work/app-0';
  const find = (text) => pickedRows(rows, text, 1000, isNear, ({ sessionId }) => more.get(sessionId));
  return Object.entries(texts).map(([name, text]) => {
    const times = Array.from({ length: 15 }, () => {
      const before = process.cpuUsage();
      find(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    // A frame of a screen takes 16 ms.
    return { goal: 'P12', what: `find, ${name}, a keystroke`, unit: 'ms CPU', limit: [50, 16], value: summary(times) };
  });
}

function row(at) {
  return {
    sessionId: `${at.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
    entrypoints: ['cli'],
    names: [],
    title: `${verbs[at % 5]} the ${nouns[at % 6]} ${at}`,
    branch: `feature/${nouns[at % 6]}-${at}`,
    cwds: [`/work/app-${at % 400}`],
    lastActivity: Date.UTC(2026, 0, 1) + ((at * 7919) % 20_000) * 60_000,
    slugs: [],
  };
}
