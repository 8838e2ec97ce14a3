import { removalsTable } from './removals.ts';
import { ticketColumnsSql, ticketStructureSql } from './ticket-columns.ts';

/**
 * Tables of `tickets`: everything of a ticket's card and its long text, and its comments. Removed comments
 * have no row. One ticket is read by its id; lists are read from `cards`, which has the indexes for them.
 */
export const ticketsTables = `
create table if not exists tickets (
  id uuid primary key,${ticketColumnsSql},
  description text not null,
  -- 'manual' or 'done' while archived.
  archive_reason text,
  -- Every round of its review, the oldest first, in the shape of ReviewView.
  reviews jsonb not null,
  remote_assist_id text,${ticketStructureSql}
);

create table if not exists comments (
  id uuid primary key,
  ticket_id uuid not null,
  author_id uuid not null,
  body text not null,
  -- 'public' or 'internal'.
  visibility text not null,
  posted_at timestamptz not null,
  edited_at timestamptz
);
${removalsTable('ticket_removals')}`;

export const ticketsIndexes = `
create index if not exists tickets_key on tickets (key);
create index if not exists tickets_parent on tickets (parent_id) where parent_id is not null;
create index if not exists tickets_linked on tickets using gin (linked_ids) where linked_ids <> '{}';
create index if not exists comments_ticket on comments (ticket_id, posted_at, id);
`;

export const ticketsTableNames = ['tickets', 'comments', 'ticket_removals'];
