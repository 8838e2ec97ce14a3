import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { sql, statement } from '@ticketing/platform/sql.ts';
import type pg from 'pg';
import type { Query } from './snapshot.ts';

/** The read models that queries are made of; each has its own checkpoint. */
export type ReadModel =
  | 'access'
  | 'board'
  | 'tickets'
  | 'activity'
  | 'past'
  | 'search'
  | 'reports'
  | 'inbox'
  | 'chat'
  | 'files'
  | 'contacts';

/** How long a read waits for `x-after-position`. */
const WAIT_AT_MOST_MS = 2_000;
/** Between two looks at the checkpoints while anybody waits. One look serves everyone who waits. */
const LOOK_EVERY_MS = 4;

/** Log positions up to which read models hold everything; a model that was never built is at `-1n`. */
export type Positions = ReadonlyMap<string, bigint>;

const everyCheckpoint = sql`select name, position from read_model.projection_positions`;

type CheckpointRow = { name: string; position: bigint };

export async function checkpointsIn(query: Query): Promise<Positions> {
  return positionsOf(await query<CheckpointRow>(everyCheckpoint));
}

function positionsOf(rows: readonly CheckpointRow[]): Positions {
  return new Map(rows.map(({ name, position }) => [name, position]));
}

/** The position up to which all of these models hold everything. */
export function commonPosition(positions: Positions, models: readonly ReadModel[]): bigint {
  return models
    .map((model) => positions.get(model) ?? -1n)
    .reduce((lowest, position) => (position < lowest ? position : lowest));
}

/** The furthest position among these models. */
export function furthestPosition(positions: Positions, models: readonly ReadModel[]): bigint {
  return models
    .map((model) => positions.get(model) ?? -1n)
    .reduce((furthest, position) => (position > furthest ? position : furthest));
}

/** Waits for read models. All who wait share one look at the checkpoints. */
export type CheckpointWatch = {
  /** @throws DomainError `read_model_behind` when the models have not reached the position within 2 s. */
  reached(models: readonly ReadModel[], position: bigint): Promise<void>;
};

export function watchCheckpoints(pool: pg.Pool): CheckpointWatch {
  let upcoming: Promise<Positions> | undefined;

  const lookSoon = async (): Promise<Positions> => {
    await sleep(LOOK_EVERY_MS);
    // Who asks from here on gets a look of their own: this one may not see what was committed just now.
    upcoming = undefined;
    const { rows } = await pool.query<CheckpointRow>(statement(everyCheckpoint));
    return positionsOf(rows);
  };

  return {
    async reached(models, position) {
      const deadline = performance.now() + WAIT_AT_MOST_MS;
      for (;;) {
        upcoming ??= lookSoon();
        const at = commonPosition(await upcoming, models);
        if (at >= position) return;
        if (performance.now() > deadline) throw behind(position, at);
      }
    },
  };
}

function behind(position: bigint, at: bigint): DomainError {
  return new DomainError(
    'read_model_behind',
    `waited 2 seconds for position ${position}, and what this read is made of has come to ${at}`,
  );
}
