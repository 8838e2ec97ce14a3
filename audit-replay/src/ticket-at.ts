import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { projectStream, ticketStream } from '@ticketing/contracts/streams.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import type { Review } from '@ticketing/domain/ticket/review.ts';
import { AuditError } from './audit-error.ts';
import type { EventLog } from './event-log.ts';
import { type FoundTicket, findTicket } from './find-in-log.ts';
import { type Clock, isAsOf, timeOf, writeInstant } from './log-clock.ts';
import { namesInLog } from './names-in-log.ts';

type Named = { readonly id: string; readonly name: string };

/** A ticket as it was at an instant, with the names of what it refers to. */
export type PastTicket = {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly key: string;
  readonly id: string;
  readonly projectId: string;
  readonly number: number;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly priority: number;
  readonly urgency: number;
  readonly importance: number;
  readonly column: Named;
  readonly rank: string;
  readonly enteredColumnAt: string;
  readonly reporter: Named;
  readonly company: Named | null;
  readonly assignees: readonly Named[];
  readonly tags: readonly Named[];
  readonly startDate: string | null;
  readonly dueDate: string | null;
  readonly comments: readonly {
    readonly id: string;
    readonly author: Named;
    readonly visibility: string;
    readonly body: string;
  }[];
  /** Every round, the oldest first. */
  readonly reviews: readonly Review[];
  readonly remoteAssistId: string | null;
  readonly parent: Named | null;
  readonly subtasks: readonly {
    readonly id: string;
    readonly title: string;
    readonly assignee: Named | null;
    readonly completed: boolean;
  }[];
  /** Those that stand in its own stream: what it blocks, causes or duplicates, and half of what it relates to. */
  readonly links: readonly { readonly link: string; readonly ticket: Named }[];
  readonly followers: readonly Named[];
  readonly attachments: readonly {
    readonly id: string;
    readonly name: string;
    readonly by: Named;
    readonly visibility: string;
  }[];
  readonly archived: boolean;
  /** Events that it was folded from. */
  readonly events: number;
  /** The last of them. */
  readonly changedAt: string;
  readonly revision: string;
};

/**
 * Folds a ticket from the events whose time is not after the instant.
 * @param instant milliseconds since 1970
 * @throws AuditError `usage` when there is no such ticket, or it was not opened yet
 */
export async function ticketAt(
  log: EventLog,
  typedKey: string,
  instant: number,
  clock: Clock = 'business',
): Promise<PastTicket> {
  const found = await findTicket(log, typedKey);
  let ticket = ticketFold.initial;
  let last: RecordedEvent | undefined;
  let first: RecordedEvent | undefined;
  let events = 0;
  for await (const event of log.readStream(ticketStream(found.id))) {
    first ??= event;
    if (!isAsOf(event, instant, clock)) continue;
    ticket = ticketFold.evolve(ticket, event);
    last = event;
    events++;
  }
  if (!ticket || !last) {
    const opened = first ? ` It was opened at ${writeInstant(timeOf(first, clock))}.` : '';
    throw new AuditError('usage', `${found.key} did not exist at ${writeInstant(instant)}.${opened}`);
  }
  const names = namesInLog(log);
  const person = async (id: string): Promise<Named> => ({ id, name: await names.person(id) });
  const keyed = async (id: string): Promise<Named> => {
    for await (const event of log.readStream(ticketStream(id))) {
      return { id, name: event.type === 'TicketOpened' ? event.data.key : id };
    }
    return { id, name: id };
  };
  const { column, tag } = await boardNamesAt(log, found, instant, clock);
  const {
    comments,
    columnId,
    reporterId,
    companyId,
    assigneeIds,
    tagIds,
    enteredColumnBy: _,
    firstReporterId: __,
    placeBefore: ___,
    parentId,
    subtasks,
    links,
    followerIds,
    attachments,
    ...plain
  } = ticket;
  return {
    at: writeInstant(instant),
    ...plain,
    column: column(columnId),
    reporter: await person(reporterId),
    company: companyId === null ? null : { id: companyId, name: await names.company(companyId) },
    assignees: await Promise.all(assigneeIds.map(person)),
    tags: tagIds.map(tag),
    parent: parentId === null ? null : await keyed(parentId),
    subtasks: await Promise.all(
      subtasks.map(async ({ id, title, assigneeId, completed }) => ({
        id,
        title,
        assignee: assigneeId === null ? null : await person(assigneeId),
        completed,
      })),
    ),
    links: await Promise.all(
      links.map(async ({ link, ticketId }) => ({ link, ticket: await keyed(ticketId) })),
    ),
    followers: await Promise.all(followerIds.map(person)),
    comments: await Promise.all(
      [...comments].map(async ([id, { authorId, visibility, body }]) => ({
        id,
        author: await person(authorId),
        visibility,
        body,
      })),
    ),
    attachments: await Promise.all(
      [...attachments].map(async ([id, { name, addedById, visibility }]) => ({
        id,
        name,
        by: await person(addedById),
        visibility,
      })),
    ),
    events,
    changedAt: last.metadata.at,
    revision: String(last.revision),
  };
}

/** The names of columns and tags as of the instant; those that came later under the name they have now. */
async function boardNamesAt(log: EventLog, { project }: FoundTicket, instant: number, clock: Clock) {
  let then = projectFold.initial;
  for await (const event of log.readStream(projectStream(project.id))) {
    if (isAsOf(event, instant, clock)) then = projectFold.evolve(then, event);
  }
  const named = (id: string, known: readonly (readonly Named[] | undefined)[]): Named => ({
    id,
    name: known.map((list) => list?.find((one) => one.id === id)).find(Boolean)?.name ?? id,
  });
  return {
    column: (id: string) => named(id, [then?.columns, project.columns]),
    tag: (id: string) => named(id, [then?.tags, project.tags]),
  };
}

export function ticketLines(ticket: PastTicket): string[] {
  const list = (named: readonly Named[]) => named.map(({ name }) => name).join(', ') || 'nobody';
  return [
    `${ticket.key} as of ${ticket.at}${ticket.archived ? ' (archived)' : ''}`,
    `  ${ticket.type}: ${ticket.title}`,
    `  column      ${ticket.column.name}, since ${ticket.enteredColumnAt}`,
    `  priority    ${ticket.priority}, urgency ${ticket.urgency}, importance ${ticket.importance}`,
    `  reporter    ${ticket.reporter.name}${ticket.company ? ` of ${ticket.company.name}` : ''}`,
    `  assignees   ${list(ticket.assignees)}`,
    `  tags        ${ticket.tags.map(({ name }) => name).join(', ') || 'none'}`,
    `  dates       start ${ticket.startDate ?? 'none'}, due ${ticket.dueDate ?? 'none'}`,
    ...(ticket.parent ? [`  parent      ${ticket.parent.name}`] : []),
    ...ticket.links.map(({ link, ticket: { name } }) => `  link        ${link.replace('_', ' ')} ${name}`),
    ...ticket.subtasks.map(
      ({ title, assignee, completed }) =>
        `  subtask     ${completed ? '[x]' : '[ ]'} ${title}${assignee ? ` (${assignee.name})` : ''}`,
    ),
    ...(ticket.followers.length > 0 ? [`  followers   ${list(ticket.followers)}`] : []),
    `  folded from ${ticket.events} events, the last at ${ticket.changedAt} (revision ${ticket.revision})`,
    ...(ticket.description === '' ? [] : ['', indented(ticket.description)]),
    ...ticket.attachments.map(
      ({ name, by, visibility }) =>
        `  file        ${name}, by ${by.name}${visibility === 'internal' ? ' (internal)' : ''}`,
    ),
    ...ticket.comments.flatMap(({ author, visibility, body }) => [
      '',
      `  ${author.name}${visibility === 'internal' ? ' (internal note)' : ''}:`,
      indented(body),
    ]),
  ];
}

const indented = (text: string): string => text.replace(/^/gm, '    ');
