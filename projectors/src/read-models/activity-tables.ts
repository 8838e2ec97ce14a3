/**
 * Tables of `activity`: one row for each event of a ticket, with the names that its ids had in the log at that
 * position. A person's or column's new name does not change what was written before.
 */
export const activityTables = `
create table if not exists activity (
  -- The event's id.
  id uuid primary key,
  ticket_id uuid not null,
  project_id uuid not null,
  -- Of the ticket, once this had happened; it may be another company's by now.
  company_id uuid,
  type text not null,
  -- The event's data without a comment's text, with names beside ids.
  details jsonb not null,
  actor_id uuid not null,
  actor_name text not null,
  -- Business time.
  at timestamptz not null,
  recorded_at timestamptz not null,
  -- Revision of ticket-{id}; the order of the history.
  revision bigint not null,
  -- Position in the log.
  position bigint not null,
  -- True for what tells of internal notes.
  internal boolean not null,
  -- Another ticket that it tells of; who may not see that one is not told.
  related_id uuid
);

-- Who may hear of a ticket, as the log had it; also says up to which revision a ticket was told.
create table if not exists activity_tickets (
  ticket_id uuid primary key,
  project_id uuid not null,
  key text not null,
  parent_id uuid,
  reporter_id uuid not null,
  company_id uuid,
  assignee_ids uuid[] not null,
  internal_note_ids uuid[] not null,
  revision bigint not null
);

-- Today's names of people, companies, columns, tags and subtasks.
create table if not exists activity_names (
  id uuid primary key,
  name text not null
);
`;

export const activityIndexes = `
create index if not exists activity_newest on activity (at desc, position desc);
create index if not exists activity_ticket on activity (ticket_id, revision);
create index if not exists activity_project on activity (project_id, at desc, position desc);
create index if not exists activity_company on activity (company_id, at desc, position desc)
  where company_id is not null;
create index if not exists activity_actor on activity (actor_id, at desc, position desc);
`;

export const activityTableNames = ['activity', 'activity_tickets', 'activity_names'];
