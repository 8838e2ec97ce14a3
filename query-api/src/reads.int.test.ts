import {
  companyStream,
  projectStream,
  rolesStream,
  ticketStream,
  userStream,
} from '@ticketing/contracts/streams.ts';
import type {
  BoardView,
  CardView,
  CompanyView,
  MeView,
  PersonView,
  ProjectView,
  TicketView,
  UserView,
} from '@ticketing/contracts/views.ts';
import * as views from '@ticketing/contracts/views.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningQueryApi, runningQueryApi } from './testing/running-query-api.ts';
import { twoCompanies, type World } from './testing/two-companies.ts';

let world: World;
let api: RunningQueryApi;
/** A ticket of Alpha reported by Anna, one of Beta reported by Ben, one of nobody assigned to the helper, one of LAB. */
let alphaTicket: string;
let betaTicket: string;
let helperTicket: string;
let labTicket: string;

beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
  const { ids, open, happen, comment } = world;
  alphaTicket = await open({ reporterId: ids.anna, companyId: ids.alpha, title: 'Printer 100% broken' });
  betaTicket = await open({ reporterId: ids.ben, companyId: ids.beta, title: 'Beta secret' });
  helperTicket = await open({ title: 'Internal work', startDate: '2026-03-01', dueDate: '2026-03-09' });
  await happen(ticketStream(helperTicket), { type: 'TicketAssigned', data: { userId: ids.helper } });
  labTicket = await open({ projectId: ids.lab, title: 'Lab work' });
  await happen(ticketStream(alphaTicket), { type: 'TicketTagged', data: { tagId: ids.tag } });
  await comment(alphaTicket, ids.anna, 'It smokes');
  await comment(alphaTicket, ids.manager, 'Customer is difficult', 'internal');
  await comment(alphaTicket, ids.agent, 'We are on it');
});

afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});

type Page<Item> = { items: Item[]; nextCursor: string | null };

async function ok<Body>(userId: string, path: string): Promise<Body> {
  const { status, body } = await api.get(userId, path);
  expect(status, JSON.stringify(body)).toBe(200);
  // Each test names the view that the path answers with; the views are parsed in a test of their own.
  return body as Body;
}

async function code(userId: string, path: string): Promise<unknown> {
  const { status, body, headers } = await api.get(userId, path);
  expect(headers['content-type']).toContain('application/problem+json');
  return [status, (body as { code: string }).code];
}

const ticketIds = async (userId: string, query = ''): Promise<string[]> =>
  (await ok<Page<CardView>>(userId, `/api/tickets${query}`)).items.map(({ id }) => id).sort();

const sorted = (...ids: string[]): string[] => ids.sort();

describe('which tickets a person finds in lists', () => {
  test('a superuser finds the tickets of every project', async () => {
    expect(await ticketIds(world.ids.root)).toEqual(sorted(alphaTicket, betaTicket, helperTicket, labTicket));
  });

  test('admins and managers find every ticket of their project and none of another', async () => {
    const ofOps = sorted(alphaTicket, betaTicket, helperTicket);
    expect(await ticketIds(world.ids.agent)).toEqual(ofOps);
    expect(await ticketIds(world.ids.manager)).toEqual(ofOps);
  });

  test('a user finds what is assigned to them', async () => {
    expect(await ticketIds(world.ids.helper)).toEqual([helperTicket]);
  });

  test('a client finds the tickets of their company, also those that a colleague reported', async () => {
    expect(await ticketIds(world.ids.anna)).toEqual([alphaTicket]);
    expect(await ticketIds(world.ids.alex)).toEqual([alphaTicket]);
    expect(await ticketIds(world.ids.ben)).toEqual([betaTicket]);
  });

  test('staff without a role find nothing, also when they name the project', async () => {
    expect(await ticketIds(world.ids.outsider)).toEqual([]);
    expect(await ticketIds(world.ids.outsider, `?projectId=${world.ids.ops}`)).toEqual([]);
  });

  test('no filter shows a client another company’s tickets', async () => {
    const { ids } = world;
    for (const query of [
      `?projectId=${ids.ops}&companyId=${ids.beta}`,
      `?companyId=${ids.beta}`,
      `?reporterId=${ids.ben}`,
      '?q=secret',
      '?q=OPS-2',
      '?archived=any&q=Beta',
    ]) {
      expect(await ticketIds(ids.anna, query), query).toEqual([]);
    }
  });
});

describe('filters of the ticket list', () => {
  test('each filter keeps what it names', async () => {
    const { ids } = world;
    const found = (query: string) => ticketIds(ids.boss, query);
    expect(await found(`?projectId=${ids.lab}`)).toEqual([labTicket]);
    expect(await found(`?companyId=${ids.alpha}`)).toEqual([alphaTicket]);
    expect(await found(`?assigneeId=${ids.helper}`)).toEqual([helperTicket]);
    expect(await found(`?reporterId=${ids.ben}`)).toEqual([betaTicket]);
    expect(await found(`?tagId=${ids.tag}`)).toEqual([alphaTicket]);
    expect(await found(`?columnId=${ids.labTodo}`)).toEqual([labTicket]);
    expect(await found('?type=bug')).toEqual([]);
    expect(await found(`?priority=2&type=task&projectId=${ids.lab}`)).toEqual([labTicket]);
  });

  test('words match the beginning of a key or a part of the title, and wildcards are letters', async () => {
    const { ids } = world;
    const found = (q: string) => ticketIds(ids.boss, `?q=${encodeURIComponent(q)}`);
    expect(await found('ops-2')).toEqual([betaTicket]);
    expect(await found('PRINTER')).toEqual([alphaTicket]);
    expect(await found('100%')).toEqual([alphaTicket]);
    expect(await found('%')).toEqual([alphaTicket]);
    expect(await found('_')).toEqual([]);
    expect(await found('\\')).toEqual([]);
    expect(await found("'; drop table read_model.cards; --")).toEqual([]);
  });

  test('archived tickets are found only by asking for them', async () => {
    const { ids, open, happen } = world;
    const archived = await open({ projectId: ids.lab, title: 'Old lab work' });
    await happen(ticketStream(archived), { type: 'TicketArchived', data: { reason: 'manual', words: '' } });
    expect(await ticketIds(ids.boss, '?q=Old')).toEqual([]);
    expect(await ticketIds(ids.boss, '?q=Old&archived=true')).toEqual([archived]);
    expect(await ticketIds(ids.boss, `?projectId=${ids.lab}&archived=any`)).toEqual(
      sorted(archived, labTicket),
    );
    const shown = await ok<TicketView>(ids.boss, `/api/tickets/${archived}`);
    expect(shown).toMatchObject({ archived: true, archiveReason: 'manual' });
    const board = await ok<BoardView>(ids.boss, `/api/projects/${ids.lab}/board`);
    expect(board.columns.flatMap(({ tickets }) => tickets.map(({ id }) => id))).toEqual([labTicket]);
  });
});

describe('one ticket', () => {
  test('what a person may not see is not there: 404 with the same code as for no ticket at all', async () => {
    const { ids } = world;
    const notFound = [404, 'not_found'];
    for (const [userId, ticketId] of [
      [ids.anna, betaTicket],
      [ids.ben, alphaTicket],
      [ids.anna, helperTicket],
      [ids.helper, alphaTicket],
      [ids.outsider, alphaTicket],
      [ids.agent, labTicket],
      [ids.root, newId()],
    ] as const) {
      expect(await code(userId, `/api/tickets/${ticketId}`)).toEqual(notFound);
      expect(await code(userId, `/api/tickets/${ticketId}/history`)).toEqual(notFound);
    }
  });

  test('a client reads the public conversation and learns nothing of internal notes', async () => {
    const { ids } = world;
    const ticket = await ok<TicketView>(ids.anna, `/api/tickets/${alphaTicket}`);
    expect(ticket.comments.map(({ body }) => body)).toEqual(['It smokes', 'We are on it']);
    expect(ticket.commentCount).toBe(2);
    expect(ticket.people.map(({ id }) => id)).not.toContain(ids.manager);
    expect(ticket.companyName).toBe('alpha Ltd');
    const history = await ok<Page<unknown>>(ids.anna, `/api/tickets/${alphaTicket}/history`);
    expect(JSON.stringify(history)).not.toContain('internal');
    expect(history.items).toHaveLength(4);
  });

  test('staff who may read internal notes get them in the conversation and in the history', async () => {
    const { ids } = world;
    for (const userId of [ids.agent, ids.manager, ids.root]) {
      const ticket = await ok<TicketView>(userId, `/api/tickets/${alphaTicket}`);
      expect(ticket.comments.map(({ body }) => body)).toEqual([
        'It smokes',
        'Customer is difficult',
        'We are on it',
      ]);
      expect(ticket.people.map(({ id }) => id)).toEqual(
        expect.arrayContaining([ids.anna, ids.manager, ids.agent]),
      );
      const history = await ok<Page<unknown>>(userId, `/api/tickets/${alphaTicket}/history`);
      expect(history.items).toHaveLength(5);
    }
  });

  test('a ticket says what the caller may do with it', async () => {
    const { ids } = world;
    const allowed = async (userId: string) =>
      (await ok<TicketView>(userId, `/api/tickets/${alphaTicket}`)).allowed.sort();
    const some = (...actions: string[]) => expect.arrayContaining(actions);
    expect(await allowed(ids.anna)).toEqual(some('comment.public', 'ticket.edit', 'ticket.subtasks'));
    expect(await allowed(ids.alex)).toEqual(some('comment.public', 'ticket.review', 'ticket.see'));
    expect(await allowed(ids.alex)).not.toContain('ticket.edit');
    expect(await allowed(ids.manager)).toEqual(some('internal-notes.read', 'ticket.see'));
    expect(await allowed(ids.manager)).not.toContain('comment.public');
    expect(await allowed(ids.anna)).not.toContain('ticket.link');
    expect(await allowed(ids.agent)).toContain('ticket.move');
  });

  test('dates are calendar dates, whatever the server’s time zone', async () => {
    const ticket = await ok<TicketView>(world.ids.boss, `/api/tickets/${helperTicket}`);
    expect([ticket.startDate, ticket.dueDate]).toEqual(['2026-03-01', '2026-03-09']);
  });

  test('its history comes newest first, with names beside ids', async () => {
    const history = await ok<Page<{ type: string; details: Record<string, unknown> }>>(
      world.ids.boss,
      `/api/tickets/${helperTicket}/history`,
    );
    expect(history.items.map(({ type }) => type)).toEqual(['TicketAssigned', 'TicketOpened']);
    expect(history.items[0]?.details).toMatchObject({ userName: 'helper doe' });
  });
});

describe('boards and projects', () => {
  test('a board has every column, and in them what the caller may see, in board order', async () => {
    const { ids } = world;
    const cardsOf = async (userId: string) => {
      const board = await ok<BoardView>(userId, `/api/projects/${ids.ops}/board`);
      expect(board.columns.map(({ id }) => id)).toEqual([ids.todo, ids.doing, ids.done]);
      return board.columns.map(({ tickets }) => tickets.map(({ id }) => id));
    };
    expect(await cardsOf(ids.agent)).toEqual([[alphaTicket, betaTicket, helperTicket], [], []]);
    expect(await cardsOf(ids.helper)).toEqual([[helperTicket], [], []]);
    expect(await cardsOf(ids.anna)).toEqual([[alphaTicket], [], []]);
    expect(await cardsOf(ids.ben)).toEqual([[betaTicket], [], []]);
  });

  test('equal ranks are in the order of the ticket ids, and capital letters rank before small ones', async () => {
    const { ids, happen, open } = world;
    const projectId = ids.lab;
    const columnId = newId();
    await happen(projectStream(projectId), {
      type: 'BoardColumnAdded',
      data: { columnId, name: 'Ranked', colour: '#000000', category: 'todo', rank: 'b' },
    });
    const small = await open({ projectId, columnId, rank: 'a' });
    const capital = await open({ projectId, columnId, rank: 'Z' });
    const twins = [
      await open({ projectId, columnId, rank: 'm' }),
      await open({ projectId, columnId, rank: 'm' }),
    ].sort();
    // Puts the first one's row behind the other's, where a scan finds it last.
    await happen(ticketStream(twins[0] ?? ''), { type: 'TicketRenamed', data: { title: 'Rewritten' } });
    const board = await ok<BoardView>(ids.boss, `/api/projects/${projectId}/board`);
    const column = board.columns.find(({ id }) => id === columnId);
    expect(column?.tickets.map(({ id }) => id)).toEqual([capital, small, ...twins]);
  });

  test('a client’s board names nobody and no company of another client', async () => {
    const { ids } = world;
    const text = JSON.stringify(await ok<BoardView>(ids.anna, `/api/projects/${ids.ops}/board`));
    expect(text).toContain(ids.alpha);
    for (const foreign of [ids.beta, ids.ben, 'beta', 'secret', betaTicket])
      expect(text).not.toContain(foreign);
    const board = await ok<BoardView>(ids.anna, `/api/projects/${ids.ops}/board`);
    expect(board.allowed).toEqual(expect.arrayContaining(['project.see', 'ticket.open']));
    expect(board.allowed).not.toContain('project.configure');
    expect(board.project.role).toBeNull();
  });

  test('who may assign is told whom: the people with a role and the staff of the companies', async () => {
    const { ids } = world;
    const board = await ok<BoardView>(ids.agent, `/api/projects/${ids.ops}/board`);
    const people = board.people.map(({ id }) => id);
    expect(people).toEqual(expect.arrayContaining([ids.boss, ids.agent, ids.manager, ids.helper]));
    expect(people).not.toContain(ids.outsider);
    expect(board.companies.map(({ name }) => name)).toEqual(['alpha Ltd', 'beta Ltd']);
  });

  test('projects are listed by key to who has a role or works for an attached company', async () => {
    const { ids } = world;
    const keys = async (userId: string) =>
      (await ok<Page<ProjectView>>(userId, '/api/projects')).items.map(({ key }) => key);
    expect(await keys(ids.root)).toEqual(['LAB', 'OPS']);
    expect(await keys(ids.boss)).toEqual(['LAB', 'OPS']);
    expect(await keys(ids.helper)).toEqual(['OPS']);
    expect(await keys(ids.anna)).toEqual(['OPS']);
    expect(await keys(ids.outsider)).toEqual([]);
    for (const path of ['', '/board', '/roles']) {
      expect(await code(ids.anna, `/api/projects/${ids.lab}${path}`)).toEqual([404, 'not_found']);
      expect(await code(ids.outsider, `/api/projects/${ids.ops}${path}`)).toEqual([404, 'not_found']);
    }
  });

  test('a project tells a client of its own company only, and staff with a role of all', async () => {
    const { ids } = world;
    const companies = async (userId: string) =>
      (await ok<ProjectView>(userId, `/api/projects/${ids.ops}`)).companyIds.sort();
    expect(await companies(ids.anna)).toEqual([ids.alpha]);
    expect(await companies(ids.helper)).toEqual(sorted(ids.alpha, ids.beta));
    expect(await companies(ids.root)).toEqual(sorted(ids.alpha, ids.beta));
  });

  test('roles are shown to who runs or manages the project; to others they are not there', async () => {
    const { ids } = world;
    const { items } = await ok<{ items: { userId: string; role: string }[] }>(
      ids.manager,
      `/api/projects/${ids.ops}/roles`,
    );
    expect(Object.fromEntries(items.map(({ userId, role }) => [userId, role]))).toEqual({
      [ids.agent]: 'admin',
      [ids.boss]: 'superadmin',
      [ids.helper]: 'user',
      [ids.manager]: 'manager',
    });
    expect(await code(ids.helper, `/api/projects/${ids.ops}/roles`)).toEqual([404, 'not_found']);
    expect(await code(ids.anna, `/api/projects/${ids.ops}/roles`)).toEqual([404, 'not_found']);
  });

  test('an archiving policy is shown once the project has its own, also when it says never', async () => {
    const { ids, happen } = world;
    const before = await ok<ProjectView>(ids.boss, `/api/projects/${ids.lab}`);
    expect(before).not.toHaveProperty('archiveAfterHours');
    const data = { archiveAfterHours: null };
    await happen(projectStream(ids.lab), { type: 'ArchivingPolicyChanged', data });
    const after = await ok<ProjectView>(ids.boss, `/api/projects/${ids.lab}`);
    expect(after.archiveAfterHours).toBeNull();
  });
});

describe('companies', () => {
  test('clients know their own; staff those they serve or meet in their projects; superusers all', async () => {
    const { ids, happen } = world;
    const gamma = newId();
    await happen(companyStream(gamma), {
      type: 'CompanyRegistered',
      data: { name: 'Gamma', description: '' },
    });
    const names = async (userId: string) =>
      (await ok<Page<CompanyView>>(userId, '/api/companies')).items.map(({ name }) => name);
    expect(await names(ids.root)).toEqual(['alpha Ltd', 'beta Ltd', 'Gamma']);
    expect(await names(ids.agent)).toEqual(['alpha Ltd', 'beta Ltd']);
    expect(await names(ids.helper)).toEqual(['alpha Ltd', 'beta Ltd']);
    expect(await names(ids.outsider)).toEqual([]);
    expect(await names(ids.anna)).toEqual(['alpha Ltd']);
    expect(await code(ids.anna, `/api/companies/${ids.beta}`)).toEqual([404, 'not_found']);
    expect(await code(ids.agent, `/api/companies/${gamma}`)).toEqual([404, 'not_found']);
    expect((await ok<Page<CompanyView>>(ids.root, '/api/companies?q=gam')).items.map(({ id }) => id)).toEqual(
      [gamma],
    );
    const servedBy = async (userId: string, projectId: string) =>
      (await ok<Page<CompanyView>>(userId, `/api/companies?projectId=${projectId}`)).items.map(
        ({ name }) => name,
      );
    expect(await servedBy(ids.root, ids.ops)).toEqual(['alpha Ltd', 'beta Ltd']);
    expect(await servedBy(ids.root, ids.lab)).toEqual([]);
    expect(await servedBy(ids.anna, ids.ops)).toEqual(['alpha Ltd']);
    await happen(projectStream(ids.lab), { type: 'CompanyAttached', data: { companyId: ids.alpha } });
    expect(await servedBy(ids.root, ids.lab)).toEqual(['alpha Ltd']);
    // Whoever may not see a project does not learn whom it serves.
    expect(await servedBy(ids.helper, ids.lab)).toEqual([]);
    await happen(projectStream(ids.lab), { type: 'CompanyDetached', data: { companyId: ids.alpha } });
  });

  test('a client who also has a role in a project still knows no company but their own', async () => {
    const { ids, happen, grant, register } = world;
    const both = newId();
    await register(both, 'bothsides', false);
    await happen(companyStream(ids.alpha), { type: 'CompanyUserAssigned', data: { userId: both } });
    await grant(ids.ops, both, 'user');
    const { items } = await ok<Page<CompanyView>>(both, '/api/companies');
    expect(items.map(({ id }) => id)).toEqual([ids.alpha]);
    expect((await ok<ProjectView>(both, `/api/projects/${ids.ops}`)).companyIds).toEqual([ids.alpha]);
    expect(await code(both, `/api/users/${ids.ben}`)).toEqual([404, 'not_found']);
    await happen(rolesStream(ids.ops), { type: 'RoleRevoked', data: { userId: both } });
    await happen(companyStream(ids.alpha), { type: 'CompanyUserRemoved', data: { userId: both } });
    await happen(userStream(both), { type: 'UserRegistrationAbandoned', data: { takenOverBy: ids.root } });
  });

  test('a company shows its people, and the projects that the caller may see', async () => {
    const { ids, happen } = world;
    await happen(projectStream(ids.lab), { type: 'CompanyAttached', data: { companyId: ids.beta } });
    const seen = async (userId: string) => ok<CompanyView>(userId, `/api/companies/${ids.beta}`);
    expect((await seen(ids.boss)).projectIds.sort()).toEqual(sorted(ids.ops, ids.lab));
    expect((await seen(ids.agent)).projectIds.sort()).toEqual(sorted(ids.ops, ids.lab));
    expect((await seen(ids.helper)).projectIds).toEqual([ids.ops]);
    expect((await seen(ids.ben)).projectIds.sort()).toEqual(sorted(ids.ops, ids.lab));
    expect(await seen(ids.boss)).toMatchObject({ userIds: [ids.ben], adminIds: [ids.agent] });
    await happen(projectStream(ids.lab), { type: 'CompanyDetached', data: { companyId: ids.beta } });
    expect((await seen(ids.ben)).projectIds).toEqual([ids.ops]);
  });
});

describe('people', () => {
  const people = async (userId: string, query = '') =>
    (await ok<Page<PersonView>>(userId, `/api/users${query}`)).items.map(({ username }) => username);

  test('clients know the people of their company and those who occur on tickets that they see', async () => {
    // The agent serves Alpha and commented; the manager wrote an internal note only.
    expect(await people(world.ids.anna)).toEqual(['agent', 'alex', 'anna']);
    expect(await people(world.ids.ben)).toEqual(['agent', 'ben']);
    for (const hidden of [world.ids.ben, world.ids.manager, world.ids.outsider]) {
      expect(await code(world.ids.anna, `/api/users/${hidden}`)).toEqual([404, 'not_found']);
    }
  });

  test('staff know all staff, and of clients those of companies that they may see', async () => {
    const staff = ['agent', 'boss', 'helper', 'manager', 'outsider', 'root'];
    expect(await people(world.ids.outsider)).toEqual(staff);
    expect(await people(world.ids.helper)).toEqual([...staff, 'alex', 'anna', 'ben'].sort());
    expect(await code(world.ids.outsider, `/api/users/${world.ids.anna}`)).toEqual([404, 'not_found']);
  });

  test('people are found by name, by project and by company, never beyond what the caller may know', async () => {
    const { ids } = world;
    expect(await people(ids.root, '?q=ALEX')).toEqual(['alex']);
    expect(await people(ids.root, '?q=%25')).toEqual([]);
    expect(await people(ids.boss, `?projectId=${ids.ops}`)).toEqual(['agent', 'boss', 'helper', 'manager']);
    expect(await people(ids.boss, `?companyId=${ids.beta}`)).toEqual(['agent', 'ben']);
    expect(await people(ids.anna, `?companyId=${ids.beta}`)).toEqual([]);
    expect(await people(ids.outsider, `?projectId=${ids.ops}`)).toEqual([]);
  });

  test('people are told by whether they are active and staff, and superusers find them by address', async () => {
    const { ids, happen, register } = world;
    const gone = newId();
    await register(gone, 'gone', false);
    await happen(userStream(gone), { type: 'UserDeactivated', data: {} });
    expect(await people(ids.root, '?active=false&q=gone')).toEqual(['gone']);
    expect(await people(ids.root, '?active=true&q=gone')).toEqual([]);
    expect(await people(ids.root, '?staff=false&active=true')).toEqual(['alex', 'anna', 'ben']);
    expect(await people(ids.boss, `?staff=true&companyId=${ids.beta}`)).toEqual(['agent']);
    expect(await people(ids.root, '?q=ben%40example')).toEqual(['ben']);
    expect(await people(ids.agent, '?q=ben%40example')).toEqual([]);
    expect((await api.get(ids.root, '/api/users?active=perhaps')).status).toBe(400);
    const [found] = (await ok<Page<UserView>>(ids.root, '/api/users?q=ben')).items;
    expect(found).toMatchObject({ email: 'ben@example.org', superuser: false });
    const [hidden] = (await ok<Page<PersonView>>(ids.agent, '/api/users?q=ben')).items;
    expect(hidden).not.toHaveProperty('email');
  });

  test('an address is shown to the person and to superusers only', async () => {
    const { ids } = world;
    const view = async (viewer: string) => ok<Partial<UserView>>(viewer, `/api/users/${ids.anna}`);
    expect((await view(ids.anna)).email).toBe('anna@example.org');
    expect((await view(ids.root)).email).toBe('anna@example.org');
    for (const viewer of [ids.agent, ids.alex, ids.boss]) {
      expect(await view(viewer)).not.toHaveProperty('email');
      expect(await view(viewer)).not.toHaveProperty('superuser');
    }
  });

  test('everyone learns which language they chose, and nobody else does', async () => {
    const { ids, happen } = world;
    expect((await ok<MeView>(ids.alex, '/api/me')).language).toBeNull();
    await happen(userStream(ids.alex), { type: 'LanguageChosen', data: { language: 'ka' } });
    expect((await ok<MeView>(ids.alex, '/api/me')).language).toBe('ka');
    for (const viewer of [ids.root, ids.agent, ids.alex]) {
      expect(await ok<PersonView>(viewer, `/api/users/${ids.alex}`)).not.toHaveProperty('language');
    }
  });

  test('everyone learns their own roles and companies', async () => {
    const { ids } = world;
    const anna = await ok<MeView>(ids.anna, '/api/me/');
    expect(anna).toMatchObject({
      id: ids.anna,
      staff: false,
      roles: [],
      companies: [{ id: ids.alpha, name: 'alpha Ltd', relation: 'user' }],
    });
    const agent = await ok<MeView>(ids.agent, '/api/me');
    expect(agent.roles).toEqual([{ projectId: ids.ops, role: 'admin' }]);
    expect(agent.companies.map(({ relation }) => relation)).toEqual(['admin', 'admin']);
  });

  test('a deactivated person’s token is refused at once, and works again after reactivation', async () => {
    const { ids, happen, register } = world;
    const leaver = newId();
    await register(leaver, 'leaver', true);
    expect((await api.get(leaver, '/api/me')).status).toBe(200);
    await happen(userStream(leaver), { type: 'UserDeactivated', data: {} });
    expect(await code(leaver, '/api/me')).toEqual([401, 'unauthenticated']);
    expect(await code(leaver, '/api/tickets')).toEqual([401, 'unauthenticated']);
    expect((await ok<PersonView>(ids.root, `/api/users/${leaver}`)).active).toBe(false);
    await happen(userStream(leaver), { type: 'UserReactivated', data: {} });
    expect((await api.get(leaver, '/api/me')).status).toBe(200);
  });

  test('somebody whom the read models do not know yet is not turned away, but told that they are behind', async () => {
    const { register } = world;
    const early = newId();
    expect(await code(early, '/api/me')).toEqual([503, 'read_model_behind']);
    await register(early, 'early', true);
    expect((await api.get(early, '/api/me')).status).toBe(200);
  });
});

describe('what every read keeps to', () => {
  test('answers have the shape of their contract', async () => {
    const { ids } = world;
    const shapes = [
      [views.MeView, '/api/me'],
      [views.UserView, `/api/users/${ids.root}`],
      [views.CompanyView, `/api/companies/${ids.alpha}`],
      [views.ProjectView, `/api/projects/${ids.ops}`],
      [views.BoardView, `/api/projects/${ids.ops}/board`],
      [views.TicketView, `/api/tickets/${alphaTicket}`],
    ] as const;
    for (const [shape, path] of shapes) {
      const body = await ok(ids.root, path);
      expect(shape.parse(body), path).toEqual(body);
    }
    const lists = [
      [views.UserView, '/api/users'],
      [views.CompanyView, '/api/companies'],
      [views.ProjectView, '/api/projects'],
      [views.RoleView, `/api/projects/${ids.ops}/roles`],
      [views.CardView, '/api/tickets'],
      [views.ActivityView, `/api/tickets/${alphaTicket}/history`],
    ] as const;
    for (const [shape, path] of lists) {
      const { items } = await ok<Page<unknown>>(ids.root, path);
      expect(items.length, path).toBeGreaterThan(0);
      expect(
        items.map((item) => shape.parse(item)),
        path,
      ).toEqual(items);
    }
  });

  test('without a token every read is refused, before anything of the request is looked at', async () => {
    for (const url of ['/api/me', '/api/tickets?limit=nonsense', '/api/tickets/nonsense', '/api/users']) {
      const response = await api.app.inject({ url });
      expect([response.statusCode, response.json().code]).toEqual([401, 'unauthenticated']);
    }
  });

  test('what cannot be meant is refused by field', async () => {
    const { root } = world.ids;
    expect(await code(root, '/api/tickets/nonsense')).toEqual([400, 'validation_failed']);
    expect(await code(root, '/api/tickets?limit=0')).toEqual([400, 'validation_failed']);
    expect(await code(root, '/api/tickets?cursor=nonsense')).toEqual([400, 'validation_failed']);
    const { body } = await api.get(root, '/api/tickets?limit=1000');
    expect(body).toMatchObject({ errors: [{ path: expect.stringContaining('limit') }] });
  });

  test('health says that the read models stand, and metrics count the reads', async () => {
    expect((await api.app.inject({ url: '/health/live' })).statusCode).toBe(200);
    expect((await api.app.inject({ url: '/health/ready' })).statusCode).toBe(200);
    const metrics = await api.app.inject({ url: '/metrics' });
    expect(metrics.body).toContain(
      'ticketing_http_request_seconds_count{api="query",method="GET",route="/api/tickets/:id",status="200"}',
    );
  });
});
