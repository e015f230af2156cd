/** What the view of other machines asks; the session worker asks them by ssh. Plain data only. */
import type { HostProblem, HostSession, HostText } from '../core/hosts/hostSessions.ts';
import type { SessionId } from '../core/model.ts';

/** `untrusted`: no program is run in a workspace that is not trusted. */
export type HostRefusal = HostProblem | { readonly problem: 'untrusted'; readonly said: '' };
export type { HostSession, HostText };

export interface HostRequests {
  /** The newest sessions of a machine. Takes up to half a minute. */
  hostSessions(host: string): readonly HostSession[] | HostRefusal;
  /** The plan in force of a session there, or its transcript, as Markdown. Takes as long. */
  hostText(host: string, id: SessionId, what: HostText): string | HostRefusal;
}
