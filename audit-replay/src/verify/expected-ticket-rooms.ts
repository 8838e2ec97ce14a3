import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import type { ExpectedReadModel } from './expected-read-model.ts';

/** What the saga of tickets' rooms must know: whose tickets there are that were not archived. */
export function expectedTicketRooms(): ExpectedReadModel {
  const companies = new Map<string, string | null>();
  const archived = new Set<string>();
  const revisions = new Map<string, string>();
  return {
    name: 'ticket-room',
    schema: 'sagas',
    apply(event) {
      if (streamCategory(event.stream) !== 'ticket') return;
      const id = streamSubject(event.stream);
      revisions.set(id, String(event.revision));
      if (event.type === 'TicketOpened') companies.set(id, event.data.companyId);
      if (event.type === 'TicketCompanyChanged') companies.set(id, event.data.companyId);
      if (event.type === 'TicketArchived') archived.add(id);
      if (event.type === 'TicketRestored') archived.delete(id);
    },
    tables: [
      {
        name: 'ticket_rooms',
        keyColumns: ['id'],
        columns: ['id', 'company_id', 'archived', 'revision'],
        keys: () => companies.keys(),
        row(id) {
          const [companyId, revision] = [companies.get(id), revisions.get(id)];
          if (companyId === undefined || revision === undefined) return undefined;
          return { id, company_id: companyId, archived: archived.has(id), revision };
        },
      },
    ],
  };
}
