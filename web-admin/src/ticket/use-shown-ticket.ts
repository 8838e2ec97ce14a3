import { useTicketId } from '@ticketing/web-kit/lists.ts';
import { useTicket } from '@ticketing/web-kit/ticket.ts';
import { useTicketAt } from '@ticketing/web-kit/ticket-past.ts';
import { useInstant } from '../past/use-instant.ts';

/** The ticket that the address names, in the present or at the instant that the address names. */
export function useShownTicket(projectId: string | undefined, key: string, known: string | undefined) {
  const [at] = useInstant();
  const found = useTicketId(projectId, key, known);
  const present = useTicket(found.id ?? undefined);
  const past = useTicketAt(found.id ?? undefined, at);
  return {
    at,
    missing: found.id === null,
    gone: present.gone,
    ticket: at === null ? present.ticket : past.data,
    waiting: at !== null && past.isFetching,
    error: found.error ?? (at === null ? present.error : past.error),
    retry: () => {
      if (found.error) found.retry();
      else if (at === null) present.retry();
      else void past.refetch();
    },
  };
}
