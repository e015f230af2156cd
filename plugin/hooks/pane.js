/**
 * The pane of Claude Code (2.1.290 on) that `/scope` opens: what the command line answers about this session. Claude
 * Code reads this file as it is, finds what it uses by the name `$` alone, and gives it no Node; older clients do not
 * load it.
 */
/* global h, URL */
const command = decodeURIComponent(new URL('../bin/session-scope', import.meta.url).pathname).replace(
  /^\/(?=[A-Za-z]:)/,
  '',
);
/** Rows of one kind. */
const limit = 5;

export const register = (on) => {
  /** Which session the rows are of: after /clear, /branch and /resume they are read anew before any is drawn. */
  let shown = { sessionId: undefined, rows: [] };
  let reading;
  let isStale = false;
  let failures = 0;

  /** `run` starts a program; `drawAgain` has the pane drawn with what came out. */
  async function read(sessionId, run, drawAgain) {
    if (reading === sessionId) return;
    reading = sessionId;
    isStale = false;
    const ask = async (name) => answerOf(await run(['node', command, name, '--session-id', sessionId, '--json']));
    let rows;
    try {
      rows = rowsOf(sessionId, await Promise.all(['session', 'siblings', 'collisions'].map(ask)));
      failures = 0;
    } catch (error) {
      rows = [['Not read', sentenceOf(error)]];
      // What is drawn under a dialog is aborted with it.
      isStale = failures++ === 0;
    }
    if (reading !== sessionId) return;
    reading = undefined;
    shown = { sessionId, rows };
    drawAgain();
  }

  on('session.start', async ($, e, next) => {
    await $.command.register({
      name: 'scope',
      description: 'Show what belongs to this session, by its ID, and who else works here',
      immediate: true,
    });
    return next(e);
  });

  on('command.run', { command: 'scope' }, async ($) => {
    isStale = true;
    const { isPlaced } = await $.ui.open({ id: 'scope', title: 'Session Scope' });
    return { text: isPlaced === false ? 'The pane waits for a wider window.' : 'The pane is open.' };
  });

  // Any other command may change the session.
  on('command.run', async ($, e, next) => {
    const result = await next(e);
    $.ui.invalidate('ui.render');
    return result;
  });

  on('turn.complete', async ($, e, next) => {
    isStale = true;
    $.ui.invalidate('ui.render');
    return next(e);
  });

  on('ui.render', { component: 'Pane', requestId: 'scope' }, async ($, e) => {
    const { Box, Button, Text } = $.ui.resolve(e);
    const sessionId = await $.session.id();
    const isOwn = shown.sessionId === sessionId;
    if (!isOwn || isStale)
      void read(
        sessionId,
        (argv) => $.process.run(argv, { timeoutMs: 20_000 }),
        () => $.ui.invalidate('ui.render'),
      );
    const refresh = () => {
      isStale = true;
      $.ui.invalidate('ui.render');
    };
    const rows = isOwn ? shown.rows : [['Session', `${shortId(sessionId)}, is read ...`]];
    return h(
      Box,
      { flexDirection: 'column' },
      ...rows.map(([name, text]) =>
        h(Text, { wrap: name === 'Not read' ? 'wrap' : 'truncate-middle' }, `${name.padEnd(8)} ${text}`),
      ),
      h(Button, { key: 'refresh', label: 'Refresh', onPress: refresh }),
    );
  });
};

/** The JSON that the command line wrote, which may be `{ error, message }`. Throws where there is none. */
function answerOf({ exitCode, stdout, stderr }) {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(stderr.trim() || `session-scope ended with ${exitCode}`);
  }
}

function sentenceOf(error) {
  const text = oneLine(error?.message ?? error);
  return text.includes('ENOENT') ? 'session-scope needs Node.js on the PATH' : text;
}

/** Each `[name, text]`: one line of the pane. */
function rowsOf(sessionId, [session, siblings, collisions]) {
  const others = (one) => [...new Set(one.sessions.map((by) => by.sessionId))].filter((id) => id !== sessionId);
  const shared = collisions.collisions?.filter((one) => one.sessions.some((by) => by.sessionId === sessionId));
  const agents = session.agents?.filter(({ internal }) => !internal);
  return [
    ['Session', `${shortId(sessionId)} ${session.error ? oneLine(session.message) : quoted(session.title)}`],
    ...(session.error
      ? []
      : [
          ...section('Plan', [
            ...(session.plan ? planRows(session.plan) : ['none that this session proves']),
            ...lackOf(session),
          ]),
          ...section(
            'Scratch',
            list(session.scratch, ({ path, files }) => `${oneLine(path)}, ${files} files`),
          ),
          ...section('Agents', list(agents, agentRow)),
        ]),
    ...section(
      'Files',
      shared
        ? [
            ...list(
              shared,
              (one) => `${oneLine(one.path)}, also by ${others(one).map(shortId).join(', ')}`,
              'none that another live session changed, too',
            ),
            ...lackOf(collisions),
          ]
        : [oneLine(collisions.message)],
    ),
    ...section(
      'Here',
      siblings.siblings
        ? [...list(siblings.siblings, siblingRow, 'no other live session'), ...lackOf(siblings)]
        : [oneLine(siblings.message)],
    ),
  ];
}

/** One line where an answer may lack something. */
function lackOf({ unread = [] }) {
  return unread.length === 0 ? [] : [`this may not be all: ${oneLine(unread[0])} could not be read`];
}

function section(name, texts) {
  return texts.map((text, index) => [index === 0 ? name : '', text]);
}

function planRows({ title, slug, path, state, sharedWith, differs }) {
  const marks = [
    state !== 'found' && state,
    sharedWith.length > 0 && `shared with ${sharedWith.map(shortId).join(', ')}`,
    differs && 'not as this session logged it last',
  ];
  return [[quoted(title ?? slug), ...marks].filter(Boolean).join(', '), oneLine(path)];
}

function agentRow({ description, type, state }) {
  return `${quoted(description ?? type)}, ${state ?? 'no end is recorded'}`;
}

function siblingRow({ sessionId, title, state, waitingFor, branch, plan }) {
  const facts = [
    waitingFor ? `waits for ${oneLine(waitingFor)}` : state,
    branch && oneLine(branch),
    plan && `plan ${quoted(plan.title ?? plan.slug)}`,
  ];
  return [`${shortId(sessionId)} ${quoted(title)}`, ...facts].filter(Boolean).join(', ');
}

function list(all, rowOf, none = 'none') {
  const more = all.length > limit ? [`and ${all.length - limit} more`] : [];
  return all.length === 0 ? [none] : [...all.slice(0, limit).map(rowOf), ...more];
}

function shortId(sessionId) {
  return sessionId.slice(0, 8);
}

function quoted(text) {
  return text ? `"${oneLine(text, 60)}"` : '(no title)';
}

/** Text of logs on one line, without what a terminal or a bidi algorithm obeys. */
function oneLine(text, max = 300) {
  return String(text)
    .slice(0, max * 4)
    .replace(/\p{Cc}\[[\d;]*[A-Za-z]/gu, '')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, max);
}
