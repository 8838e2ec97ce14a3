import type { Queryable } from '../event-table.ts';
import { GroupSettings } from './group-settings.ts';

/** A group as the database keeps it. */
export type StoredGroup = {
  /** A stream, or `$all`. */
  readonly source: string;
  readonly name: string;
  readonly settings: GroupSettings;
  /** Everything up to this revision (of a stream) or position (of `$all`) is done. */
  readonly checkpoint: number | undefined;
};

const TABLE = `
create table if not exists event_store.subscription_groups (
  source     text collate "C" not null,
  name       text collate "C" not null,
  settings   jsonb not null,
  checkpoint bigint,
  primary key (source, name)
);
`;

export async function createGroupTable(database: Queryable): Promise<void> {
  await database.query(TABLE);
}

export async function readGroups(database: Queryable): Promise<StoredGroup[]> {
  const { rows } = await database.query<{
    source: string;
    name: string;
    settings: unknown;
    checkpoint: string | null;
  }>('select source, name, settings, checkpoint from event_store.subscription_groups');
  return rows.map(({ source, name, settings, checkpoint }) => ({
    source,
    name,
    settings: GroupSettings.parse(settings),
    checkpoint: checkpoint === null ? undefined : Number(checkpoint),
  }));
}

/** @returns false when there is such a group */
export async function insertGroup(database: Queryable, group: StoredGroup): Promise<boolean> {
  const { rowCount } = await database.query(
    `insert into event_store.subscription_groups (source, name, settings, checkpoint)
      values ($1, $2, $3, $4) on conflict do nothing`,
    [group.source, group.name, JSON.stringify(group.settings), group.checkpoint ?? null],
  );
  return rowCount === 1;
}

export async function updateGroup(
  database: Queryable,
  group: Pick<StoredGroup, 'source' | 'name' | 'settings'>,
): Promise<void> {
  await database.query(
    'update event_store.subscription_groups set settings = $3 where source = $1 and name = $2',
    [group.source, group.name, JSON.stringify(group.settings)],
  );
}

export async function deleteGroup(database: Queryable, source: string, name: string): Promise<void> {
  await database.query('delete from event_store.subscription_groups where source = $1 and name = $2', [
    source,
    name,
  ]);
}

/** Never back: what was written later may arrive earlier. */
export async function saveCheckpoint(
  database: Queryable,
  source: string,
  name: string,
  checkpoint: number,
): Promise<void> {
  await database.query(
    `update event_store.subscription_groups set checkpoint = $3
      where source = $1 and name = $2 and (checkpoint is null or checkpoint < $3)`,
    [source, name, checkpoint],
  );
}
