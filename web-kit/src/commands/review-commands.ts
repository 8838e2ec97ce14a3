import {
  acceptResolution,
  offerRemoteAssist,
  rejectResolution,
} from '@ticketing/contracts/endpoints/tickets.ts';
import type { Stars } from '@ticketing/contracts/kinds.ts';
import type { Request } from './request.ts';
import type { RunCommand } from './run-command.ts';

/** What the reporter's side says of a resolution, and remote assistance. */
export function reviewCommands(request: Request, run: RunCommand, myId: () => string) {
  return {
    accept(ticketId: string, stars: Stars, words = '') {
      const intent = { kind: 'accept', ticketId, stars, words, answeredById: myId() } as const;
      return run(
        intent,
        undefined,
        request(acceptResolution, { params: { id: ticketId }, body: { stars, words } }),
      );
    },
    reject(ticketId: string, reason: string) {
      const intent = { kind: 'reject', ticketId, reason, answeredById: myId() } as const;
      return run(
        intent,
        undefined,
        request(rejectResolution, { params: { id: ticketId }, body: { reason } }),
      );
    },
    offerRemoteAssist(ticketId: string, remoteAssistId: string | null) {
      return run(
        { kind: 'remote-assist', ticketId, remoteAssistId },
        undefined,
        request(offerRemoteAssist, { params: { id: ticketId }, body: { remoteAssistId } }),
      );
    },
  };
}
