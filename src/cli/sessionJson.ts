/** A row of sessions in the CLI's contract, and the same as text at once: lists of all sessions are long. */
import type { LiveState, SessionId, SessionRow } from '../core/model.ts';
import { escapeForTerminal } from './answers.ts';
import { isoTimeText } from './isoTimeText.ts';

export interface SessionJson {
  readonly sessionId: SessionId;
  readonly title: string | null;
  readonly cwd: string | null;
  readonly branch: string | null;
  /** ISO 8601. */
  readonly firstActivity: string | null;
  readonly lastActivity: string | null;
  readonly state: LiveState | null;
  readonly slugs: readonly string[];
  readonly plans: number;
  readonly agents: number;
  readonly scratch: number;
}

export function sessionJson(row: SessionRow): SessionJson {
  return {
    sessionId: row.sessionId,
    title: row.title ?? null,
    cwd: row.cwds[0] ?? null,
    branch: row.branch ?? null,
    firstActivity: row.firstActivity === undefined ? null : isoTimeText(row.firstActivity),
    lastActivity: row.lastActivity === undefined ? null : isoTimeText(row.lastActivity),
    state: row.state ?? null,
    slugs: row.slugs,
    plans: row.plans,
    agents: row.agents,
    scratch: row.scratch,
  };
}

/** Texts that make up what `toJson` says of all `sessionJson` of the rows, and a newline. */
export function* sessionTexts(rows: Iterable<SessionRow>): Generator<string, void> {
  const repeated = new RepeatedTexts();
  let before = '[';
  for (const row of rows) {
    yield before + sessionText(row, repeated);
    before = ',';
  }
  yield before === '[' ? '[]\n' : ']\n';
}

function sessionText(row: SessionRow, repeated: RepeatedTexts): string {
  const { title, state, slugs } = row;
  return (
    `{"sessionId":${quoted(row.sessionId)},"title":${title === undefined ? 'null' : quoted(title)}` +
    `,"cwd":${repeated.quoted(row.cwds[0])},"branch":${repeated.quoted(row.branch)}` +
    `,"firstActivity":${timeText(row.firstActivity)},"lastActivity":${timeText(row.lastActivity)}` +
    `,"state":${state === undefined ? 'null' : quoted(state)}` +
    `,"slugs":${slugs.length === 0 ? '[]' : `[${slugs.map(quoted).join(',')}]`}` +
    `,"plans":${row.plans},"agents":${row.agents},"scratch":${row.scratch}}`
  );
}

/** Printable ASCII that stands in JSON as it is. */
const plain = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return plain.test(text) ? `"${text}"` : escapeForTerminal(JSON.stringify(text));
}

function timeText(time: number | undefined): string {
  return time === undefined ? 'null' : `"${isoTimeText(time)}"`;
}

/** Texts that many rows have in common, quoted once. */
class RepeatedTexts {
  readonly #quoted = new Map<string, string>();

  quoted(text: string | undefined): string {
    if (text === undefined) return 'null';
    let known = this.#quoted.get(text);
    if (known === undefined) {
      known = quoted(text);
      this.#quoted.set(text, known);
    }
    return known;
  }
}
