/**
 * What the core says about sessions: plain data, safe to send between threads and to print as JSON.
 * Times are milliseconds since 1970 (from the entries' own `timestamp`, never from a file).
 */

/** A canonical lower-case UUID; made only by `parseSessionId`. */
export type SessionId = string & { readonly sessionId: unique symbol };

/** Why something belongs to a session: the kind of proof and the line that holds it. */
export interface Evidence<Kind extends string = string> {
  readonly kind: Kind;
  /** Absolute path of the log. */
  readonly file: string;
  /** 1-based line of the log. */
  readonly line: number;
  /** Byte offset of that line. */
  readonly offset: number;
}

/** Kinds of plan evidence, strongest first. */
export const planEvidenceKinds = ['plan-mode', 'plan-approved', 'plan-written', 'plan-content', 'slug'] as const;
export type PlanEvidenceKind = (typeof planEvidenceKinds)[number];

/**
 * `found`: a regular file is there. `missing`: the log proves the plan, no such file now.
 * `not-a-regular-file`: a link, folder or device stands there and is not opened. `unreadable`: reading it failed.
 * `not-looked-at`: the log names a place outside of the session's projects and data roots; whether the file is there is
 * not known.
 */
export type PlanState = 'found' | 'missing' | 'not-a-regular-file' | 'unreadable' | 'not-looked-at';

/** A session that proves a plan file. */
export interface PlanOwner {
  readonly sessionId: SessionId;
  /** Newest proof of each kind, strongest kind first. */
  readonly evidence: readonly Evidence<PlanEvidenceKind>[];
  /** As `Plan` has it. */
  readonly copied: boolean;
  /** When its own log says that it wrote the file last, by a Write or an Edit; `undefined`: never. */
  readonly lastWritten:
    { readonly time: number | undefined; readonly evidence: Evidence<PlanEvidenceKind> } | undefined;
}

/** A plan file that two live sessions, or more, may write. */
export interface PlanCollision {
  readonly path: string;
  /** These sessions, by ID. */
  readonly sessions: readonly SessionId[];
}

export interface Plan {
  /** The plan's name: base name of its file without `.md`. */
  readonly slug: string;
  /**
   * What it is about: its first heading, else its first line of text; of a file that is not there as the session logged
   * it last. `undefined` where neither has text. Hostile.
   */
  readonly title: string | undefined;
  /** The file, or where it would be if it were there. */
  readonly path: string;
  readonly state: PlanState;
  /** The last plan, in log order, that the session's own entries prove; none, where that cannot be known. */
  readonly inForce: boolean;
  /** Other sessions whose own entries prove the same file. */
  readonly sharedWith: readonly SessionId[];
  /** Of a shared plan all that prove it, this session too, by ID. Of any other, empty. */
  readonly owners: readonly PlanOwner[];
  /** Whether the file now is not what this session last logged; `undefined` when the log holds no whole text of it. */
  readonly differs: boolean | undefined;
  /**
   * It differs, and is what this session logged of it before: /rewind sets plan files back (2.1.332), and no entry says
   * so.
   */
  readonly isEarlier: boolean;
  /**
   * The client made this file as a copy for a branch (slug evidence only, entries copied by /branch name another plan),
   * or only entries that are copies of another session's prove it.
   */
  readonly copied: boolean;
  /** Newest proof of each kind, strongest kind first. */
  readonly evidence: readonly Evidence<PlanEvidenceKind>[];
}

/** A plan without what only the logs of other sessions say. */
export type OwnPlan = Omit<Plan, 'owners'>;

/** A plan file of an agent, `<slug>-agent-<id>.md`: it is there, and the agent's own entries prove it. */
export interface AgentPlan {
  readonly agentId: string;
  readonly path: string;
  readonly evidence: readonly Evidence<'agent-plan'>[];
}

/** States that the live registry proves; absence of a live entry proves nothing. */
/** An entry of the registry of live sessions, proved: its process lives, and started when the entry says. */
export interface LiveProcess {
  readonly pid: number;
  readonly state: LiveState;
  /** What it waits for while `waiting`, in the client's words, such as `permission prompt` (2.1.330). */
  readonly waitingFor: string | undefined;
  readonly cwd: string | undefined;
  /** When the process started, in milliseconds since 1970, as the registry says. */
  readonly startedAt: number | undefined;
  /** The session's name in the registry: given by a person, or made by the client. Hostile. */
  readonly name: string | undefined;
  /** `interactive`, `bg`; `claude -p` says `interactive` too. Hostile. */
  readonly kind: string | undefined;
  /** The short ID of a background session. */
  readonly jobId: string | undefined;
  /** Its ID in Remote Control. Hostile. */
  readonly remoteId: string | undefined;
  readonly entrypoint: string | undefined;
  /** The registry file. */
  readonly file: string;
}

/** Kinds of names that a session has beside its ID and its title. */
export const sessionNameKinds = ['registry', 'job', 'process', 'remote', 'worktree', 'entrypoint'] as const;

/** A name that somebody may know a session by: as the registry and the logs have it. Hostile. */
export interface SessionName {
  readonly kind: (typeof sessionNameKinds)[number];
  readonly name: string;
}

export type LiveState = 'running' | 'busy' | 'idle' | 'waiting';

/**
 * `completed`, `failed`: the result of its call, a task notification, the client's meta file or a workflow's journal
 * says so. `running`: its session is live, its own entries are of the live process, and no end of any kind is recorded.
 * `idle`: the same of a teammate whose turn is over: it waits, and never ends. `undefined`: no result is recorded,
 * which proves nothing.
 */
export type AgentState = 'completed' | 'failed' | 'running' | 'idle' | undefined;

/** A run of a workflow: a script of the client that starts agents. */
export interface Workflow {
  /** Name of its folder: `wf_…`. */
  readonly id: string;
  readonly name: string | undefined;
}

export interface AgentLog {
  /** `undefined` for sidechains inside a session log (clients 1.0.x to 2.0.2x name no agent). */
  readonly agentId: string | undefined;
  readonly path: string;
  /**
   * All its logs, in the order of their first entries: one that runs at /clear or /branch goes on under the new
   * session.
   */
  readonly logs: readonly string[];
  /** Agent type from the meta file or the spawning call. */
  readonly type: string | undefined;
  readonly description: string | undefined;
  /** The tool call that started it, when the meta file, its result or a progress record names it. */
  readonly toolUseId: string | undefined;
  /** This session's own entries in the log. */
  readonly entries: number;
  /** Facts that its logs name and that are more than is kept; absent where all are kept. */
  readonly leftOut?: number;
  readonly firstActivity: number | undefined;
  readonly lastActivity: number | undefined;
  /** Started by the client itself (warm-up, compaction, prompt suggestion). */
  readonly internal: boolean;
  /** Where the spawning call stands: in a session log, or in the log of the agent that started this one. */
  readonly spawn: Evidence<'spawn'> | undefined;
  readonly state: AgentState;
  /** The agent that started this one; `undefined` when the session itself did, or nothing is known of it. */
  readonly parentAgentId: string | undefined;
  /** The workflow that started it. */
  readonly workflow: Workflow | undefined;
}

export type ScratchKind = 'erk' | 'claude-scratchpad' | 'claude-tasks';

export interface ScratchDirectory {
  readonly path: string;
  readonly kind: ScratchKind;
  /** Regular files below it (links are not followed). */
  readonly files: number;
  readonly bytes: number;
  /** The folder's name (line 0), the entries that name it or its files, or the links in it. */
  readonly evidence: readonly Evidence[];
}

/** Kinds of extras: files that clients keep under a session's ID. In the order in which they are listed. */
export const extraKinds = ['todos', 'task', 'checkpoint', 'tool-result', 'debug-log', 'session-file'] as const;
export type ExtraKind = (typeof extraKinds)[number];

/**
 * `not-a-regular-file`: a link, folder or device stands there and is not opened. `unreadable`: the system refuses to
 * read it.
 */
export type ExtraState = 'found' | 'not-a-regular-file' | 'unreadable';

interface ExtraOf<Kind extends ExtraKind> {
  readonly kind: Kind;
  readonly path: string;
  readonly state: ExtraState;
  /** Size; 0 where no regular file stands. */
  readonly bytes: number;
  /**
   * Line 0: the file (`file-name`) or the folder (`folder-name`) that has the session's ID for a name; else the job's
   * state.
   */
  readonly evidence: Evidence<'file-name' | 'folder-name' | 'job'>;
}

/** `<root>/todos/<session>-agent-<agent>.json` (1.0.128 to 2.1.40). */
export interface TodosFile extends ExtraOf<'todos'> {
  /** The session's own ID for its main agent. */
  readonly agentId: string;
  /** Todos in the list, and those that are completed; `undefined` when the file is no such list. */
  readonly todos: number | undefined;
  readonly completed: number | undefined;
}

/** `<root>/tasks/<session>/<number>.json` (2.1.40 on). */
export interface TaskFile extends ExtraOf<'task'> {
  readonly number: number;
  /** As the file says; `undefined` when it is no task. */
  readonly subject: string | undefined;
  readonly status: string | undefined;
}

/** A file as it was before the session changed it: `<root>/file-history/<session>/<hash>@v<version>` (2.0.20 on). */
export interface CheckpointFile extends ExtraOf<'checkpoint'> {
  /** Stands for the file that it is a copy of: all its versions have the same. */
  readonly hash: string;
  readonly version: number;
  /** Which file that is; `undefined` when the session's log does not say. */
  readonly copyOf: CopiedFile | undefined;
}

export interface CopiedFile {
  /** As logged: absolute, or relative to a working directory. Hostile. */
  readonly name: string;
  readonly evidence: Evidence<'file-history'>;
  /**
   * The absolute path whose hash the checkpoint has for a name; `undefined` when none of the session's folders gives
   * it.
   */
  readonly path: string | undefined;
}

/** Output too long for the log: `<project directory>/<session>/tool-results/<name>` (2.1.2 on). */
export type ToolResultFile = ExtraOf<'tool-result'>;

/** `<root>/debug/<session>.txt` (2.0.20 to 2.1.40, later on demand). */
export type DebugLogFile = ExtraOf<'debug-log'>;

/**
 * Any other file in a folder that is the session's: workflows, meta files and journals of agents, `custom-title.json`,
 * `session-env`, locks; and of a background session its job (`<root>/jobs/<first 8 of the ID>`, which names the whole
 * ID).
 */
export type OtherFile = ExtraOf<'session-file'>;

export type ExtraFile = TodosFile | TaskFile | CheckpointFile | ToolResultFile | DebugLogFile | OtherFile;

/** What else belongs to a session by the ID in its path. */
export interface Extras {
  /** By kind; tasks by number, of checkpoints the newest version of each file first. */
  readonly files: readonly ExtraFile[];
  /** Files of a kind that are there and not listed, since there are too many. */
  readonly omitted: Readonly<Record<ExtraKind, number>>;
  /**
   * Folders of the session that are not listed, or not whole: a link or a file stands there, the system refuses, they
   * lie too deep, or there are too many files in them.
   */
  readonly unlisted: readonly { readonly kind: ExtraKind; readonly path: string }[];
}

/** One file that holds entries of the session. */
export interface SessionLog {
  readonly path: string;
  /** All records of that file, foreign ones included. */
  readonly entries: number;
  /** Records that name another session. */
  readonly foreignEntries: number;
  /** Lines, or parts of lines, that were skipped. */
  readonly badLines: number;
  /** Records got back from damaged lines. */
  readonly repairedLines: number;
  /** Facts of the log that are more than is kept (1,000 slugs, folders and the like): what is left out. */
  readonly leftOut: number;
  /** Bytes after the last newline that are no whole record yet. */
  readonly incompleteBytes: number;
}

/** A log of which not every line could be read as it stands. */
export type DamagedLog = Pick<SessionLog, 'path' | 'badLines' | 'repairedLines'>;

/**
 * Ways in which a session comes from another. `forked-from`: copied entries name it, or are in its log under the same
 * IDs; `implements-plan-of`: the prompt that starts the session names its transcript, or has the plan that it made;
 * `continues-process-of`: the process began with it, and goes on with this one (/clear, /branch, a cleared context);
 * `foreign-entries`: its log holds entries of that session.
 */
export const originKinds = ['implements-plan-of', 'forked-from', 'continues-process-of', 'foreign-entries'] as const;
export type OriginKind = (typeof originKinds)[number];

export interface Origin {
  readonly kind: OriginKind;
  readonly sessionId: SessionId;
}

/** `teammate-of`: the session's entries name a team, whose configuration names the lead. */
export type RelationKind = OriginKind | 'teammate-of';

export interface Relation {
  readonly kind: RelationKind;
  readonly sessionId: SessionId;
  readonly evidence: Evidence;
}

/** A session that ran elsewhere, and was fetched from there. */
export interface TeleportedFrom {
  /** As the log says; of no known form. Hostile. */
  readonly remoteSessionId: string;
  readonly messages: number | undefined;
  readonly evidence: Evidence<'teleported-from'>;
}

export type TitleSource = 'custom' | 'ai' | 'summary' | 'prompt';

/** One session as a row of a list. */
export interface SessionRow {
  readonly sessionId: SessionId;
  readonly title: string | undefined;
  readonly titleSource: TitleSource | undefined;
  /** Working directories in order of first appearance. */
  readonly cwds: readonly string[];
  readonly branch: string | undefined;
  /**
   * What ran the client, as own entries say: `cli`, `sdk-cli`, `claude-vscode`; in order of first appearance. Hostile.
   */
  readonly entrypoints: readonly string[];
  /** Its remote IDs; while it is live, also its name, job and processes in the registry. */
  readonly names: readonly SessionName[];
  readonly firstActivity: number | undefined;
  /** Of a live session that has written nothing yet: when its process started, as the registry says. */
  readonly lastActivity: number | undefined;
  readonly state: LiveState | undefined;
  /** What it waits for while its state is `waiting`, in the client's words. */
  readonly waitingFor: string | undefined;
  /** Slugs of the session's own entries, in order of first appearance. */
  readonly slugs: readonly string[];
  readonly plans: number;
  /** Agent logs, internal ones not counted. */
  readonly agents: number;
  readonly scratch: number;
  /** Data root that holds its log. */
  readonly root: string;
  /** Its log files; empty when only agents or scratch are left, or when it is live and has written nothing yet. */
  readonly logs: readonly string[];
  /** The sessions that it came from, as its own log says; one of each kind in most. */
  readonly origins: readonly Origin[];
}

/** Tools of the client that write a file; nothing else proves that a session wrote one. */
export const fileChangeKinds = ['write', 'edit', 'multi-edit', 'notebook-edit'] as const;
export type FileChangeKind = (typeof fileChangeKinds)[number];

/**
 * Where the chain of calls that made a file begins. `created`: with a call that made the file, so that all lines have
 * their call. `text-before`: with a text that the log of the first call holds, and no call left. The others are gaps:
 * `changed-since`: no call left the file as it is now; `no-text-before`: the log does not hold what the first call had
 * before it; `several-calls`: calls in two logs left that text; `restored`: no call put that text back after later
 * ones; `too-different`: too many lines changed at once.
 */
export const chainStarts = [
  'created',
  'text-before',
  'changed-since',
  'no-text-before',
  'several-calls',
  'restored',
  'too-different',
] as const;
export type ChainStart = (typeof chainStarts)[number];

/**
 * One file as one tool call changed it, proved by the call's result in a log. A call that failed or was refused is
 * none.
 */
export interface FileChange {
  /** The target as the log names it, absolute and without `..`, in the form of the system that wrote it. Hostile. */
  readonly path: string;
  readonly sessionId: SessionId;
  /**
   * The agent in whose log it stands; `undefined` for the session itself, and for sidechains in its log (to 2.0.2x).
   */
  readonly agentId: string | undefined;
  readonly kind: FileChangeKind;
  readonly toolUseId: string;
  /** By the log, never by the file. */
  readonly time: number | undefined;
  /** Lines; `undefined` where the log does not tell. */
  readonly added: number | undefined;
  readonly removed: number | undefined;
  /** Whether the whole text before and after it can be had from the log. */
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
  /** Its turn was taken back by /rewind; `undefined` where the log forks, and a second terminal may have done that. */
  readonly takenBack: boolean | undefined;
  /** The line of the result. */
  readonly evidence: Evidence<'tool-result'>;
}

/** The same entry in the log of another session (/branch, --fork-session), which did not make the change. */
export interface CopiedFileChange extends FileChange {
  /** Whose change it is a copy of. */
  readonly copiedFrom: SessionId | undefined;
}

/** The client deletes the log that is named after a session within a week. */
export interface LogCleaning {
  readonly log: string;
  /** When the file is old enough, in milliseconds since 1970: the client deletes it when it starts after that. */
  readonly time: number;
  /** The age, by the client's settings. */
  readonly days: number;
  /** The settings file that says so; `undefined`: the client's default. */
  readonly settings: string | undefined;
}

/**
 * What erk's workflow left of a session: a marker in its scratch, by which hooks and commands leave word for each
 * other, or the run state of a branch, which names the session that implements its plan.
 */
export interface WorkflowFile {
  readonly kind: 'marker' | 'branch';
  /** Base name of a marker without `.marker`; else that of the branch's folder, in which `--` stands for `/`. */
  readonly name: string;
  /** `undefined` for a marker, and where the folder may stand for several branches of which the session names none. */
  readonly branch: string | undefined;
  /** First line of a marker, last event of a branch; `undefined` where it says nothing, or cannot be read. */
  readonly value: string | undefined;
  readonly path: string;
  /** Modification time of the file, milliseconds since 1970: its age, and no proof. */
  readonly modified: number;
  /** The scratch directory whose name is the session's ID, or the line of the run state that names the session. */
  readonly evidence: Evidence<'folder-name' | 'run-state'>;
}

/** Everything that belongs to one session. */
export interface SessionDetails extends Omit<SessionRow, 'plans' | 'agents' | 'scratch' | 'logs' | 'origins'> {
  readonly logs: readonly SessionLog[];
  /** The processes that have it open, as the registry proves them; two when it is open in two terminals. */
  readonly processes: readonly LiveProcess[];
  /** The plan in force. */
  readonly plan: Plan | undefined;
  /** In log order of their last proof. */
  readonly plans: readonly Plan[];
  readonly agentPlans: readonly AgentPlan[];
  readonly agents: readonly AgentLog[];
  readonly scratch: readonly ScratchDirectory[];
  readonly extras: Extras;
  /** What erk's workflow left of it. */
  readonly workflow: readonly WorkflowFile[];
  /** What its own log says of other sessions. */
  readonly relations: readonly Relation[];
  /** What the logs of others say of this one: each with the other session, and the proof in its log. */
  readonly reverseRelations: readonly Relation[];
  readonly teleportedFrom: TeleportedFrom | undefined;
  /** `undefined` where that is more than a week away, or not known. */
  readonly cleaning: LogCleaning | undefined;
}

/** An agent log, plan or scratch directory that no session's own entries prove. */
export interface UnattributedItem {
  readonly kind: 'agent-log' | 'plan' | 'scratch';
  readonly path: string;
  /** One sentence: why it has no session. */
  readonly reason: string;
}
