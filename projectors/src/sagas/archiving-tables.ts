/** Tables of the archiving saga, in the schema `sagas`: what it must know to say when a ticket is due. */
export const archivingTables = `
create table if not exists archiving_columns (
  id uuid primary key,
  project_id uuid not null,
  done boolean not null
);

-- Projects with a policy of their own; null means never.
create table if not exists archiving_policies (
  id uuid primary key,
  archive_after_hours integer
);

create table if not exists archiving_project_revisions (
  id uuid primary key,
  revision bigint not null
);

create table if not exists archiving_tickets (
  id uuid primary key,
  project_id uuid not null,
  column_id uuid not null,
  archived boolean not null,
  -- Id of the event that brought the ticket into its column.
  entered_column_by uuid not null,
  -- Business time since when the ticket is done; null while it is not waiting.
  done_since timestamptz,
  revision bigint not null
);
`;

export const archivingIndexes = `
create index if not exists archiving_tickets_waiting
  on archiving_tickets (project_id, column_id) where done_since is not null;
create index if not exists archiving_tickets_column on archiving_tickets (column_id) where not archived;
`;

export const archivingTableNames = [
  'archiving_columns',
  'archiving_policies',
  'archiving_project_revisions',
  'archiving_tickets',
];
