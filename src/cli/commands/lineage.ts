/** `lineage`: the sessions that one comes from, and those that come from it. */
import { lineageOf, type Lineage } from '../../core/answers/lineage.ts';
import type { SessionId } from '../../core/model.ts';
import { lineageLines, lineageMermaid } from '../../presentation/lineageText.ts';
import { isCliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { mayLack, warnOfUnreadPlaces, type MayLack } from '../unreadRoots.ts';

type LineageAnswer = { readonly sessionId: SessionId; readonly mermaid: string | undefined } & Lineage & MayLack;

export const command: Command<LineageAnswer> = {
  help: [
    'lineage [--session-id ID] [--mermaid]',
    '  Prints the sessions that this one is linked to, directly or through others: forked from, implements the plan of,',
    '  continues the process of, teammate of, holds entries of; each with evidence. And what happened to each under its own',
    '  ID: compacted, cleared, resumed, in the background, teleported.',
    '  --mermaid   prints a flowchart for Mermaid; with --json as "mermaid"',
  ],
  options: { mermaid: { type: 'boolean' } },
  positional: 'session-id',
  run(context) {
    const id = context.knownSessionId();
    if (isCliError(id)) return id;
    const index = context.openIndex();
    warnOfUnreadPlaces(context, index);
    const lineage = lineageOf(index, id);
    return {
      sessionId: id,
      mermaid: context.flag('mermaid') ? lineageMermaid(lineage) : undefined,
      ...lineage,
      ...mayLack(context.unreadPlaces().map(({ path }) => path)),
    };
  },
  text: ({ mermaid, ...lineage }) => mermaid ?? lineageLines(lineage).join('\n'),
};
