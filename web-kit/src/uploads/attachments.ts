import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  getAttachment,
  getAttachmentThumbnail,
  listAttachments,
} from '@ticketing/contracts/endpoints/attachments.ts';
import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { AttachmentView } from '@ticketing/contracts/views.ts';
import { useMemo } from 'react';
import { useKit } from '../kit.tsx';

/** Addresses of a ticket's files that a browser opens by itself. */
export type FileAddresses = {
  /** Undefined until the file's pass has come. */
  readonly content: (fileId: string) => string | undefined;
  readonly download: (fileId: string) => string | undefined;
  readonly thumbnail: (fileId: string) => string | undefined;
};

/** Milliseconds before a pass ends at which new ones are fetched. */
const RENEW_BEFORE = 120_000;
/** Milliseconds after which it is asked again for the pass of a file that was shown before the server knew of it. */
const ASK_AGAIN = 1_000;

/**
 * Passes for the files that the ticket shows; fetched when the ticket has any, again when one came that has none
 * yet, and before they end.
 * @param at the instant whose files they are; absent in the present
 */
export function useFileAddresses(
  ticketId: string,
  attachments: readonly AttachmentView[],
  at?: string,
): FileAddresses {
  const { api } = useKit();
  const shown = attachments
    .map(({ id }) => id)
    .sort()
    .join(' ');
  const { data } = useQuery<ResponseOf<typeof listAttachments>>({
    queryKey: ['attachments', ticketId, at ?? 'now', shown],
    enabled: attachments.length > 0,
    // The last passes stay good while the next ones are on their way.
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
    refetchInterval: ({ state }) => {
      const until = state.data?.passesUntil;
      if (until === undefined) return false;
      const known = new Set(state.data?.items.map(({ id }) => id));
      if (attachments.some(({ id }) => !known.has(id))) return ASK_AGAIN;
      return Math.max(10_000, Date.parse(until) - Date.now() - RENEW_BEFORE);
    },
    queryFn: ({ signal }) =>
      api.call(listAttachments, {
        params: { id: ticketId },
        query: at === undefined ? {} : { at },
        signal,
      }),
  });
  return useMemo(() => {
    const passes = new Map(data?.items.map(({ id, pass }) => [id, pass]));
    const withPass = (fileId: string, make: (query: { pass: string; at?: string }) => string) => {
      const pass = passes.get(fileId);
      return pass === undefined ? undefined : make({ pass, ...(at === undefined ? {} : { at }) });
    };
    const params = (fileId: string) => ({ id: ticketId, fileId });
    return {
      content: (fileId) =>
        withPass(fileId, (query) => api.address(getAttachment, { params: params(fileId), query })),
      download: (fileId) =>
        withPass(fileId, (query) =>
          api.address(getAttachment, { params: params(fileId), query: { ...query, download: 'true' } }),
        ),
      thumbnail: (fileId) =>
        withPass(fileId, (query) => api.address(getAttachmentThumbnail, { params: params(fileId), query })),
    };
  }, [api, data, ticketId, at]);
}

/** What stands in a text for one of the ticket's files: `[name](/api/tickets/…/attachments/…)`, a picture with `!`. */
export const filePath = (ticketId: string, fileId: string): string =>
  `/api/tickets/${ticketId}/attachments/${fileId}`;

/** The id of the file that an address in a text names; undefined when it is no file of a ticket. */
export const fileIdIn = (address: string): string | undefined =>
  /^\/api\/tickets\/[0-9a-f-]{36}\/attachments\/([0-9a-f-]{36})$/.exec(address)?.[1];

/** `[report.pdf](/api/…)`, and `![screen.png](/api/…)` for pictures that are shown in place. */
export function fileInText(ticketId: string, fileId: string, name: string, picture: boolean): string {
  const words = name.replace(/[[\]\\]/g, '\\$&');
  return `${picture ? '!' : ''}[${words}](${filePath(ticketId, fileId)})`;
}

/** Ids of the ticket's files that a text names. */
export const filesInText = (ticketId: string, text: string): readonly string[] => [
  ...new Set(
    [...text.matchAll(/\/api\/tickets\/([0-9a-f-]{36})\/attachments\/([0-9a-f-]{36})/g)].flatMap((match) =>
      match[1] === ticketId ? (match[2] ?? []) : [],
    ),
  ),
];
