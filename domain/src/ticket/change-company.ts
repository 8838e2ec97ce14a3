import { DomainError } from '@ticketing/contracts/errors.ts';
import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { mayOnTicket, type Viewer } from '../policy/policy.ts';
import { type ProjectState, presentColumnId } from '../project/state.ts';
import type { TicketCommand } from './commands.ts';
import { reviewOnCompanyChange } from './review.ts';
import type { TicketState } from './state.ts';

/**
 * A ticket becomes another company's, or nobody's. The people of the company that it was lose it at once, also those who
 * reported it, work on it or follow it: what the next company says there is none of their business. Whoever changed it
 * then stands for the reporter; the reporter comes back when the ticket does.
 * @throws DomainError `unknown_company` unless the company is attached to the project; `revision_conflict` when somebody
 *   has to do with the ticket of whom the command does not know
 */
export function changeCompany(
  { companyId, fromCompanyId, actorId, stays }: Extract<TicketCommand, { type: 'ChangeCompany' }>,
  ticket: TicketState,
  project: ProjectState,
): readonly TicketEvent[] {
  if (companyId === ticket.companyId) return [];
  if (companyId !== null && !project.companyIds.includes(companyId)) throw new DomainError('unknown_company');
  const outdated = () => new DomainError('revision_conflict', 'the ticket or its people changed meanwhile');
  if (fromCompanyId !== ticket.companyId) throw outdated();
  const remains = (userId: string): boolean => {
    const known = stays.get(userId);
    if (known === undefined) throw outdated();
    return known;
  };
  const leaving = (userIds: readonly string[]) => userIds.filter((userId) => !remains(userId));
  const reporterId = [ticket.firstReporterId, ticket.reporterId].find(remains) ?? actorId;
  return [
    { type: 'TicketCompanyChanged', data: { companyId, fromCompanyId, reporterId } },
    ...leaving(ticket.assigneeIds).map((userId) => ({ type: 'TicketUnassigned' as const, data: { userId } })),
    ...leaving(ticket.followerIds).map((userId) => ({ type: 'TicketUnfollowed' as const, data: { userId } })),
    ...ticket.subtasks.flatMap(({ id: subtaskId, title, assigneeId }) =>
      assigneeId === null || remains(assigneeId)
        ? []
        : [{ type: 'SubtaskChanged' as const, data: { subtaskId, title, assigneeId: null } }],
    ),
    // It is the former reporter's own device that it names.
    ...(reporterId !== ticket.reporterId && ticket.remoteAssistId !== null
      ? [{ type: 'RemoteAssistOffered' as const, data: { remoteAssistId: null } }]
      : []),
    ...reviewOnCompanyChange(
      { ...ticket, companyId, fromCompanyId, columnId: presentColumnId(project, ticket.columnId) },
      project,
    ),
  ];
}

/**
 * The ticket becomes again whose it was, and whoever left it by that change is on it as before: who returns to it, and of the
 * subtasks those that nobody has taken over meanwhile.
 * @throws DomainError `revision_conflict` when it was given away again since, and as any change of company does
 */
export function companyBack(
  { leftBy, returning, ...known }: Extract<TicketCommand, { type: 'CompanyBack' }>,
  ticket: TicketState,
  project: ProjectState,
): readonly TicketEvent[] {
  const before = ticket.companyBefore;
  if (before?.leftBy !== leftBy)
    throw new DomainError('revision_conflict', 'it was given to another company since');
  const back = changeCompany(
    { ...known, type: 'ChangeCompany', companyId: before.companyId },
    ticket,
    project,
  );
  const again = (userIds: readonly string[], there: readonly string[]) =>
    userIds.filter((userId) => returning.has(userId) && !there.includes(userId));
  return [
    ...back,
    ...again(before.assigneeIds, ticket.assigneeIds).map((userId) => ({
      type: 'TicketAssigned' as const,
      data: { userId },
    })),
    ...again(before.followerIds, ticket.followerIds).map((userId) => ({
      type: 'TicketFollowed' as const,
      data: { userId },
    })),
    ...before.subtasks.flatMap(({ id: subtaskId, assigneeId }) => {
      const subtask = ticket.subtasks.find(({ id }) => id === subtaskId);
      return subtask === undefined || subtask.assigneeId !== null || !returning.has(assigneeId)
        ? []
        : [{ type: 'SubtaskChanged' as const, data: { subtaskId, title: subtask.title, assigneeId } }];
    }),
    ...(before.remoteAssistId !== null &&
    ticket.remoteAssistId === null &&
    reporterAfter(back) === before.reporterId
      ? [{ type: 'RemoteAssistOffered' as const, data: { remoteAssistId: before.remoteAssistId } }]
      : []),
  ];
}

const reporterAfter = (events: readonly TicketEvent[]): string | undefined =>
  events.find((event) => event.type === 'TicketCompanyChanged')?.data.reporterId;

/** Everybody who has to do with a ticket: the people of whom `ChangeCompany` must know whether they stay. */
export const peopleOn = (
  ticket: Pick<TicketState, 'firstReporterId' | 'reporterId' | 'assigneeIds' | 'followerIds' | 'subtasks'>,
): readonly string[] => [
  ...new Set([
    ticket.firstReporterId,
    ticket.reporterId,
    ...ticket.assigneeIds,
    ...ticket.followerIds,
    ...ticket.subtasks.flatMap(({ assigneeId }) => assigneeId ?? []),
  ]),
];

/**
 * Whether somebody still has to do with a ticket that becomes another company's: whoever will see it whatever they were
 * to it, and who holds a role in the project, unless they work for the company that it was.
 * @param person as they stand to the project and both companies; `undefined` for nobody that the log knows of
 */
export function staysOn(
  person: Viewer | undefined,
  ticket: Pick<TicketState, 'projectId' | 'companyId'>,
  companyId: string | null,
): boolean {
  // What the system or an import reported is nobody's who could read on.
  if (!person || person.userId === SYSTEM_ACTOR) return true;
  const { projectId, companyId: former } = ticket;
  const asStranger = { projectId, companyId, reporterId: SYSTEM_ACTOR, assigneeIds: [] };
  if (mayOnTicket(person, 'ticket.see', asStranger)) return true;
  const employed = former !== null && person.companyIds.has(former) && !person.adminOfCompanyIds.has(former);
  return person.roles.has(projectId) && !employed;
}

/**
 * Whether somebody who left a ticket together with a company has to do with it again when it is that company's: whoever still
 * works for it, and whoever would stay on it.
 * @param person as they stand to the project and both companies
 */
export const returnsTo = (
  person: Viewer,
  ticket: Pick<TicketState, 'projectId' | 'companyId'>,
  companyId: string | null,
): boolean => (companyId !== null && person.companyIds.has(companyId)) || staysOn(person, ticket, companyId);
