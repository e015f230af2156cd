/** Requests about sessions of other machines. */
import { hostSessions, hostText } from '../core/hosts/hostSessions.ts';
import type { Handlers } from '../messages/requestMessage.ts';
import type { HostRefusal, HostRequests } from '../service/hostRequests.ts';

const untrusted: HostRefusal = { problem: 'untrusted', said: '' };

export function hostHandlers(mayRunPrograms: boolean): Handlers<HostRequests> {
  return {
    hostSessions: (host) => (mayRunPrograms ? hostSessions(host) : untrusted),
    hostText: (host, id, what) => (mayRunPrograms ? hostText(host, id, what) : untrusted),
  };
}
