import type { Application, Commanded } from '@ticketing/command-api/application.ts';
import { openedTicketId, openTicket } from '@ticketing/command-api/tickets/open-ticket.ts';
import { commandTicket } from '@ticketing/command-api/tickets/ticket-command.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { ticketStream } from '@ticketing/contracts/streams.ts';
import { inParallel } from './in-parallel.ts';
import type { Incident } from './incident-file.ts';
import type { IncidentRow } from './incident-row.ts';
import { commandsBetween, descriptionOf, titleOf } from './incident-ticket.ts';
import type { PreparedProject } from './prepare-project.ts';

export type IncidentsImported = {
  /** Opened by this run. */
  readonly opened: number;
  /** Opened by an earlier run and brought up to date by this one. */
  readonly continued: number;
  /** Entirely there before. */
  readonly unchanged: number;
  /** What the domain refused, by incident; what came before it in the incident stays. */
  readonly refused: readonly { readonly incident: string; readonly reason: string }[];
  /** Incidents that were not finished because the import was stopped. */
  readonly unfinished: number;
};

export type ImportRun = {
  readonly projectKey: string;
  /** Incidents under way at the same time. */
  readonly concurrency: number;
  /** Whether to stop before the next command. */
  readonly stopping: () => boolean;
  readonly onIncident: (done: number, total: number) => void;
};

/**
 * Turns incidents into tickets: the first row opens one, each later row is one command, so that the ticket shows at
 * any instant what the last row at or before it says. Tickets are opened one after the other, so that their numbers
 * follow the order of the incidents; what comes after runs at the same time.
 *
 * A row's command id is made from its content. What the log has of an incident is found by reading its stream once,
 * and the import goes on after the last row that is there.
 */
export async function importIncidents(
  app: Application,
  project: PreparedProject,
  incidents: readonly Incident[],
  { projectKey, concurrency, stopping, onIncident }: ImportRun,
): Promise<IncidentsImported> {
  const counted = { opened: 0, continued: 0, unchanged: 0, unfinished: 0 };
  const refused: { incident: string; reason: string }[] = [];
  let done = 0;
  let opening: Promise<unknown> = Promise.resolve();

  const contextOf = (row: IncidentRow, commandId: string, command: string): Commanded => ({
    commandId,
    command,
    actorId: row.updatedBy === null ? project.importerId : project.personId(row.updatedBy),
    at: new Date(row.updatedAt).toISOString(),
    correlationId: `import:${projectKey}:${row.number}`,
    causationId: commandId,
    retryable: true,
    authority: 'system',
  });

  /** How many rows of the incident the log has, those that changed nothing left aside. */
  const rowsThere = async ({ ticketId, steps }: Planned): Promise<number> => {
    const carriedOut = new Set<string>();
    for await (const { metadata } of app.eventStore.readStream(ticketStream(ticketId))) {
      carriedOut.add(metadata.commandId);
    }
    return steps.findLastIndex(({ commandId }) => carriedOut.has(commandId)) + 1;
  };

  const open = ({ row, commandId }: Step) =>
    openTicket(app, contextOf(row, commandId, 'OpenTicket'), {
      projectId: project.projectId,
      type: 'bug',
      title: titleOf(row),
      description: descriptionOf(row),
      priority: row.priority,
      urgency: row.urgency,
      importance: row.importance,
      companyId: row.location === null ? null : project.companyId(row.location),
      columnId: project.columnId(row.state),
      startDate: null,
      dueDate: null,
      assigneeIds: row.resolver === null ? [] : [project.resolverId(row.resolver)],
      tagIds: row.group === null ? [] : [project.tagId(row.group)],
      unreviewed: true,
      reporterId: row.caller === null ? project.importerId : project.personId(row.caller),
    });

  const importOne = async (plan: Planned): Promise<void> => {
    const { steps, ticketId } = plan;
    if (plan.there === 0) {
      // The place in the line is taken before anything is awaited: incidents come here in their order.
      const mine = opening.then(async () => {
        const [first] = steps;
        if (stopping() || !first) return false;
        await open(first);
        return true;
      });
      opening = mine.catch(() => undefined);
      if (!(await mine)) {
        counted.unfinished += 1;
        return;
      }
      counted.opened += 1;
    }
    let appended = false;
    for (const [index, { row, before, commandId }] of steps.entries()) {
      if (!before || index < plan.there) continue;
      const commands = commandsBetween(before, row, project);
      if (commands.length === 0) continue;
      if (stopping()) {
        counted.unfinished += 1;
        return;
      }
      await commandTicket(app, contextOf(row, commandId, 'ImportIncidentUpdate'), ticketId, [], commands);
      appended = true;
    }
    if (plan.there > 0) counted[appended ? 'continued' : 'unchanged'] += 1;
  };

  const planned: Planned[] = incidents.map((incident) => {
    const steps = stepsOf(incident, projectKey);
    return { incident, steps, ticketId: openedTicketId(steps[0]?.commandId ?? ''), there: 0 };
  });
  await inParallel(planned, concurrency, async (plan) => {
    plan.there = await rowsThere(plan);
  });
  await inParallel(planned, concurrency, async (plan) => {
    try {
      await importOne(plan);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'store_unavailable') throw error;
      refused.push({ incident: plan.incident.number, reason: error.message });
    }
    if (!stopping()) onIncident(++done, planned.length);
  });
  return { ...counted, refused };
}

/** One row as a command. */
type Step = {
  readonly row: IncidentRow;
  /** The row before it in the incident; undefined for the row that opens the ticket. */
  readonly before: IncidentRow | undefined;
  readonly commandId: string;
};

type Planned = {
  readonly incident: Incident;
  readonly steps: readonly Step[];
  readonly ticketId: string;
  /** How many of the rows the log has already. */
  there: number;
};

/**
 * The first command is named by the incident alone, so that the ticket is the same one whatever its rows say. Rows of
 * the same content, should there be any, are told apart by counting.
 */
function stepsOf({ number, rows }: Incident, projectKey: string): Step[] {
  const seen = new Map<string, number>();
  return rows.map((row, index) => {
    const count = (seen.get(row.key) ?? 0) + 1;
    seen.set(row.key, count);
    const name = index === 0 ? 'opened' : count === 1 ? row.key : `${row.key}:${count}`;
    return { row, before: rows[index - 1], commandId: `import:${projectKey}:${number}:${name}` };
  });
}
