import { ticketColumnsSql, ticketStructureSql } from './ticket-columns.ts';

/**
 * Tables of `past`: what things were, by business time. A row holds for every instant from `from_ms` to before
 * `until_ms` (null: from then on), in milliseconds since 1970, and the rows of one thing follow each other without gap
 * or overlap. A thing has no row for the time in which it was not there.
 */
export const pastTables = `
create table if not exists past_tickets (
  id uuid not null,
  from_ms bigint not null,
  until_ms bigint,${ticketColumnsSql},
  archive_reason text,
  reviews jsonb not null,
  remote_assist_id text,${ticketStructureSql},
  primary key (id, from_ms)
);

-- Apart from past_tickets, where every event makes a row: a long text is written only when it changes.
create table if not exists past_descriptions (
  ticket_id uuid not null,
  from_ms bigint not null,
  until_ms bigint,
  description text not null,
  primary key (ticket_id, from_ms)
);

create table if not exists past_comments (
  id uuid not null,
  from_ms bigint not null,
  until_ms bigint,
  ticket_id uuid not null,
  author_id uuid not null,
  body text not null,
  -- 'public' or 'internal'.
  visibility text not null,
  posted_at timestamptz not null,
  edited_at timestamptz,
  primary key (id, from_ms)
);

create table if not exists past_projects (
  id uuid not null,
  from_ms bigint not null,
  until_ms bigint,
  key text not null,
  name text not null,
  description text not null,
  -- Lists in the shape of ColumnView, in board order, and of TagView.
  columns jsonb not null,
  tags jsonb not null,
  -- Removed column → the column that its tickets belonged in then.
  removed_columns jsonb not null,
  company_ids uuid[] not null,
  has_archiving_policy boolean not null,
  archive_after_hours integer,
  lead_id uuid,
  due_date_before_done boolean not null,
  limits_enforced boolean not null,
  archived boolean not null,
  revision bigint not null,
  primary key (id, from_ms)
);

-- Each column as it was first known: an import can date tickets to before the day on which their column was set up.
create table if not exists past_columns (
  id uuid primary key,
  project_id uuid not null,
  name text not null,
  colour text not null,
  category text not null,
  rank text collate "C" not null
);
`;

/**
 * A board at an instant is a search in two dimensions, the project and the time: with a B-tree on either end of the
 * interval its cost would grow with all that happened before or since. A box one half wide cannot touch that of
 * another project, and reaches as far in time as any instant that can be asked for (query-api/src/past/at-instant.ts
 * names the very same expression).
 */
export const pastIndexes = `
create index if not exists past_tickets_board on past_tickets using gist (box(
  point(uuid_hash(project_id), from_ms),
  point(uuid_hash(project_id) + 0.5, coalesce(until_ms, 1000000000000000)))) where not archived;
create index if not exists past_tickets_changes on past_tickets (project_id, from_ms);
create index if not exists past_tickets_parent on past_tickets (parent_id, from_ms) where parent_id is not null;
create index if not exists past_tickets_linked on past_tickets using gin (linked_ids) where linked_ids <> '{}';
create index if not exists past_comments_ticket on past_comments (ticket_id);
`;

export const pastTableNames = [
  'past_tickets',
  'past_descriptions',
  'past_comments',
  'past_projects',
  'past_columns',
];
