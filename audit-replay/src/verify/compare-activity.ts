import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { compareRow, type Report } from './compare-table.ts';
import type { Row } from './difference.ts';
import { activityColumns, type expectedActivity } from './expected-activity.ts';
import type { Snapshot } from './snapshot.ts';

const TABLE = 'activity';

/**
 * Compares the table that grows with the log: its rows, by position, and the events are read side by side, so that
 * neither is ever in memory as a whole.
 */
export function compareActivity(
  expected: ReturnType<typeof expectedActivity>,
  snapshot: Snapshot,
  report: Report,
) {
  const rows = snapshot.rows(`${expected.schema}.${TABLE}`, activityColumns, ['position', 'id']);
  let compared = 0;
  let next: Row | undefined;
  const where = (row: Row) => ({ readModel: expected.name, table: TABLE, key: String(row.id) });

  async function advance(): Promise<void> {
    const step = await rows.next();
    next = step.done ? undefined : step.value;
    if (next) compared++;
  }
  const positionOf = (row: Row): bigint => BigInt(String(row.position));
  /** Rows whose position no ticket event has. */
  async function surplusBelow(position: bigint | undefined): Promise<void> {
    while (next && (position === undefined || positionOf(next) < position)) {
      await compareRow(where(next), activityColumns, undefined, next, report);
      await advance();
    }
  }
  async function rowsAt(position: bigint): Promise<Row[]> {
    const found: Row[] = [];
    while (next && positionOf(next) === position) {
      found.push(next);
      await advance();
    }
    return found;
  }

  return {
    start: advance,
    /** Called for every event in log order, after it was applied to `expected`. */
    async event(event: RecordedEvent): Promise<void> {
      const row = expected.rowOf(event);
      if (!row) return;
      await surplusBelow(event.position);
      const found = await rowsAt(event.position);
      const its = found.find(({ id }) => id === row.id) ?? found[0];
      await compareRow(where(row), activityColumns, row, its, report);
      for (const other of found) {
        if (other !== its) await compareRow(where(other), activityColumns, undefined, other, report);
      }
    },
    /** @returns rows that were there */
    async end(): Promise<number> {
      await surplusBelow(undefined);
      return compared;
    },
  };
}
