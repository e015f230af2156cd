/** The three scratch commands, as commands of the CLI. */
import * as fs from 'node:fs';
import { formatCount, joinParts } from '../../core/displayText.ts';
import { toSingleLine } from '../../core/text.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { scratchLine } from '../text.ts';
import * as clean from './cleanScratch.ts';
import * as restore from './restoreScratch.ts';
import * as directory from './scratchDir.ts';
import type { ScratchCommandContext } from './scratchCommand.ts';

const longestPath = 400;

export const scratchDir: Command<directory.ScratchDirAnswer> = {
  help: directory.help,
  options: directory.options,
  positional: 'session-id',
  run: (context) => directory.scratchDir({ create: context.flag('create') }, scratchContext(context)),
  text: ({ path, exists }) => joinParts(toSingleLine(path, longestPath), exists ? undefined : 'not there yet'),
};

export const cleanScratch: Command<clean.CleanScratchAnswer> = {
  help: clean.help,
  options: clean.options,
  run: (context) => clean.cleanScratch(context.input.values as clean.CleanScratchValues, scratchContext(context)),
  text({ offered, moved, kept }) {
    const shown = moved.length > 0 ? moved : offered;
    return [
      moved.length > 0
        ? `Moved ${formatCount(moved.length, 'directory', 'directories')} to the bin; restore-scratch gets them back.`
        : `Stale: ${formatCount(offered.length, 'directory', 'directories')}.`,
      ...shown.map((one) => `  ${scratchLine(one)}`),
      ...(kept.length > 0 ? ['Kept:'] : []),
      ...kept.map((one) => `  ${joinParts(toSingleLine(one.path, longestPath), one.message)}`),
    ].join('\n');
  },
};

export const restoreScratch: Command<readonly restore.RemovedScratchAnswer[] | restore.RestoredAnswer> = {
  help: restore.help,
  options: restore.options,
  positional: 'argument',
  run: (context) =>
    restore.restoreScratch({ list: context.flag('list') }, context.input.positionals, scratchContext(context)),
  text(answer) {
    if ('path' in answer) return `Restored ${toSingleLine(answer.path, longestPath)}`;
    if (answer.length === 0) return 'The bin is empty.';
    return answer.map((one) => joinParts(toSingleLine(one.entry), scratchLine(one), one.removedAt)).join('\n');
  },
};

function scratchContext(context: CliContext): ScratchCommandContext {
  const interactive = process.stdin.isTTY && process.stderr.isTTY;
  return {
    cwds: context.cwds,
    now: Date.now(),
    sessionId: () => context.sessionId(),
    isLive: (id) => context.index.live(id) !== undefined,
    lastActivity: (id) => context.index.rows.get(id)?.lastActivity,
    ...(interactive ? { confirm } : {}),
  };
}

/** Asks on the terminal; anything but `y` is a no. */
function confirm(question: string): boolean {
  process.stderr.write(`${question} [y/N] `);
  const answer = Buffer.alloc(64);
  const length = fs.readSync(0, answer);
  return answer.toString('utf8', 0, length).trim().toLowerCase() === 'y';
}
