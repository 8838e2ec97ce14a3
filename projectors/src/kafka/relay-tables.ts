/**
 * What the relay remembers, in the transaction that moves its checkpoint. All of it can be had again by relaying the
 * log anew.
 */
export const relayTables = `
-- Tickets, and so the rooms of tickets, and the project in whose order their events are.
create table if not exists belongings (
  id uuid primary key,
  project_id uuid not null
);
-- One row.
create table if not exists progress (
  topic text not null,
  -- It never changes: the order of a key is the order of its partition.
  partitions integer not null,
  -- Position of the last event that was relayed; -1 before the first.
  last_position bigint not null
);
-- Now and then: at this offset of the partition stands the event of this position, and later events behind it.
create table if not exists offsets (
  partition integer not null,
  position bigint not null,
  first_offset bigint not null,
  primary key (partition, position)
);
-- The last message of each partition, and the offset behind it.
create table if not exists last_messages (
  partition integer primary key,
  behind bigint not null,
  key text not null,
  value text not null,
  headers jsonb not null
);
`;

export const relayTableNames = ['belongings', 'progress', 'offsets', 'last_messages'] as const;
