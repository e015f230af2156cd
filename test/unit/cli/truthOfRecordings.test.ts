/**
 * What the CLI answers about each recorded session, held against what the client was seen to do on the wire: the plan
 * in force, the plans, the agents. `find-plan-slug`, which reads one log without the index, has to say the same.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { commands, createContext } from '../../../src/cli/commands.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording, type RecordedSession } from '../../fixtures/recordings.ts';

/** The part of the answers that is asked about. */
interface Answers {
  readonly plan: { readonly error?: string; readonly plan?: Slug; readonly plans?: readonly Slug[] };
  readonly slug: unknown;
  readonly session: { readonly agents?: readonly { readonly agentId?: string; readonly internal?: boolean }[] };
}

interface Slug {
  readonly slug: string;
}

let asked = 0;
let right = 0;
afterAll(() => console.log(`${right} of ${asked} questions about ${recordings.length} recordings answered right`));

describe('answers are what the client did', () => {
  it.each(recordings)('in %s', async (name) => {
    const home = makeHome();
    const { roots, sessions } = restoreRecording(name, home.folder, { moved: true });
    const hasPlanFile = (slug: string) => roots.some((root) => fs.existsSync(path.join(root, 'plans', `${slug}.md`)));
    const logs = roots.flatMap((root) =>
      fs
        .readdirSync(path.join(root, 'projects'), { recursive: true, encoding: 'utf8' })
        .map((log) => path.basename(log)),
    );
    for (const [id, recorded] of Object.entries(sessions)) {
      const answers = await answersAbout(id, roots);
      const ask = (question: string, answer: unknown, truth: unknown) => {
        asked++;
        expect.soft([id, question, answer]).toEqual([id, question, truth]);
        if (isDeepStrictEqual(answer, truth)) right++;
      };
      if (!logs.includes(`${id}.jsonl`)) {
        // Swept by the client itself: nothing is claimed, and what is left of it is no plan.
        const isLeft = roots.some((root) => isNamedBelow(path.join(root, 'todos'), id));
        ask('error', answers.plan.error, isLeft ? 'no_plan_found' : 'session_not_found');
        continue;
      }
      askPlans(ask, answers, recorded, hasPlanFile);
      if (isPrompted(recorded)) askAgents(ask, answers, recorded, Object.values(sessions));
    }
  });
});

function isNamedBelow(folder: string, id: string): boolean {
  return fs.existsSync(folder) && fs.readdirSync(folder).some((name) => name.startsWith(id));
}

type Ask = (question: string, answer: unknown, truth: unknown) => void;

/** Whether the session got a prompt at all; of others the recorder saw nothing. */
function isPrompted({ rules = [] }: RecordedSession): boolean {
  return rules.length > 0;
}

function askPlans(ask: Ask, answers: Answers, recorded: RecordedSession, hasFile: (slug: string) => boolean): void {
  const { planFiles: named = [], slugsInLog = [] } = recorded;
  const last = named.at(-1);
  const lastSlug = slugsInLog.at(-1);
  // The plan named last; after /branch, the client's copy of it under the branch's own slug.
  const copy = last?.written !== true && lastSlug !== undefined && hasFile(lastSlug) ? [lastSlug] : [];
  const right = [...(last ? [last.slug] : []), ...copy];
  if (right.length > 0) {
    const inForce = answers.plan.plan?.slug ?? answers.plan.error;
    ask('plan', inForce, right.find((slug) => slug === inForce) ?? right[0]);
    ask('find-plan-slug', answers.slug, inForce);
    if (copy.length > 0) return;
    const listed = new Set(answers.plan.plans?.map(({ slug }) => slug));
    for (const { slug } of named) ask(`lists ${slug}`, listed.has(slug), true);
  } else if (isPrompted(recorded)) ask('plan', answers.plan.error, 'no_plan_found');
}

function askAgents(ask: Ask, answers: Answers, recorded: RecordedSession, all: readonly RecordedSession[]): void {
  // 2.1.5: a resume leaves a warm-up's answer under one session and its prompt under another; listed or not, both are
  // right.
  const others = all.filter((other) => other !== recorded);
  const split = new Set(others.flatMap(({ agents = [] }) => agents.filter(isWarmup).map(({ id }) => id)));
  const wanted = (recorded.agents ?? []).filter((agent) => (agent.logs ?? []).length > 0 && !isWarmup(agent));
  const got = (answers.session.agents ?? []).flatMap(({ agentId, internal }) => (internal ? [] : (agentId ?? [])));
  const known = (ids: readonly string[]) => ids.filter((id) => !split.has(id)).sort();
  ask('agents', known(got), known(wanted.map(({ id }) => id)));
}

function isWarmup({ prompt = '' }: { readonly prompt?: string }): boolean {
  return /^warmup$/i.test(prompt.trim());
}

async function answersAbout(id: string, roots: readonly string[]): Promise<Answers> {
  const context = createContext({
    values: { 'session-id': id, 'claude-dir': [...roots], 'no-cache': true },
    positionals: [],
    env: {},
    warn: () => undefined,
  });
  const answer = async (name: string) => (await commands[name]?.())?.command.run(context);
  return {
    plan: (await answer('plan')) as Answers['plan'],
    slug: await answer('find-plan-slug'),
    session: (await answer('session')) as Answers['session'],
  };
}
