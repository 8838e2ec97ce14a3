import type { DomainEvent } from '@ticketing/contracts/events/event.ts';
import type { Role } from '@ticketing/contracts/kinds.ts';
import {
  companyStream,
  projectStream,
  rolesStream,
  ticketStream,
  userStream,
} from '@ticketing/contracts/streams.ts';
import type { Bus } from '@ticketing/platform/bus.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createEventLog, type Told } from './event-log.ts';
import { type ProjectedModels, projectedModels } from './projected-models.ts';

/** A ticket as a test opens it. What is not told is ordinary. */
export type Opened = Partial<Extract<DomainEvent, { type: 'TicketOpened' }>['data']>;

export type World = Awaited<ReturnType<typeof twoCompanies>>;

/**
 * Two companies in one project, `OPS`, and a project `LAB` that serves nobody:
 *
 * - `root` is a site superuser; `boss` superadmin, `agent` admin, `manager` manager and `helper` user of OPS;
 *   `agent` serves both companies; `outsider` is staff without any role
 * - `anna` and `alex` are employees of Alpha, `ben` of Beta
 */
export async function twoCompanies(bus?: Bus) {
  const models: ProjectedModels = await projectedModels(bus);
  const log = createEventLog();
  const ids = {
    root: newId(),
    boss: newId(),
    agent: newId(),
    manager: newId(),
    helper: newId(),
    outsider: newId(),
    anna: newId(),
    alex: newId(),
    ben: newId(),
    alpha: newId(),
    beta: newId(),
    ops: newId(),
    lab: newId(),
    todo: newId(),
    doing: newId(),
    done: newId(),
    labTodo: newId(),
    tag: newId(),
  };
  const numbers = new Map<string, number>();
  const keys = new Map([
    [ids.ops, 'OPS'],
    [ids.lab, 'LAB'],
  ]);

  /** Records an event and projects it into every read model. */
  async function happen(stream: string, event: DomainEvent, told: Told = {}): Promise<bigint> {
    await models.project([log.append(stream, event, { by: ids.boss, ...told })]);
    return log.position();
  }

  const register = (userId: string, username: string, staff: boolean) =>
    happen(userStream(userId), {
      type: 'UserRegistered',
      data: { username, displayName: `${username} doe`, email: `${username}@example.org`, staff },
    });
  const grant = (projectId: string, userId: string, role: Role) =>
    happen(rolesStream(projectId), { type: 'RoleGranted', data: { userId, role } });

  for (const name of ['root', 'boss', 'agent', 'manager', 'helper', 'outsider'] as const) {
    await register(ids[name], name, true);
  }
  for (const name of ['anna', 'alex', 'ben'] as const) await register(ids[name], name, false);
  await happen(userStream(ids.root), { type: 'SuperuserGranted', data: {} });

  for (const name of ['alpha', 'beta'] as const) {
    const stream = companyStream(ids[name]);
    await happen(stream, { type: 'CompanyRegistered', data: { name: `${name} Ltd`, description: '' } });
    await happen(stream, { type: 'CompanyAdminAssigned', data: { userId: ids.agent } });
  }
  for (const [company, user] of [
    [ids.alpha, ids.anna],
    [ids.alpha, ids.alex],
    [ids.beta, ids.ben],
  ] as const) {
    await happen(companyStream(company), { type: 'CompanyUserAssigned', data: { userId: user } });
  }

  for (const [projectId, columns] of [
    [ids.ops, [ids.todo, ids.doing, ids.done]],
    [ids.lab, [ids.labTodo]],
  ] as const) {
    const stream = projectStream(projectId);
    const key = keys.get(projectId) ?? '';
    await happen(stream, { type: 'ProjectCreated', data: { key, name: `${key} project`, description: '' } });
    for (const [index, columnId] of columns.entries()) {
      const category = (['todo', 'in_progress', 'done'] as const)[index] ?? 'todo';
      await happen(stream, {
        type: 'BoardColumnAdded',
        data: { columnId, name: `Column ${index}`, colour: '#112233', category, rank: `a${index}` },
      });
    }
  }
  await happen(projectStream(ids.ops), {
    type: 'TagAdded',
    data: { tagId: ids.tag, name: 'network', colour: '#445566' },
  });
  await happen(projectStream(ids.ops), { type: 'CompanyAttached', data: { companyId: ids.alpha } });
  await happen(projectStream(ids.ops), { type: 'CompanyAttached', data: { companyId: ids.beta } });
  await grant(ids.ops, ids.boss, 'superadmin');
  await grant(ids.ops, ids.agent, 'admin');
  await grant(ids.ops, ids.manager, 'manager');
  await grant(ids.ops, ids.helper, 'user');
  await grant(ids.lab, ids.boss, 'superadmin');

  /** @returns the new ticket's id */
  async function open(ticket: Opened = {}, told: Told = {}): Promise<string> {
    const ticketId = newId();
    const projectId = ticket.projectId ?? ids.ops;
    const number = (numbers.get(projectId) ?? 0) + 1;
    numbers.set(projectId, number);
    const data = {
      projectId,
      number,
      key: `${keys.get(projectId)}-${number}`,
      type: 'task' as const,
      title: `Ticket ${number}`,
      description: `Text of ${number}`,
      priority: 2 as const,
      urgency: 2 as const,
      importance: 2 as const,
      reporterId: ids.boss,
      companyId: null,
      columnId: projectId === ids.lab ? ids.labTodo : ids.todo,
      rank: `a${String(number).padStart(4, '0')}`,
      startDate: null,
      dueDate: null,
      ...ticket,
    };
    await happen(ticketStream(ticketId), { type: 'TicketOpened', data }, { by: data.reporterId, ...told });
    return ticketId;
  }

  /** @returns the new comment's id */
  async function comment(
    ticketId: string,
    by: string,
    body: string,
    visibility: 'public' | 'internal' = 'public',
  ): Promise<string> {
    const commentId = newId();
    const data = { commentId, body, visibility };
    await happen(ticketStream(ticketId), { type: 'CommentPosted', data }, { by });
    return commentId;
  }

  return { ids, log, models, happen, register, grant, open, comment };
}
