/** Tables of the emptying saga, in the schema `sagas`: which columns are gone, and which tickets still name them. */
export const emptyingTables = `
create table if not exists emptying_columns (
  id uuid primary key,
  project_id uuid not null
);

create table if not exists emptying_tickets (
  id uuid primary key,
  column_id uuid not null,
  rank text collate "C" not null,
  -- Id of the event that put the ticket there.
  placed_by uuid not null,
  -- Of that event, in ticket-{id}.
  revision bigint not null
);
`;

export const emptyingIndexes = `
create index if not exists emptying_columns_project on emptying_columns (project_id);
create index if not exists emptying_tickets_column on emptying_tickets (column_id);
`;

export const emptyingTableNames = ['emptying_columns', 'emptying_tickets'];
