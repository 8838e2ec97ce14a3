/**
 * The engine's own tables. A projection has applied everything of the log up to `position` (-1: nothing); its
 * owner is the worker that started last, told by `owner_epoch`.
 */
export const engineTables = `
create schema if not exists read_model;
create table if not exists read_model.projection_checkpoints (
  name text primary key,
  version integer not null,
  position bigint not null,
  owner_epoch bigint not null,
  updated_at timestamptz not null default now()
);
create table if not exists read_model.parked_streams (
  projection text not null,
  stream text not null,
  -- Of the event that could not be applied; it and the stream's later events are not in the read model.
  position bigint not null,
  reason text not null,
  parked_at timestamptz not null default now(),
  primary key (projection, stream)
);
`;
