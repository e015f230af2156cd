/** P6: `find-plan-slug`, against a Node that does nothing. */
import { spawnSync } from 'node:child_process';
import { corpusOf, sizes } from './corpus.mjs';
import { cli, nothing } from './commands.mjs';
import { inRounds, isThere, perRound } from './rounds.mjs';

export function measurePlanLookup({ rounds }) {
  const corpus = corpusOf(sizes.small);
  const slugged = corpus.sessions.filter(({ slug }) => slug !== undefined).sort((a, b) => a.bytes - b.bytes);
  const usual = slugged[slugged.length >> 1];
  const without = corpusOf({ sessions: 1, megabytes: 0, biggest: 16, agents: 0, slugged: 0 });
  const lookUp = ({ claudeDir }, { id }) => cli('find-plan-slug', '--session-id', id, '--claude-dir', claudeDir);
  const [log] = without.sessions;

  const answer = spawnSync(process.execPath, lookUp(corpus, usual).slice(1), { encoding: 'utf8' }).stdout.trim();
  if (answer !== JSON.stringify(usual.slug)) throw new Error(`${usual.id}: ${answer} in place of ${usual.slug}`);

  const commands = { nothing, usual: lookUp(corpus, usual), none: lookUp(without, log) };
  if (isThere('rg')) commands.rg = ['rg', '-uuu', '-a', '-j1', '-c', '-F', '"slug":"', log.path];
  const costs = inRounds(commands, { rounds: Math.max(21, rounds), exitCodes: [0, 1] });
  const rows = [
    {
      goal: 'P6',
      what: `find-plan-slug, log of ${(usual.bytes / 1000).toFixed(0)} KB, CPU / node -e 0`,
      limit: [1.15, 1.08],
      value: perRound(costs, ({ usual, nothing }) => usual.cpu / nothing.cpu),
    },
  ];
  if (commands.rg)
    rows.push({
      goal: 'P6',
      what: 'find-plan-slug, 16 MB without a slug, CPU / (node -e 0 + ripgrep)',
      limit: [1.35, 1.15],
      value: perRound(costs, ({ none, nothing, rg }) => none.cpu / (nothing.cpu + rg.cpu)),
    });
  return rows;
}
