/** What the scratch commands know beside their options: the clock, the sessions, and whether a person can be asked. */
import { once } from 'node:events';
import { outputsRule, staleRule } from '../../core/answers/staleRule.ts';
import { outputCandidates } from '../../core/answers/taskOutputs.ts';
import type { SessionId } from '../../core/model.ts';
import { worktreesOf, type RepositoryCache } from '../../core/disk/repositories.ts';
import type { ScratchCandidate } from '../../core/scratch/candidates.ts';
import { claudeTmpHost, type ClaudeTmpHost } from '../../core/scratch/claudeTmp.ts';
import type { ScratchBase } from '../../core/scratch/scratchLayout.ts';
import type { StaleRule } from '../../core/scratch/selectStale.ts';
import type { CliError } from '../answers.ts';
import type { CliContext } from '../context.ts';
import { isTerminal } from '../stream.ts';
import { missingRoots, unlistedRoots } from '../unreadRoots.ts';

export interface ScratchContext {
  /** Never empty. */
  readonly cwds: readonly string[];
  /** Roots beyond erk's own. */
  readonly patterns?: readonly ScratchBase[];
  /** The session that the arguments or the environment name; a whole ID need not be known to any data root. */
  readonly sessionId: () => SessionId | CliError;
  /**
   * What is stale by all that is on disk now; each call looks anew. An error when the data roots cannot be looked at.
   */
  readonly staleRule: (maxAgeMs: number, ofOutputs?: boolean) => StaleRule | CliError;
  /** Outputs of background tasks, of all sessions or of one. An error when the data roots cannot be looked at. */
  readonly taskOutputs: (only: SessionId | undefined) => ScratchCandidate[] | CliError;
  /** Where Claude Code keeps them. */
  readonly tmp: ClaudeTmpHost;
  /** Says a sentence beside the answer. */
  readonly warn?: (sentence: string) => void;
  /** Asks the person a yes-or-no question; absent without a terminal. */
  readonly confirm?: (question: string) => Promise<boolean>;
}

/** The logs are read only when a rule is wanted. */
export function scratchContext(context: CliContext): ScratchContext {
  let isFirst = true;
  return {
    cwds: context.cwds,
    sessionId: () => context.sessionId(),
    staleRule(maxAgeMs, ofOutputs = false) {
      const index = context.refreshIndex();
      // What could not be listed is said once; the rule knows of it each time.
      const error = isFirst ? (missingRoots(context) ?? unlistedRoots(context, index)) : undefined;
      isFirst = false;
      const rule = error ?? staleRule(index, Date.now(), maxAgeMs);
      return 'error' in rule || !ofOutputs ? rule : outputsRule(index, rule);
    },
    taskOutputs(only) {
      const index = context.openIndex();
      return missingRoots(context) ?? outputCandidates(index, context.scratchHost(), only && new Set([only]));
    },
    tmp: claudeTmpHost(context.input.env),
    warn: context.input.warn,
    confirm: isTerminal(0) && isTerminal(1) ? ask : undefined,
  };
}

async function ask(question: string): Promise<boolean> {
  const readline = await import('node:readline/promises');
  const terminal = readline.createInterface({ input: process.stdin, output: process.stderr });
  try {
    const ended = once(terminal, 'close').then(() => '');
    return /^y(es)?$/i.test((await Promise.race([terminal.question(`${question} [y/N] `), ended])).trim());
  } catch {
    // Ctrl+C and Ctrl+D reject, an input that ends closes: all are a no.
    return false;
  } finally {
    terminal.close();
  }
}

/** All working trees of the repositories that the given folders lie in. */
export function worktreesOfAll(cwds: readonly string[]): string[] {
  const cache: RepositoryCache = new Map();
  return [...new Set(cwds.flatMap((cwd) => worktreesOf(cwd, cache)))];
}
