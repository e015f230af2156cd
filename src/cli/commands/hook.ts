/**
 * `hook`: what Claude Code gives to a hook in, what it adds to the talk out. Says nothing where there is nothing to
 * say.
 */
import { ownersOfPlanAt } from '../../core/answers/planAtPath.ts';
import { siblingsOf, unreadOfSiblings } from '../../core/answers/siblings.ts';
import { plansOf } from '../../core/answers/plansOf.ts';
import { unreadOfPlans } from '../../core/answers/unreadPlaces.ts';
import type { SessionId } from '../../core/model.ts';
import type { HookInput } from '../../core/roots/callerSession.ts';
import { parseSessionId } from '../../core/text/ids.ts';
import { foreignPlanWarning, maybeForeignPlanWarning } from '../../presentation/briefing.ts';
import { toJson } from '../answers.ts';
import { withoutPrograms } from '../callContext.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { hookAnswer, startWords, type HookAnswer } from '../hookWords.ts';
import { projectFilter } from './sessions.ts';

export const command: Command<HookAnswer> = {
  help: [
    'hook',
    '  For hooks of Claude Code, whose input it reads. SessionStart: tells the agent its session ID, plan, scratch directory',
    '  and the other live sessions. PreToolUse: says when a file to be written is the plan of another live session. Blocks',
    '  nothing, prints nothing where there is nothing to say, and never fails: errors go to stderr, the exit code is 0.',
  ],
  options: {},
  run(context) {
    const { hook } = context.input;
    const words = hook && wordsFor(hook, context);
    if (hook === undefined || words === undefined) return undefined;
    return hookAnswer(hook, words);
  },
  text: toJson,
};

function wordsFor(hook: HookInput, context: CliContext): string | undefined {
  switch (hook.event) {
    case 'SessionStart':
      return wordsAtStart(hook, context);
    case 'PreToolUse':
      return hook.writes === undefined ? undefined : writeWords(hook.writes, hook, context);
    default:
      return undefined;
  }
}

function wordsAtStart(hook: HookInput, context: CliContext): string {
  const sessionId = ownSession(hook, context);
  const cwd = hook.cwd ?? process.cwd();
  // Where its own ID is not proved, a sibling may be the session itself.
  if (sessionId === undefined) return startWords(cwd, { sessionId, plan: undefined, siblings: [] });
  const index = context.openIndex();
  const plan = plansOf(index, sessionId).find(({ inForce }) => inForce);
  const [unreadOfPlan] = [...context.unread(sessionId), ...unreadOfPlans(index, sessionId)];
  const siblings = siblingsOf(index, projectFilter(context, [cwd]), sessionId);
  const [unreadOfOthers] = unreadOfSiblings(index, context.unreadPlaces(), siblings, sessionId);
  return startWords(cwd, { sessionId, plan, unreadOfPlan, siblings, unreadOfSiblings: unreadOfOthers });
}

/** At the start of a resume the input may name the parent of a fork: it counts only with an environment of the call. */
function ownSession(hook: HookInput, context: CliContext): SessionId | undefined {
  const caller = context.namedSession();
  return hook.isResume && caller?.from === 'hook' ? undefined : parseSessionId(caller?.text);
}

function writeWords(file: string, hook: HookInput, context: CliContext): string | undefined {
  // Each write waits for this, and few are of another session's plan: who is live is asked for these alone.
  const owners = withoutPrograms(() => ownersOfPlanAt(context.openIndex(), file));
  if (owners.size === 0 || owners.has(hook.sessionId)) return undefined;
  const index = context.refreshIndex();
  const live = siblingsOf(index, ({ sessionId }) => owners.has(sessionId), hook.sessionId);
  if (live.length > 0) return foreignPlanWarning(live);
  const [unread] = index.unreadRegistry;
  return unread === undefined ? undefined : maybeForeignPlanWarning([...owners].sort(), unread);
}
