/** `resolve`: the sessions that a name stands for. */
import { resolveName, type NameKind } from '../../core/answers/resolveName.ts';
import type { SessionRow } from '../../core/model.ts';
import type { CliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { sessionJson } from '../json.ts';
import { sessionLine } from '../text.ts';
import { mayLack, mayLackAll, missingRoots, unlistedRoots, unreadOfAll, type MayLack } from '../unreadRoots.ts';

interface ResolveAnswer extends MayLack {
  readonly text: string;
  /** What of the sessions has the name. */
  readonly kind: NameKind;
  /** How many have it. */
  readonly count: number;
  /** At most 20, by last activity, which decides nothing: of several each may be meant. */
  readonly sessions: readonly SessionRow[];
}

const mostCandidates = 20;

export const command: Command<ResolveAnswer> = {
  help: [
    'resolve TEXT',
    '  Prints the sessions that TEXT names: an ID or its start, a plan, an agent, a title, a name in the registry, a job, a',
    '  process, a remote ID, a worktree, an entrypoint (sdk-cli), a branch, a folder, else words.',
  ],
  options: {},
  positional: 'argument',
  run(context) {
    const [text] = context.input.positionals;
    if (text === undefined || text.trim() === '') return { error: 'usage', message: 'resolve takes a name.' };
    const missing = missingRoots(context) ?? unlistedRoots(context, context.openIndex());
    if (missing !== undefined) return missing;
    const { kind, sessions } = resolveName(text, context.openIndex());
    const lack = mayLack(unreadOfAll(context));
    if (kind === undefined) return mayLackAll('Whether a session has this name', [], lack) ?? noSuchName;
    return { text, kind, count: sessions.length, sessions: sessions.slice(0, mostCandidates), ...lack };
  },
  json: ({ sessions, ...answer }) => ({ ...answer, sessions: sessions.map(sessionJson) }),
  text: ({ sessions, count, kind }) => [`${kind}: ${count}`, ...sessions.map(sessionLine)].join('\n'),
};

const noSuchName: CliError = { error: 'session_not_found', message: 'No session has this name.' };
