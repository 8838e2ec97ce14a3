import type { TaskList } from 'graphile-worker';
import type pg from 'pg';
import { z } from 'zod';
import type { EngineLog } from '../engine/projection.ts';

/** Name of the task among graphile-worker's. */
export const EMPTY_TASK = 'empty-column';

/** The command that the saga answers with, through the same handler as HTTP. */
export type LeaveRemovedColumn = (command: {
  readonly ticketId: string;
  /** Id of the event that put the ticket into the column; the command's id derives from it. */
  readonly placedBy: string;
  /** Business time, ISO 8601. */
  readonly at: string;
  /** Milliseconds since 1970 that say where the end of the column is: a ticket with more of them comes below. */
  readonly endMilliseconds: number;
}) => Promise<'moved' | 'nothing-to-do'>;

export type EmptyingTasksDeps = {
  readonly pool: pg.Pool;
  readonly leaveRemovedColumn: LeaveRemovedColumn;
  readonly now: () => Date;
  readonly log: EngineLog;
};

const Payload = z.object({ columnId: z.uuid() });

/** From this try on a ticket that cannot be moved holds up no others. */
const HOLDS_UP_TRIES = 4;

/**
 * Moves a removed column's tickets one after the other, in the order that they had. What fails is tried again by the
 * worker: the tickets that were moved meanwhile have nothing left to do, and the rest comes below them. One that fails
 * again and again loses its place: the others are moved without it.
 */
export function emptyingTasks({ pool, leaveRemovedColumn, now, log }: EmptyingTasksDeps): TaskList {
  return {
    async [EMPTY_TASK](payload, { job }) {
      const { columnId } = Payload.parse(payload);
      const found = await pool.query<{ id: string; placed_by: string }>(
        `select id, placed_by from sagas.emptying_tickets where column_id = $1 order by rank, id`,
        [columnId],
      );
      const start = now().getTime();
      let moved = 0;
      const failures: unknown[] = [];
      for (const [place, { id: ticketId, placed_by: placedBy }] of found.rows.entries()) {
        const at = now().toISOString();
        try {
          const outcome = await leaveRemovedColumn({
            ticketId,
            placedBy,
            at,
            endMilliseconds: start + place,
          });
          if (outcome === 'moved') moved++;
        } catch (error) {
          if (job.attempts < HOLDS_UP_TRIES) throw error;
          failures.push(error);
          log.error(
            { err: error, columnId, ticketId },
            'a ticket could not be moved out of a removed column',
          );
        }
      }
      log.info({ columnId, tickets: found.rows.length, moved }, 'the tickets of a removed column were moved');
      // The worker tries again, and says so.
      if (failures.length > 0) throw failures[0];
    },
  };
}
