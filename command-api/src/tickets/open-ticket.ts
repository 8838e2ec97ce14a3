import { DomainError } from '@ticketing/contracts/errors.ts';
import type { Level, TicketType } from '@ticketing/contracts/kinds.ts';
import {
  companyStream,
  numbersStream,
  projectStream,
  ticketStream,
  userStream,
} from '@ticketing/contracts/streams.ts';
import { companyFold } from '@ticketing/domain/company/company.ts';
import { type ProjectState, projectFold } from '@ticketing/domain/project/state.ts';
import type { TicketCommand } from '@ticketing/domain/ticket/commands.ts';
import { decideTicket } from '@ticketing/domain/ticket/decide.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import { userFold } from '@ticketing/domain/user/user.ts';
import { requireRevision } from '@ticketing/platform/aggregates.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import {
  type Authority,
  authorityAt,
  requireInProject,
  requireOnTicket,
  requirePeople,
} from '../authority.ts';
import { uploadedFiles } from '../files/uploaded-file.ts';
import { askedParent } from './change-parent.ts';
import { withRoom } from './with-room.ts';

/** Priority, urgency and importance of a ticket for which nobody who may has said otherwise. */
const USUAL_LEVEL = 2;

export type OpenTicket = {
  readonly projectId: string;
  readonly type: TicketType;
  readonly title: string;
  readonly description: string;
  readonly priority: Level;
  readonly urgency: Level;
  readonly importance: Level;
  readonly companyId: string | null;
  readonly columnId?: string | undefined;
  readonly startDate: string | null;
  readonly dueDate: string | null;
  readonly assigneeIds: readonly string[];
  readonly tagIds: readonly string[];
  readonly fileIds?: readonly string[];
  readonly remoteAssistId?: string | null;
  /** An import tells of the past: nobody is asked to review it. */
  readonly unreviewed?: true;
  readonly parentId?: string | null;
  /** Who reports it: the actor, unless a tool of the installation opens it for somebody. */
  readonly reporterId?: string;
};

/** The id of the ticket that this command opens. */
export const openedTicketId = (commandId: string): string => derivedId(commandId, 'ticket');

/**
 * Opens a ticket. Everything is decided before a number is taken, so that a refused command takes none; the
 * number is the revision that the store gives the append, so no two tickets ever share one.
 */
export async function openTicket(
  app: Application,
  context: Commanded,
  input: OpenTicket,
): Promise<Answer & { key: string }> {
  const ticketId = openedTicketId(context.commandId);
  const stream = ticketStream(ticketId);
  if (context.retryable && (await app.aggregates.answered(stream, ticketFold, context))) {
    return answerOf(app, ticketId, context);
  }
  const [{ state: project }, authority] = await Promise.all([
    app.aggregates.fresh(projectStream(input.projectId), projectFold),
    authorityAt(app, context, { projectId: input.projectId, companyIds: [input.companyId] }),
  ]);
  if (!project) throw new DomainError('not_found');
  await requireOpening(app, context, authority, project, input.companyId);
  requireFields(authority, project, context.actorId, input);
  await requirePeople(app, input.assigneeIds);
  const served = await companyAdmins(app, authority, input);
  const files = await uploadedFiles(app, context, input.fileIds ?? []);
  const parent = input.parentId ? await askedParent(app, context, input.parentId) : null;

  const command = (number: number): TicketCommand => ({
    ...input,
    type: 'OpenTicket',
    ticketType: input.type,
    number,
    columnId: input.columnId,
    assigneeIds: [...input.assigneeIds, ...served],
    reporterId: input.reporterId ?? context.actorId,
    parent,
    files,
    atMilliseconds: Date.parse(context.at),
  });
  return withRoom(app, context, project.id, input.columnId, async (counted) => {
    const facts = { ticketId, project, ...counted };
    decideTicket(command(1), undefined, facts);
    // What is not there yet has no revision that a caller could have seen.
    requireRevision(context, -1n);

    const taken = await app.aggregates.append(
      numbersStream(project.id),
      context,
      { type: 'TicketNumberTaken', data: { ticketId } },
      'any',
    );
    const number = Number(taken.revision) + 1;
    const done = await app.aggregates.execute(stream, ticketFold, context, (ticket) =>
      decideTicket(command(number), ticket, facts),
    );
    return { id: ticketId, ...done, key: `${project.key}-${number}` };
  });
}

/**
 * A client who names no company is told that one is needed, rather than that the project does not exist; whoever
 * belongs to none of its companies is not told that it does.
 */
async function requireOpening(
  app: Application,
  context: Commanded,
  authority: Authority,
  project: ProjectState,
  companyId: string | null,
): Promise<void> {
  const { viewer } = authority;
  const withoutRole = viewer && !viewer.superuser && !viewer.roles.has(project.id);
  if (withoutRole && companyId === null) {
    const place = { projectId: project.id, companyIds: project.companyIds };
    requireInProject(await authorityAt(app, context, place), 'project.see', project);
    throw new DomainError(viewer.staff ? 'forbidden' : 'company_required');
  }
  requireInProject(authority, 'ticket.open', project, companyId);
}

/** What may not be done to a ticket of one's own may not be done in opening it either. */
function requireFields(
  authority: Authority,
  project: ProjectState,
  reporterId: string,
  { companyId, columnId, assigneeIds, tagIds, parentId, priority, urgency, importance }: OpenTicket,
): void {
  const ticket = { projectId: project.id, reporterId, companyId, assigneeIds: [] };
  const levels = [priority, urgency, importance];
  if (assigneeIds.length > 0) requireOnTicket(authority, 'ticket.assign', ticket);
  if (tagIds.length > 0) requireOnTicket(authority, 'ticket.tag', ticket);
  if (parentId) requireOnTicket(authority, 'ticket.link', ticket);
  if (columnId !== undefined && columnId !== project.columns[0]?.id)
    requireOnTicket(authority, 'ticket.move', ticket);
  if (levels.some((level) => level !== USUAL_LEVEL)) requireOnTicket(authority, 'ticket.prioritise', ticket);
}

/** A client's ticket is assigned to the admins of their company who are active, whatever role the client has here. */
async function companyAdmins(
  app: Application,
  { viewer }: Authority,
  input: OpenTicket,
): Promise<readonly string[]> {
  const client = viewer && !viewer.superuser && !(viewer.staff && viewer.roles.has(input.projectId));
  if (!client || input.companyId === null) return [];
  const { state } = await app.aggregates.known(companyStream(input.companyId), companyFold);
  const admins = await Promise.all(
    (state?.adminIds ?? []).map((id) => app.aggregates.fresh(userStream(id), userFold)),
  );
  return admins.flatMap(({ state: admin }) =>
    admin?.kind === 'registered' && admin.active ? [admin.id] : [],
  );
}

/** The answer that a command which opened this ticket before had. */
async function answerOf(
  app: Application,
  ticketId: string,
  context: Commanded,
): Promise<Answer & { key: string }> {
  const stream = ticketStream(ticketId);
  const done = await app.aggregates.answered(stream, ticketFold, context);
  const { state } = await app.aggregates.fresh(stream, ticketFold);
  if (!done || !state) throw new DomainError('internal');
  return { id: ticketId, ...done, key: state.key };
}
