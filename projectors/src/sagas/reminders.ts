import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { projectStream, ticketStream } from '@ticketing/contracts/streams.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import type { TicketCommand } from '@ticketing/domain/ticket/commands.ts';
import { decideTicket } from '@ticketing/domain/ticket/decide.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import type { Aggregates } from '@ticketing/platform/aggregates.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type pg from 'pg';
import type { EngineLog } from '../engine/projection.ts';
import type { JobWorker } from '../job-worker.ts';
import { lookInTurn } from '../look-in-turn.ts';

export type ReminderDeps = {
  readonly pool: pg.Pool;
  readonly aggregates: Aggregates;
  readonly now: () => Date;
  /** How long before the day of its due date begins (UTC) it is told that a ticket is due. */
  readonly dueSoonHours: number;
  /** How long a review is awaited before it is reminded of. */
  readonly reviewReminderHours: number;
  /** Hears of a ticket of which nobody could be reminded; the others are reminded of all the same. */
  readonly onFailure?: (ticketId: string, error: unknown) => void;
};

type Reminder = Extract<TicketCommand, { type: 'TellDueSoon' | 'RemindOfReview' }>;

/** More than these wait for the next look. */
const AT_ONCE = 200;
const LOOK_EVERY_MS = 60_000;

/**
 * Reminds of what is due soon and of reviews that nobody answered. What to remind of is looked for in the read models;
 * each reminder is then a command, decided on the ticket's own stream, with an id that derives from the ticket and its
 * due date or round: however often it is looked for, and by however many processes, it is reminded of once. A new due
 * date is reminded of anew, and nothing is reminded of whose time was over before anybody looked.
 * @returns how many reminders there were
 */
export async function remindOfAll(deps: ReminderDeps): Promise<number> {
  const { pool, now, dueSoonHours, reviewReminderHours } = deps;
  const at = now();
  const due = await pool.query<{ id: string; due_date: string }>(
    `select c.id, c.due_date from read_model.cards c
     join read_model.board_columns k on k.id = c.column_id and k.category <> 'done'
     join read_model.projects p on p.id = c.project_id and not p.archived
     where not c.archived
       and coalesce(c.due_date, 'infinity') >= ($1::timestamptz at time zone 'utc')::date
       and coalesce(c.due_date, 'infinity') <= ($2::timestamptz at time zone 'utc')::date
       and not exists (select from read_model.activity a where a.ticket_id = c.id
         and a.type = 'TicketDueSoon' and a.details ->> 'dueDate' = c.due_date::text)
     order by c.due_date, c.id limit ${AT_ONCE}`,
    [at.toISOString(), hoursFrom(at, dueSoonHours)],
  );
  const reviews = await pool.query<{ id: string; round: number }>(
    `select t.id, (t.reviews -> -1 ->> 'round')::integer as round from read_model.tickets t
     join read_model.projects p on p.id = t.project_id and not p.archived
     where t.review = 'awaiting'
       and (t.reviews -> -1 ->> 'proposedAt')::timestamptz <= $1
       and (t.reviews -> -1 ->> 'proposedAt')::timestamptz > $2
       and not exists (select from read_model.activity a where a.ticket_id = t.id
         and a.type = 'ReviewReminded' and a.details -> 'round' = t.reviews -> -1 -> 'round')
     order by t.id limit ${AT_ONCE}`,
    // Twice the time: what waits longer than that was there before anybody was reminded.
    [hoursFrom(at, -reviewReminderHours), hoursFrom(at, -2 * reviewReminderHours - 24)],
  );
  let reminded = 0;
  for (const { id, due_date: dueDate } of due.rows) {
    if (await remind(deps, id, { type: 'TellDueSoon', dueDate }, dueDate)) reminded += 1;
  }
  for (const { id, round } of reviews.rows) {
    if (await remind(deps, id, { type: 'RemindOfReview', round }, String(round))) reminded += 1;
  }
  return reminded;
}

const hoursFrom = (at: Date, hours: number): string =>
  new Date(at.getTime() + hours * 3_600_000).toISOString();

/** One ticket that cannot be read must not keep all those after it from being told, look after look. */
async function remind(deps: ReminderDeps, ticketId: string, command: Reminder, of: string): Promise<boolean> {
  try {
    return await remindOf(deps, ticketId, command, of);
  } catch (error) {
    if (!deps.onFailure) throw error;
    deps.onFailure(ticketId, error);
    return false;
  }
}

async function remindOf(
  { aggregates, now }: ReminderDeps,
  ticketId: string,
  command: Reminder,
  of: string,
): Promise<boolean> {
  const stream = ticketStream(ticketId);
  const { state: known } = await aggregates.known(stream, ticketFold);
  if (!known) return false;
  const { state: project } = await aggregates.fresh(projectStream(known.projectId), projectFold);
  if (!project) return false;
  const commandId = derivedId(ticketId, `${command.type} ${of}`);
  const context = {
    commandId,
    command: command.type,
    actorId: SYSTEM_ACTOR,
    at: now().toISOString(),
    correlationId: commandId,
    causationId: commandId,
    retryable: true,
  };
  let happened = false;
  await aggregates.execute(stream, ticketFold, context, (ticket) => {
    const events = ticket ? decideTicket(command, ticket, { ticketId, project }) : [];
    happened = events.length > 0;
    return events;
  });
  return happened;
}

/** Looks every minute. A failure is logged, and the next look tries again. */
export function startReminders(
  deps: ReminderDeps & {
    /** False while the read models catch up: what they say may be long over. */
    readonly caughtUp: () => boolean | Promise<boolean>;
    readonly log: EngineLog;
    readonly lookEveryMs?: number;
  },
): JobWorker {
  const { caughtUp, log, lookEveryMs = LOOK_EVERY_MS } = deps;

  async function look(): Promise<void> {
    try {
      if (!(await caughtUp())) return;
      await remindOfAll({
        ...deps,
        onFailure: (ticketId, error) =>
          log.warn({ err: error, ticketId }, 'nobody could be reminded of a ticket'),
      });
    } catch (error) {
      log.warn({ err: error }, 'it could not be looked for what to remind of; trying again');
    }
  }

  return lookInTurn(lookEveryMs, look);
}
