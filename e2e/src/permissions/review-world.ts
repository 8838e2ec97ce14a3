import type { Application } from '@ticketing/command-api/application.ts';
import { openTicket } from '@ticketing/command-api/tickets/open-ticket.ts';
import { systemCommand } from '@ticketing/command-api/users/found-superuser.ts';
import type { Caller, Project } from './world.ts';

/** A ticket whose resolution awaits its review, as the table of rights sees it. */
export type AwaitingTicket = {
  readonly relation: string;
  readonly id: string;
  readonly project: Project;
  readonly companyId: string;
  readonly reporterId: string;
  readonly assigneeIds: readonly string[];
};

/** Caller's name → tickets made for them: to be accepted, and to be rejected. */
export type ReviewWorld = ReadonlyMap<
  string,
  { readonly toAccept: readonly AwaitingTicket[]; readonly toReject: readonly AwaitingTicket[] }
>;

type Places = {
  readonly here: Project;
  readonly elsewhere: Project;
  readonly companies: { readonly alpha: string; readonly beta: string; readonly gamma: string };
  /** Reports what the caller does not. */
  readonly lead: string;
};

/** For each caller tickets of every relation that stand in a done column, done a moment ago. */
export async function reviewWorld(
  app: Application,
  callers: readonly Caller[],
  { here, elsewhere, companies, lead }: Places,
): Promise<ReviewWorld> {
  const { alpha, beta, gamma } = companies;
  const done = async (
    relation: string,
    project: Project,
    companyId: string,
    reporterId: string,
  ): Promise<AwaitingTicket> => {
    const context = { ...systemCommand('OpenTicket'), actorId: reporterId };
    const { id } = await openTicket(app, context, {
      projectId: project.id,
      type: 'task',
      title: relation,
      description: '',
      priority: 2,
      urgency: 2,
      importance: 2,
      companyId,
      columnId: project.doneColumnId,
      startDate: null,
      dueDate: null,
      assigneeIds: [],
      tagIds: [],
    });
    return { relation, id, project, companyId, reporterId, assigneeIds: [] };
  };
  const ticketsOf = ({ id }: Caller) =>
    Promise.all([
      done('own, of Alpha, done', here, alpha, id),
      done('own, of Beta, done', here, beta, id),
      done('of Alpha, done', here, alpha, lead),
      done('of Beta, done', here, beta, lead),
      done('in another project, done', elsewhere, gamma, lead),
    ]);
  return new Map(
    await Promise.all(
      callers.map(async (caller) => {
        const [toAccept, toReject] = await Promise.all([ticketsOf(caller), ticketsOf(caller)]);
        return [caller.name, { toAccept, toReject }] as const;
      }),
    ),
  );
}
