/**
 * What a run of the scenario `plugin` proves. The truth is the session that the client named in the request whose
 * answer held the call, and the plan files that the scripted model wrote in that session; never an answer of ours.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isAtLeast, jsonLines } from './runFolder.mjs';

/**
 * Each `{ what, isRight, detail }`, and each answer `{ door, phase, is: 'right' | 'unknown' | 'wrong', mayBeUnknown,
 * detail }`.
 */
export function judgePluginRun(version, out) {
  const { truth, failed } = JSON.parse(readFileSync(path.join(out, 'rec', 'run.json'), 'utf8'));
  if (failed !== undefined)
    return { checks: [{ what: 'the scenario runs to its end', isRight: false, detail: failed }], answers: [] };
  const requests = jsonLines(path.join(out, 'rec', 'mock.jsonl'));
  const told = differentLines(path.join(out, 'rec', 'told.jsonl'));
  const plans = ownPlans(requests, truth);
  const answers = [...answersAtStart(told, plans, version), ...answersToCalls(requests, out, plans, version)];
  const phases = new Map(told.map(({ phase, session }) => [phase, session]));
  const inDepth2 = answers.filter(({ rule, is }) => rule === 'inner agent' && is === 'right');
  const checks = [
    { what: 'claude plugin validate passes, of the plugin and the marketplace', isRight: truth.validated },
    { what: 'the plugin is installed', isRight: truth.installed },
    { what: 'a neighbour wrote a newer plan', isRight: typeof truth.newerPlan === 'string' },
    {
      what: '/clear makes a session of its own',
      isRight: phases.has('clear') && phases.get('clear') !== phases.get('start in a terminal'),
    },
    ...(isAtLeast(version, '2.1.181')
      ? [
          {
            what: '/branch makes a session of its own',
            isRight: phases.has('branch') && phases.get('branch') !== phases.get('clear'),
          },
          { what: `agents of depth 2 have right answers (${inDepth2.length})`, isRight: inDepth2.length > 0 },
        ]
      : []),
    // Before, no registry proves who is live.
    ...(isAtLeast(version, '2.1.100')
      ? [{ what: "who would overwrite another's plan is told so", isRight: isWarned(told) }]
      : [{ what: 'no warning names a session that is not proved to be live', isRight: !isWarned(told) }]),
    ...afterUninstall(told, out),
  ];
  return { checks, answers };
}

/** The scripted model is asked about each step of a rule anew. */
function differentLines(file) {
  return [...new Set(jsonLines(file).map((line) => JSON.stringify(line)))].map((line) => JSON.parse(line));
}

const isWarned = (told) => told.some((one) => one.isWarned);

/** Session -> the plan files that it wrote as its plan. A fork has its parent's. */
function ownPlans(requests, { ids }) {
  const plans = new Map();
  for (const { rule, session, calls = [] } of requests) {
    const file = rule?.startsWith('plan ') && calls.find(({ name }) => name === 'Write')?.file_path;
    if (file) plans.set(session, { file });
  }
  const parents = plans.get(ids.first);
  if (parents) plans.set(ids.fork, { ...parents, parent: ids.first });
  return plans;
}

function answersAtStart(told, plans, version) {
  const starts = told.filter(({ phase }) => phase !== 'uninstalled');
  // Where the command line answers with an error, the client shows that and asks no model.
  const noSlash = {
    door: 'plan by slash command',
    phase: 'slash',
    is: 'unknown',
    mayBeUnknown: !isAtLeast(version, '2.1.132'),
  };
  const answers = starts.flatMap(({ label, phase, session, told: id, isUnproved, plan, slash }) => {
    // A hook's input names the parent at the start of a fork up to 2.1.181, as if it were a resume.
    const isResume = phase.startsWith('resume') || ['fork', 'branch', 'slash'].includes(phase);
    const mayBeUnknown = isResume && !isAtLeast(version, '2.1.181');
    const of = { phase, rule: label, mayBeUnknown };
    const own = plans.get(session);
    return [
      {
        ...of,
        door: 'ID at the start',
        is: id === undefined ? missing(isUnproved) : verdict(id === session),
        detail: { id, session },
      },
      // The plan of this very run is not written yet when it starts.
      ...(id === undefined || label.startsWith('plan ')
        ? []
        : [
            {
              ...of,
              mayBeUnknown: phase === 'fork',
              door: 'plan at the start',
              is: plan === null ? (own ? 'unknown' : 'right') : verdict(plan === own?.file),
              detail: { plan, own },
            },
          ]),
      ...(label === 'slash'
        ? [
            {
              ...of,
              mayBeUnknown: !isAtLeast(version, '2.1.132'),
              ...judgePlan(slash, session, own),
              door: 'plan by slash command',
            },
          ]
        : []),
    ];
  });
  return starts.some(({ label }) => label === 'slash') ? answers : [...answers, noSlash];
}

/** A session that is told nothing at its start has a hook that did not run. */
function missing(isUnproved) {
  return isUnproved ? 'unknown' : 'wrong';
}

function answersToCalls(requests, out, plans, version) {
  const projects = path.join(out, 'home', '.claude', 'projects');
  const { results, agents } = resultsIn(projects);
  return requests.flatMap(({ rule, session, headers, calls = [] }) =>
    calls.flatMap(({ id, name, command }) => {
      const tool = /session-scope__(\w+)$/.exec(name)?.[1];
      if (tool === undefined && !command?.startsWith('echo who:')) return [];
      const isAgent = rule.endsWith('agent');
      // Before 2.1.240 no header names the agent; the log that holds the call does.
      const agentId = isAgent ? (headers['x-claude-code-agent-id'] ?? agents.get(id)) : undefined;
      const text = results.get(id);
      const of = { rule, phase: isAgent ? rule : 'main', mayBeUnknown: false };
      const own = plans.get(session);
      const isTold = isAtLeast(version, '2.1.132');
      if (tool === 'whoami') return [{ ...of, door: 'who by MCP', ...judgeWho(text, session, { agentId }) }];
      if (tool === 'plan') return [{ ...of, door: 'plan by MCP', ...judgePlan(text, session, own) }];
      const parts = partsOf(text);
      return [
        { ...of, mayBeUnknown: !isTold, door: 'who by Bash', ...judgeWho(parts.get('who'), session, {}) },
        { ...of, door: 'who --nonce by Bash', ...judgeNonce(parts.get('nonce'), session, agentId) },
        { ...of, mayBeUnknown: !isTold, door: 'plan by Bash', ...judgePlan(parts.get('plan'), session, own) },
      ];
    }),
  );
}

/** `expected.agentId`, where it is named, must be the answer's, also when it is `undefined`. */
export function judgeWho(text, session, expected) {
  const answer = jsonIn(text);
  const detail = { text: text?.slice(0, 500), session, ...expected };
  if (answer?.error === 'no_session') return { is: 'unknown', detail };
  const isAgentRight = !('agentId' in expected) || answer?.agentId === expected.agentId;
  return { is: verdict(answer?.sessionId === session && isAgentRight), detail };
}

/** A weaker proof that took its place counts as unknown, though it names the session: the agent is asked for, too. */
function judgeNonce(text, session, agentId) {
  const answer = jsonIn(text);
  const judged = judgeWho(text, session, answer?.proof === 'nonce' ? { agentId } : {});
  return judged.is === 'right' && answer.proof !== 'nonce' ? { ...judged, is: 'unknown' } : judged;
}

export function judgePlan(text, session, own) {
  const answer = jsonIn(text);
  const detail = { text: text?.slice(0, 500), session, own };
  if (answer?.error === 'no_session') return { is: 'unknown', detail };
  // A fork has its parent's talk; whether its plan, too, clients see differently.
  if (answer?.error === 'no_plan_found' && own?.parent) return { is: 'unknown', mayBeUnknown: true, detail };
  if (answer?.error === 'no_plan_found') return { is: own === undefined ? 'right' : 'wrong', detail };
  const isRight = own !== undefined && answer?.sessionId === session && answer.plan?.path === own.file;
  // 2.0.60 copies without a mark, and goes on with the parent's slug.
  const saysParent =
    own?.parent === undefined || answer?.plan?.copied || answer?.plan?.sharedWith?.includes(own.parent);
  return { is: verdict(isRight && saysParent), detail };
}

function verdict(isRight) {
  return isRight ? 'right' : 'wrong';
}

/** The JSON that stands in a text; `undefined` where none does. */
function jsonIn(text) {
  const json = /\{.*\}/.exec(text ?? '')?.[0];
  try {
    return json && JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Answers of several commands, each after a line with its name and a colon. */
function partsOf(text = '') {
  return new Map(text.split(/^(?=\w+:$)/m).map((part) => [part.slice(0, part.indexOf(':')), part]));
}

/** ID of call -> what came back, and the agent whose log holds the call. Forks copy both. */
function resultsIn(projects) {
  const results = new Map();
  const agents = new Map();
  for (const name of readdirSync(projects, { recursive: true }).filter((one) => one.endsWith('.jsonl'))) {
    const agent = /^agent-(.*)\.jsonl$/.exec(path.basename(name))?.[1];
    for (const { message } of jsonLines(path.join(projects, name))) {
      for (const block of Array.isArray(message?.content) ? message.content : []) {
        if (block.type === 'tool_use' && agent !== undefined) agents.set(block.id, agent);
        if (block.type === 'tool_result') results.set(block.tool_use_id, textOf(block.content));
      }
    }
  }
  return { results, agents };
}

function textOf(content) {
  return typeof content === 'string' ? content : (content ?? []).map((one) => one.text ?? '').join('\n');
}

/**
 * What clients keep of a plugin: its files, marked as orphaned, until they are collected; 2.0.60 a `false` in the
 * settings.
 */
function afterUninstall(told, out) {
  const last = told.filter(({ phase }) => phase === 'uninstalled');
  const claude = path.join(out, 'home', '.claude');
  const read = (name) => (existsSync(path.join(claude, name)) ? readFileSync(path.join(claude, name), 'utf8') : '{}');
  const enabled = Object.entries(JSON.parse(read('settings.json')).enabledPlugins ?? {}).filter(([, on]) => on);
  const listed = ['plugins/installed_plugins.json', 'plugins/known_marketplaces.json'].filter((name) =>
    read(name).includes('session-scope'),
  );
  return [
    {
      what: 'nothing of the plugin is enabled or listed once it is uninstalled',
      isRight: enabled.length + listed.length === 0,
      detail: { enabled, listed },
    },
    {
      what: 'the session after that is told nothing and has none of the tools',
      isRight: last.length > 0 && last.every(({ told: id, isUnproved, hasTools }) => !id && !isUnproved && !hasTools),
      detail: last,
    },
  ];
}
