import { parkedTables } from '@ticketing/platform/parked-streams.ts';
import { rebuildTables } from '@ticketing/platform/rebuild-requests.ts';
import { feedTables } from '../kafka/feed-tables.ts';

/**
 * The engine's own tables. A projection has applied everything of the log up to `position` (-1: nothing). The worker
 * that took it over last, told by `owner_epoch`, is the only one that can move it.
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
${parkedTables}do $$ begin
  -- Asked first: adding a column locks out every reader, even when it is there.
  if not exists (select from information_schema.columns where table_schema = 'read_model'
      and table_name = 'projection_checkpoints' and column_name = 'lease_until') then
    alter table read_model.projection_checkpoints
      -- The process that leads it, until \`lease_until\` by the database's clock. No owner: it was given back, at
      -- \`lease_until\` when everything up to \`position\` was told to the live bus, and otherwise without a time.
      add column owner text,
      add column lease_until timestamptz,
      -- Events applied in all, and the recorded time of the last one.
      add column applied bigint not null default 0,
      add column applied_recorded_at timestamptz;
  end if;
end $$;
-- Held by whoever reads several tables at one instant, and alone by whoever exchanges tables under them. Never filled.
create table if not exists read_model.swap_guard ();
${rebuildTables}${feedTables}`;
