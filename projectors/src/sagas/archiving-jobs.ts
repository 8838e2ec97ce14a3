import type { Transaction } from '../engine/projection.ts';
import type { ArchivingOptions } from './archiving.ts';

/** Name of the task among graphile-worker's. */
export const ARCHIVE_TASK = 'archive-ticket';

/** What a job carries. The event that brought the ticket into its column tells one stay there from another. */
export type ArchivePayload = { readonly ticketId: string; readonly enteredColumnBy: string };

/**
 * When a waiting ticket is due: its project's hours, or else the installation's, after it entered Done. No row
 * for a ticket that does not wait, or whose project never archives.
 */
const dueTickets = (schema = 'sagas') => `
  select ticket.id, ticket.project_id, ticket.entered_column_by,
         ticket.done_since + make_interval(secs => 3600.0 *
           case when policy.id is null then $1::double precision else policy.archive_after_hours end) as due
  from ${schema}.archiving_tickets as ticket
  left join ${schema}.archiving_policies as policy on policy.id = ticket.project_id
  where ticket.done_since is not null
    and (policy.id is null or policy.archive_after_hours is not null)`;

/**
 * Sets the timers of tickets, in the transaction that says that they wait. A ticket's timer has its job key, so
 * a second one replaces the first. The delay is taken by the injected clock and handed to the database's own.
 * @param schema where the saga's tables are
 */
export async function scheduleArchiving(
  transaction: Transaction,
  { archiveAfterHours, now }: ArchivingOptions,
  of: { readonly ticketIds: readonly string[]; readonly projectIds: readonly string[] } | 'all',
  schema = 'sagas',
): Promise<void> {
  const ticketIds = of === 'all' ? [] : of.ticketIds;
  const projectIds = of === 'all' ? [] : of.projectIds;
  if (of !== 'all' && ticketIds.length === 0 && projectIds.length === 0) return;
  const values = [archiveAfterHours, ticketIds, projectIds, of === 'all'];
  const concerned = `($4 or ticket.id = any($2::uuid[]) or ticket.project_id = any($3::uuid[]))`;
  await transaction.query({
    name: `archiving_schedule_${schema}`,
    text: `select count(graphile_worker.add_job(
             identifier => '${ARCHIVE_TASK}',
             payload => json_build_object('ticketId', due.id, 'enteredColumnBy', due.entered_column_by),
             run_at => clock_timestamp() + (due.due - $5::timestamptz),
             job_key => 'archive:' || due.id))
           from (${dueTickets(schema)} and ${concerned}) as due`,
    values: [...values, now().toISOString()],
  });
  if (of !== 'all' && projectIds.length === 0) return;
  // A project that never archives any more takes its timers back.
  await transaction.query({
    name: `archiving_unschedule_never_${schema}`,
    text: `select count(graphile_worker.remove_job('archive:' || ticket.id))
           from ${schema}.archiving_tickets as ticket
           join ${schema}.archiving_policies as policy on policy.id = ticket.project_id
           where ticket.done_since is not null and policy.archive_after_hours is null
             and ($2 or ticket.project_id = any($1::uuid[]))`,
    values: [projectIds, of === 'all'],
  });
}

export async function unscheduleArchiving(
  transaction: Transaction,
  ticketIds: readonly string[],
): Promise<void> {
  if (ticketIds.length === 0) return;
  await transaction.query({
    name: 'archiving_unschedule',
    text: `select count(graphile_worker.remove_job('archive:' || id)) from unnest($1::uuid[]) as id`,
    values: [ticketIds],
  });
}

/** When a stay in Done is due, if the ticket still waits by it. */
export async function dueOf(
  transaction: Transaction,
  archiveAfterHours: number,
  { ticketId, enteredColumnBy }: ArchivePayload,
): Promise<Date | undefined> {
  const found = await transaction.query<{ due: Date }>({
    name: 'archiving_due',
    text: `${dueTickets()} and ticket.id = $2 and ticket.entered_column_by = $3`,
    values: [archiveAfterHours, ticketId, enteredColumnBy],
  });
  return found.rows[0]?.due;
}
