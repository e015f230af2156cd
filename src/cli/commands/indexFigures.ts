/** `index`: a full cold index of the roots, and its figures. */
import type { IndexFigures } from '../../core/index/indexTypes.ts';
import { SessionIndex } from '../../core/index/sessionIndex.ts';
import { processes } from '../callContext.ts';
import type { Command } from '../command.ts';
import { inLittleMemory } from '../engineFlags.ts';
import { missingRoots, unlistedRoots } from '../unreadRoots.ts';

type IndexAnswer = IndexFigures & { readonly ms: number };

export const command: Command<IndexAnswer> = {
  help: ['index', '  Reads all logs of the data roots, without a cache, and prints how many and how much.'],
  options: {},
  run(context) {
    const missing = missingRoots(context);
    if (missing !== undefined) return missing;
    const start = performance.now();
    const index = new SessionIndex({ roots: context.roots, processes });
    inLittleMemory(() => index.refresh());
    const unlisted = unlistedRoots(context, index);
    if (unlisted !== undefined) return unlisted;
    return { ...index.figures(), ms: Math.round(performance.now() - start) };
  },
  text: (figures) =>
    Object.entries(figures)
      .map(([name, figure]) => `${name}: ${figure}`)
      .join('\n'),
};
