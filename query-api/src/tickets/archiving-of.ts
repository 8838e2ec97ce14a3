import { ArchiveReason } from '@ticketing/contracts/kinds.ts';
import type { ArchivingView, CardView } from '@ticketing/contracts/views.ts';
import { sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import type { Query } from '../reading/snapshot.ts';

const Details = z.object({ reason: ArchiveReason, words: z.string().default('') });

/** The cards, of which those that are archived say by whom, when and why: the last thing of that kind that is told of them. */
export async function withArchiving(query: Query, cards: readonly CardView[]): Promise<CardView[]> {
  const ids = cards.filter(({ archived }) => archived).map(({ id }) => id);
  if (ids.length === 0) return [...cards];
  const rows = await query<{
    ticket_id: string;
    details: unknown;
    actor_id: string;
    actor_name: string;
    at: Date;
  }>(sql`
    select told.* from unnest(${ids}::uuid[]) as asked (id) cross join lateral (
      select a.ticket_id, a.details, a.actor_id, a.actor_name, a.at from read_model.activity a
      where a.ticket_id = asked.id and a.type = 'TicketArchived'
      order by a.revision desc limit 1) as told`);
  const told = new Map<string, ArchivingView>();
  for (const { ticket_id, details, actor_id, actor_name, at } of rows) {
    const { reason, words } = Details.parse(details);
    told.set(ticket_id, { reason, words, byId: actor_id, byName: actor_name, at: at.toISOString() });
  }
  return cards.map((card) => {
    const archiving = told.get(card.id);
    return archiving ? { ...card, archiving } : card;
  });
}
