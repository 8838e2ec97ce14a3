import type { RecordedEvent, StreamCategory } from '@ticketing/contracts/events/event.ts';
import type { BusMessage } from '@ticketing/contracts/live.ts';
import type { ClientBase, QueryConfig } from 'pg';

/**
 * What follows the log: a read model or a saga. It is a value; the engine owns its checkpoint, its transaction
 * and its order (DESIGN, section 8).
 */
export type Projection = {
  /** Names its checkpoint; stable. */
  readonly name: string;
  /** Another number than the stored one means: drop the tables and project the log from the start. */
  readonly version: number;
  /** Schema of its tables; `project` runs with it as the search path, so its SQL names tables without it. */
  readonly schema: 'read_model' | 'sagas' | 'relay';
  /** SQL that makes its tables where they are missing. */
  readonly tables: string;
  /**
   * SQL that makes the indexes which `project` itself does not need. A projection that starts from the
   * beginning gets them once it has caught up: keeping them meanwhile costs more than all the rest.
   */
  readonly indexes: string;
  /** Every table of `tables`, for dropping. */
  readonly tableNames: readonly string[];
  /**
   * `key`: its rows depend on the order of the events of each key only (docs/kafka.md), so Kafka may feed it by
   * partition, several at once. `log`, which it is unless told: on the order across keys too, or what it tells is.
   */
  readonly ordering?: 'key' | 'log';
  /** Events of other streams only move its checkpoint. */
  readonly categories: ReadonlySet<StreamCategory>;
  /**
   * Milliseconds that a live event waits for others to join its batch, for what nobody watches as it happens: what is watched
   * goes first, and a batch costs the same handful of statements for one event as for fifty. 0 unless told.
   */
  readonly gatherMs?: number;
  /** What the live bus is told after each live batch, also of one in which nothing was for this projection. */
  readonly reached?: (position: bigint) => BusMessage;
  /**
   * Folds the events, in log order, and writes each row once. Runs inside the transaction that moves the
   * checkpoint, so all of it happens or nothing. An event that it has seen before must change nothing.
   * What it throws is taken for an event that cannot be applied, unless it is the database's trouble.
   * @returns what to tell the live bus, in order; nobody hears of it when the transaction fails
   */
  project(batch: Batch, transaction: Transaction): Promise<readonly BusMessage[]>;
  /**
   * Brings what the projection causes besides its rows, such as timers, in line with rebuilt rows. Runs in the
   * transaction that exchanges the tables, before they are exchanged: nobody else writes rows or jobs of the projection
   * meanwhile. Doing it twice, or for rows that were the same before, must change nothing.
   * @param schema where the rebuilt tables are; also the search path
   */
  settleRebuilt?(transaction: Transaction, schema: string): Promise<void>;
};

export type Batch = {
  readonly events: readonly RecordedEvent[];
  /** False while catching up: nobody listens, and messages that are returned are not sent. */
  readonly live: boolean;
  /** Of the lease under which it is applied: whoever acts on more than the database can find out whether it still holds. */
  readonly epoch?: bigint;
  /** The position that the checkpoint is to move from, for whoever acts on more than the database as well. */
  readonly from?: bigint;
  /**
   * True when the log is read again into tables beside those that are in use. All that it once caused besides rows was
   * caused then: `project` writes rows and nothing else, and `settleRebuilt` has a look at what is left to do.
   */
  readonly rebuilding?: boolean;
};

/** A connection inside a transaction. */
export type Transaction = Pick<ClientBase, 'query'> & {
  /** Sends what changes rows and waits for nothing: later statements come after it, and a failure fails the batch. */
  write?(query: QueryConfig): void;
  /** There is one while empty tables are filled: in a rebuild, and while a new projection catches up. */
  readonly insertNew?: InsertNew;
};

/** Writes those of the rows that certainly are not in the table. @returns the others, for the caller to write */
export type InsertNew = (
  table: string,
  columns: readonly string[],
  key: readonly string[],
  rows: readonly object[],
) => Promise<readonly object[]>;

export type EngineLog = {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
};

/**
 * Thrown by a projection that cannot apply what it is given now, through no fault of the events: something else that it
 * needs is away. It is given the same again, later, and nothing is parked.
 */
export class NotNow extends Error {
  constructor(what: string, cause: unknown) {
    super(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'NotNow';
  }
}

/** The checkpoint is not this worker's any more, or not where it left it: it must not write. */
export class LeaseLost extends Error {
  constructor(name: string) {
    super(
      `the projection "${name}" was taken over, or its checkpoint put elsewhere, so this worker writes nothing ` +
        'more; its process goes on with what the database says',
    );
    this.name = 'LeaseLost';
  }
}
