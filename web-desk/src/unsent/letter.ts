import type { BodySentOf, CommandAnswer } from '@ticketing/contracts/endpoints/endpoint.ts';
import {
  acceptResolution,
  openTicket,
  postComment,
  rejectResolution,
} from '@ticketing/contracts/endpoints/tickets.ts';
import type { Stars } from '@ticketing/contracts/kinds.ts';
import type { ApiClient } from '@ticketing/web-kit/api-client.ts';
import type { ApiError, ApiErrorCode } from '@ticketing/web-kit/api-error.ts';

/** What a person wants the server to know, which may have to wait for a connection. */
export type Errand =
  | { readonly kind: 'ask'; readonly request: BodySentOf<typeof openTicket> }
  | {
      readonly kind: 'message';
      readonly ticketId: string;
      readonly body: string;
      readonly fileIds: readonly string[];
    }
  | { readonly kind: 'accept'; readonly ticketId: string; readonly stars: Stars; readonly words: string }
  | { readonly kind: 'reject'; readonly ticketId: string; readonly reason: string };

/** How many files go with it. */
export function filesNamedIn(errand: Errand): number {
  switch (errand.kind) {
    case 'ask':
      return errand.request.fileIds?.length ?? 0;
    case 'message':
      return errand.fileIds.length;
    case 'accept':
    case 'reject':
      return 0;
    default:
      return errand satisfies never;
  }
}

/** An errand that the server has not answered yet. */
export type Letter = {
  /** The idempotency key: however often it is sent, it is done once. */
  readonly id: string;
  /** When it was given, by this device's clock; ISO 8601. */
  readonly at: string;
  readonly errand: Errand;
  /** Why the server did not take it: it is not sent again by itself. */
  readonly refusal?: ApiErrorCode;
};

export type Delivered = {
  /** The ticket that it was about or that it opened. */
  readonly ticketId: string;
  readonly revision: string;
  readonly position: string;
  readonly commentId?: string;
};

/** @throws ApiError */
export async function deliver(api: ApiClient, { id, errand }: Letter): Promise<Delivered> {
  const answer = await answerTo(api, id, errand);
  const { revision, position } = answer;
  return {
    ticketId: errand.kind === 'ask' ? answer.id : errand.ticketId,
    revision,
    position,
    ...(answer.commentId === undefined ? {} : { commentId: answer.commentId }),
  };
}

type Answer = CommandAnswer & { readonly commentId?: string };

async function answerTo(api: ApiClient, commandId: string, errand: Errand): Promise<Answer> {
  switch (errand.kind) {
    case 'ask':
      return api.call(openTicket, { body: errand.request, commandId });
    case 'message':
      return api.call(postComment, {
        params: { id: errand.ticketId },
        body: { body: errand.body, visibility: 'public', fileIds: [...errand.fileIds] },
        commandId,
      });
    case 'accept':
      return api.call(acceptResolution, {
        params: { id: errand.ticketId },
        body: { stars: errand.stars, words: errand.words },
        commandId,
      });
    case 'reject':
      return api.call(rejectResolution, {
        params: { id: errand.ticketId },
        body: { reason: errand.reason },
        commandId,
      });
    default:
      return errand satisfies never;
  }
}

/** Whether the same letter may well be taken later: there was no answer, or one that says nothing about the letter. */
export const mayBeTakenLater = (error: ApiError): boolean =>
  error.code === 'unreachable' || error.status === 401 || error.status === 429 || error.status >= 500;
