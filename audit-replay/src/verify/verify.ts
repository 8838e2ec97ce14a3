import type pg from 'pg';
import { AuditError } from '../audit-error.ts';
import type { EventLog } from '../event-log.ts';
import { compareActivity } from './compare-activity.ts';
import { compareTable, type Report } from './compare-table.ts';
import type { Difference } from './difference.ts';
import { expectedAccess } from './expected-access.ts';
import { activityColumns, expectedActivity } from './expected-activity.ts';
import { expectedArchiving } from './expected-archiving.ts';
import { expectedBoard } from './expected-board.ts';
import { expectedChat } from './expected-chat.ts';
import { expectedContacts } from './expected-contacts.ts';
import { expectedEmptying } from './expected-emptying.ts';
import { expectedFiles } from './expected-files.ts';
import { expectedInbox } from './expected-inbox.ts';
import { expectedInvitations } from './expected-invitations.ts';
import { expectedPast } from './expected-past.ts';
import type { ExpectedReadModel } from './expected-read-model.ts';
import { expectedReports } from './expected-reports.ts';
import { expectedSearch } from './expected-search.ts';
import { expectedTicketRooms } from './expected-ticket-rooms.ts';
import { expectedTickets } from './expected-tickets.ts';
import { createReaching, furthest, reachOf } from './reach.ts';
import { readCheckpoints, type Snapshot, withSnapshot } from './snapshot.ts';
import { type Waiting, waitForReadModels } from './wait-for-read-models.ts';

export type VerifiedReadModel = {
  readonly name: string;
  /** Its checkpoint, or the furthest of those of its partitions; the log was folded up to here. */
  readonly position: string;
  /** Rows that were there, by table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly differences: number;
};

export type VerifyReport = {
  readonly ok: boolean;
  /** How many differences there are; parked streams of sagas count too. */
  readonly found: number;
  readonly readModels: readonly VerifiedReadModel[];
  /** Events that were folded. */
  readonly events: number;
  /** Tables of the read models that nobody compares: this version does not know them. */
  readonly notCompared: readonly string[];
};

export type VerifyOptions = {
  readonly waiting: Waiting;
  /** Called for each difference as it is found. */
  readonly onDifference: Report;
  readonly onEvent?: () => void;
};

/**
 * Folds the whole log anew and compares every row of every read model with it. Rows and checkpoints are of one moment,
 * and each read model is compared with the log up to its own checkpoint, so it holds while commands go on.
 * @throws AuditError `behind` when the read models do not reach the log's present end in time
 */
export async function verify(log: EventLog, pool: pg.Pool, options: VerifyOptions): Promise<VerifyReport> {
  const activity = expectedActivity();
  const models: ExpectedReadModel[] = [
    expectedAccess(),
    expectedBoard(),
    expectedTickets(),
    activity,
    expectedPast(),
    expectedSearch(),
    expectedContacts(),
    expectedReports(),
    expectedInbox(),
    expectedChat(),
    expectedFiles(),
  ];
  const sagas = [expectedArchiving(), expectedEmptying(), expectedTicketRooms(), expectedInvitations()];
  // Read models may be built without the sagas; a reader of them alone, or a test, does so.
  const built = await readCheckpoints(pool);
  models.push(...sagas.filter(({ name }) => built.has(name)));
  const names = models.map(({ name }) => name);
  await waitForReadModels(log, pool, names, options.waiting);
  return withSnapshot(pool, async (snapshot) => {
    requireTables(snapshot, models);
    const counts = new Map<string, number>();
    let found = 0;
    const report = async (difference: Difference) => {
      const { readModel } = difference;
      found++;
      counts.set(readModel, (counts.get(readModel) ?? 0) + 1);
      await options.onDifference(difference);
    };
    const reaches = new Map(names.map((name) => [name, reachOf(snapshot.checkpoints, name)]));
    const reaching = createReaching();
    for (const { projection, stream, position, reason } of snapshot.parked) {
      await report({ kind: 'parked', readModel: projection, stream, position: String(position), reason });
    }

    const rowsOfActivity = compareActivity(activity, snapshot, report);
    await rowsOfActivity.start();
    const end = [...reaches.values()].map(furthest).reduce((most, one) => (one > most ? one : most), -1n);
    let events = 0;
    for await (const event of log.readAll()) {
      if (event.position > end) break;
      events++;
      reaching.hear(event);
      options.onEvent?.();
      for (const model of models) {
        if (!reaching.has(reaches.get(model.name) ?? -1n, event)) continue;
        model.apply(event);
        if (model === activity) await rowsOfActivity.event(event);
      }
    }
    const activityRows = await rowsOfActivity.end();

    const readModels: VerifiedReadModel[] = [];
    for (const model of models) {
      const { name, tables } = model;
      const rows: Record<string, number> = model === activity ? { activity: activityRows } : {};
      for (const table of tables) rows[table.name] = await compareTable(model, table, snapshot, report);
      readModels.push({
        name,
        position: String(furthest(reaches.get(name) ?? -1n)),
        rows,
        differences: counts.get(name) ?? 0,
      });
    }
    return {
      ok: found === 0,
      found,
      readModels,
      events,
      notCompared: unknownTables(snapshot, models),
    };
  });
}

/** Every table that is compared (`schema.table`), with its columns. */
function comparedTables(models: readonly ExpectedReadModel[]): ReadonlyMap<string, readonly string[]> {
  const tables = new Map<string, readonly string[]>([['read_model.activity', activityColumns]]);
  for (const model of models) {
    for (const { name, columns } of model.tables) tables.set(`${model.schema}.${name}`, columns);
  }
  return tables;
}

function unknownTables(snapshot: Snapshot, models: readonly ExpectedReadModel[]): string[] {
  const compared = comparedTables(models);
  return [...snapshot.tables.keys()].filter((table) => !compared.has(table));
}

/** A table that is not there, or lacks a column, belongs to projectors of another version. */
function requireTables(snapshot: Snapshot, models: readonly ExpectedReadModel[]): void {
  for (const [table, columns] of comparedTables(models)) {
    const stored = snapshot.tables.get(table);
    const lacking = columns.filter((column) => !stored?.includes(column));
    if (!stored || lacking.length > 0) {
      const what = stored ? `has no column ${lacking.join(', ')}` : 'does not exist';
      throw new AuditError(
        'behind',
        `The table ${table} ${what}. Start the projectors of this version, let them catch up, and verify again.`,
      );
    }
  }
}

export function verifyLines({ readModels, events, notCompared, ok, found }: VerifyReport): string[] {
  return [
    ...readModels.map(({ name, position, rows, differences }) => {
      const tables = Object.entries(rows).map(([table, count]) => `${table} ${count}`);
      return `${name.padEnd(9)} at position ${position}: ${differences} differences; rows: ${tables.join(', ')}`;
    }),
    ...(notCompared.length > 0 ? [`not compared, since unknown here: ${notCompared.join(', ')}`] : []),
    ok
      ? `The read models are what the ${events} events of the log say.`
      : `The read models differ from the log in ${found} ${found === 1 ? 'place' : 'places'}.`,
  ];
}
