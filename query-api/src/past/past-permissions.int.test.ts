import { projectStream, rolesStream, ticketStream } from '@ticketing/contracts/streams.ts';
import type { BoardView, TicketChangeView, TicketView } from '@ticketing/contracts/views.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { sql, statement } from '@ticketing/platform/sql.ts';
import { pastIndexes } from '@ticketing/projectors/read-models/past-tables.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';
import { onBoardAt } from './at-instant.ts';

let world: World;
let api: RunningQueryApi;
let alphas: string;
let betas: string;
let own: string;

const morning = '2026-05-01T08:00:00.000Z';
const noon = '2026-05-01T12:00:00.000Z';
const evening = '2026-05-01T20:00:00.000Z';

/**
 * In the morning a ticket of Alpha, one of Beta and one of nobody, which `helper` is assigned to. At noon Alpha's is
 * renamed, moved and commented upon, and `helper` is taken off the third and put on Beta's.
 */
beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
  const { ids, open, happen } = world;
  alphas = await open({ companyId: ids.alpha, title: 'Printer' }, { at: morning });
  betas = await open({ companyId: ids.beta, title: 'Scanner' }, { at: morning });
  own = await open({ title: 'Cable' }, { at: morning });
  await happen(ticketStream(own), { type: 'TicketAssigned', data: { userId: ids.helper } }, { at: morning });
  const stream = ticketStream(alphas);
  for (const visibility of ['public', 'internal'] as const) {
    const data = { commentId: newId(), body: `A ${visibility} word`, visibility };
    await happen(stream, { type: 'CommentPosted', data }, { at: morning, by: ids.agent });
  }
  await happen(stream, { type: 'TicketRenamed', data: { title: 'Printer, again' } }, { at: noon });
  const moved = { columnId: ids.doing, rank: 'a5', fromColumnId: ids.todo };
  await happen(stream, { type: 'TicketMoved', data: moved }, { at: noon });
  const note = { commentId: newId(), body: 'Not for clients', visibility: 'internal' as const };
  await happen(ticketStream(betas), { type: 'CommentPosted', data: note }, { at: noon, by: ids.agent });
  await happen(ticketStream(own), { type: 'TicketUnassigned', data: { userId: ids.helper } }, { at: noon });
  await happen(
    ticketStream(betas),
    { type: 'TicketAssigned', data: { userId: ids.helper } },
    { at: evening },
  );
});
afterAll(async () => {
  await api.app.close();
  await world.models.stop();
});

async function ask<Body>(userId: string, path: string, expected = 200): Promise<Body> {
  const { status, body } = await api.get(userId, path);
  expect(status, `${path}: ${JSON.stringify(body)}`).toBe(expected);
  // Every test says which fields it expects.
  return body as Body;
}
const boardAt = (userId: string, at: string) =>
  ask<BoardView>(userId, `/api/projects/${world.ids.ops}/board?at=${at}`);
const titles = ({ columns }: BoardView) => columns.map(({ tickets }) => tickets.map(({ title }) => title));
const changes = (userId: string, from: string, to: string) =>
  ask<{ items: TicketChangeView[]; nextCursor: string | null }>(
    userId,
    `/api/projects/${world.ids.ops}/changes?from=${from}&to=${to}`,
  );

describe('the past', () => {
  it('shows a board as it was, and the present without an instant', async () => {
    const { boss } = world.ids;
    expect(titles(await boardAt(boss, morning))).toEqual([['Printer', 'Scanner', 'Cable'], [], []]);
    expect(titles(await boardAt(boss, noon))).toEqual([['Scanner', 'Cable'], ['Printer, again'], []]);
    expect(titles(await boardAt(boss, '2026-05-01T07:59:59.999Z'))).toEqual([[], [], []]);
    const present = await ask<BoardView>(boss, `/api/projects/${world.ids.ops}/board`);
    expect(present.at).toBeUndefined();
    expect(present.allowed).toContain('project.configure');
    const before = await boardAt(boss, '2020-01-01T00:00:00Z');
    expect(before).toMatchObject({ columns: [], allowed: [], at: '2020-01-01T00:00:00.000Z' });
  });

  it('tells the position that the answer is of', async () => {
    for (const path of [`projects/${world.ids.ops}/board`, `tickets/${alphas}`]) {
      const { headers } = await api.get(world.ids.boss, `/api/${path}?at=${noon}`);
      expect(headers['x-position']).toBe(String(world.log.position()));
    }
  });

  it('shows a client only what they may see today', async () => {
    const { anna, ben } = world.ids;
    expect(titles(await boardAt(anna, morning))).toEqual([['Printer'], [], []]);
    expect(titles(await boardAt(ben, morning))).toEqual([['Scanner'], [], []]);
    await ask(anna, `/api/tickets/${betas}?at=${morning}`, 404);
    expect((await changes(anna, morning, evening)).items.map(({ ticketId }) => ticketId)).toEqual([alphas]);
    await ask(world.ids.outsider, `/api/projects/${world.ids.ops}/board?at=${morning}`, 404);
    await ask(world.ids.outsider, `/api/projects/${world.ids.ops}/changes?from=${morning}&to=${noon}`, 404);
  });

  it('goes by who is assigned today and not by who was then', async () => {
    const { helper } = world.ids;
    expect(titles(await boardAt(helper, morning))).toEqual([['Scanner'], [], []]);
    await ask(helper, `/api/tickets/${own}?at=${morning}`, 404);
    expect(await ask(helper, `/api/tickets/${betas}?at=${morning}`)).toMatchObject({ assigneeIds: [] });
  });

  it('shows internal notes of then to those alone who may read them today', async () => {
    const bodies = async (userId: string) =>
      (await ask<TicketView>(userId, `/api/tickets/${alphas}?at=${morning}`)).comments.map(
        ({ body }) => body,
      );
    expect((await bodies(world.ids.agent)).sort()).toEqual(['A internal word', 'A public word']);
    expect(await bodies(world.ids.anna)).toEqual(['A public word']);
  });

  it('tells what changed between two instants, and nothing by an internal note', async () => {
    const { items } = await changes(world.ids.boss, morning, noon);
    expect(items.map(({ ticketId, changed }) => ({ ticketId, changed }))).toEqual([
      { ticketId: alphas, changed: ['title', 'columnId', 'rank'] },
      { ticketId: own, changed: ['assigneeIds'] },
    ]);
    expect(items[0]).toMatchObject({ before: { title: 'Printer' }, after: { title: 'Printer, again' } });
    expect((await changes(world.ids.ben, morning, noon)).items).toEqual([]);
    const opened = (await changes(world.ids.ben, '2026-05-01T07:00:00Z', noon)).items;
    expect(opened).toMatchObject([{ ticketId: betas, before: null }]);
  });

  it('gives the changes in pages', async () => {
    const { boss, ops } = world.ids;
    const path = `/api/projects/${ops}/changes?from=2026-05-01T07:00:00Z&to=${evening}&limit=2`;
    const first = await ask<{ items: TicketChangeView[]; nextCursor: string }>(boss, path);
    const second = await ask<typeof first>(boss, `${path}&cursor=${first.nextCursor}`);
    const found = [...first.items, ...second.items].map(({ ticketId }) => ticketId);
    expect(found).toEqual([alphas, betas, own]);
    expect(second.nextCursor).toBeNull();
  });

  it('shows a ticket that is older than its column in the column as it was first known', async () => {
    const { ids, happen, open } = world;
    const columnId = newId();
    const column = { columnId, name: 'Later', colour: '#112233', category: 'todo' as const, rank: 'a9' };
    await happen(
      projectStream(ids.ops),
      { type: 'BoardColumnAdded', data: column },
      { at: '2026-06-02T00:00:00Z' },
    );
    const renamed = { columnId, name: 'Renamed', colour: '#112233', category: 'todo' as const };
    await happen(
      projectStream(ids.ops),
      { type: 'BoardColumnChanged', data: renamed },
      { at: '2026-06-03T00:00:00Z' },
    );
    const old = await open({ columnId, title: 'Old' }, { at: '2026-06-01T00:00:00Z' });
    const board = await boardAt(ids.boss, '2026-06-01T12:00:00Z');
    expect(board.columns.at(-1)).toMatchObject({ name: 'Later', tickets: [{ title: 'Old' }] });
    const ticket = await ask<TicketView>(ids.boss, `/api/tickets/${old}?at=2026-06-01T12:00:00Z`);
    expect(ticket.columns.at(-1)?.name).toBe('Later');
    const nobody = await boardAt(ids.anna, '2026-06-01T12:00:00Z');
    expect(nobody.columns.map(({ name }) => name)).not.toContain('Later');
  });

  it('takes no comment away that was, by the times of the events, removed before it was posted', async () => {
    const { ids, happen, open } = world;
    const ticketId = await open({ title: 'Imported' }, { at: '2026-07-01T08:00:00Z' });
    const commentId = newId();
    const posted = { commentId, body: 'Late', visibility: 'public' as const };
    await happen(
      ticketStream(ticketId),
      { type: 'CommentPosted', data: posted },
      { at: '2026-07-01T12:00:00Z' },
    );
    await happen(
      ticketStream(ticketId),
      { type: 'CommentRemoved', data: { commentId } },
      { at: '2026-07-01T10:00:00Z' },
    );
    for (const hour of ['09', '11', '13']) {
      const path = `/api/tickets/${ticketId}?at=2026-07-01T${hour}:00:00Z`;
      expect(await ask(ids.boss, path)).toMatchObject({ commentCount: 0, comments: [] });
    }
  });

  it('forgets what a role let one see as soon as the role is gone', async () => {
    const { ids, happen } = world;
    await happen(rolesStream(ids.ops), {
      type: 'RoleGranted',
      data: { userId: ids.outsider, role: 'admin' },
    });
    expect(titles(await boardAt(ids.outsider, morning))[0]).toHaveLength(3);
    await happen(rolesStream(ids.ops), { type: 'RoleRevoked', data: { userId: ids.outsider } });
    await ask(ids.outsider, `/api/projects/${ids.ops}/board?at=${morning}`, 404);
  });

  it.each([
    ['at', 'board?at=yesterday'],
    ['at', 'board?at=2026-02-30T00:00:00Z'],
    ['at', 'board?at=2026-03-01T12:00:00'],
    ['at', 'board?at=0000-03-01T12:00:00Z'],
    ['from', 'changes?from=noon&to=2026-03-01T12:00:00Z'],
    ['to', 'changes?from=2026-03-01T12:00:00Z'],
    ['to', 'changes?from=2026-03-01T12:00:00Z&to=2026-02-01T12:00:00Z'],
    ['cursor', 'changes?from=2026-03-01T12:00:00Z&to=2026-04-01T12:00:00Z&cursor=abc'],
  ])('refuses a bad instant or cursor with the field `%s`: %s', async (field, asked) => {
    const { ids } = world;
    const body = await ask<{ code: string; errors: { path: string }[] }>(
      ids.boss,
      `/api/projects/${ids.ops}/${asked}`,
      400,
    );
    expect(body.code).toBe('validation_failed');
    expect(body.errors.map((error) => error.path)).toEqual([
      field === 'cursor' ? field : `querystring.${field}`,
    ]);
  });

  it('finds a board among many versions by project and time, without reading the others', async () => {
    const { pool } = world.models;
    await pool.query(`${pastIndexes.replaceAll(' on past_', ' on read_model.past_')}`);
    const project = newId();
    // 400 tickets a project, 50 versions of an hour each, and two projects more than the one that is asked for.
    await pool.query(
      `insert into read_model.past_tickets
       select md5(p || '/' || t)::uuid, v * 3600000::bigint, case when v < 50 then (v + 1) * 3600000::bigint end,
         case p when 0 then $1::uuid else md5('project' || p)::uuid end, 'K-' || t, t, 'task', 'T', 2, 2, 2,
         md5('column')::uuid, 'a' || t, md5('r')::uuid, null, '{}', '{}', null, null, 0, t > 40, null, null, '{}', '{}', now(), now(), v, null, '[]', null, '[]', '[]', '{}', '{}'
       from generate_series(0, 2) p, generate_series(1, 400) t, generate_series(1, 50) v`,
      [project],
    );
    await pool.query('analyze read_model.past_tickets');
    const piece = sql`explain (analyze, format json)
      select v.* from read_model.past_tickets v where ${onBoardAt(project, 25.5 * 3_600_000)}`;
    const { rows } = await pool.query(statement(piece));
    const plan = JSON.stringify(rows[0]);
    expect(plan).toContain('past_tickets_board');
    expect(plan).not.toContain('Seq Scan');
    expect(rows[0]['QUERY PLAN'][0].Plan['Actual Rows']).toBe(40);
  });
});
