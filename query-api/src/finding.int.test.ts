import type { TicketActivityView } from '@ticketing/contracts/finding.ts';
import { projectStream, ticketStream } from '@ticketing/contracts/streams.ts';
import type { CardView } from '@ticketing/contracts/views.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCursor } from './reading/cursor.ts';
import { type RunningQueryApi, runningQueryApi } from './testing/running-query-api.ts';
import { twoCompanies, type World } from './testing/two-companies.ts';

type Page<Item> = { items: Item[]; nextCursor: string | null; count?: { value: number; more: boolean } };

let world: World;
let api: RunningQueryApi;
const named: Record<string, string> = {};
const nameOf = (id: string) => Object.entries(named).find(([, one]) => one === id)?.[0] ?? id;

async function ok<Answer>(userId: string, path: string): Promise<Answer> {
  const { status, body } = await api.get(userId, path);
  expect(status, `${path} ${JSON.stringify(body)}`).toBe(200);
  return body as Answer;
}
async function refused(userId: string, path: string): Promise<unknown> {
  const { status, body } = await api.get(userId, path);
  return [status, (body as { code: string }).code];
}
const listed = async (query: string, userId = world.ids.boss) =>
  (await ok<Page<CardView>>(userId, `/api/tickets?${query}`)).items.map(({ id }) => nameOf(id));
const sorted = async (query: string, userId = world.ids.boss) => (await listed(query, userId)).toSorted();

beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
  const { ids, open, happen } = world;
  // Out of order on purpose: no column is sorted as another one is.
  named.cello = await open(
    {
      title: 'Cello',
      priority: 4,
      dueDate: '2026-03-20',
      startDate: '2026-03-02',
      reporterId: ids.anna,
      companyId: ids.alpha,
    },
    { at: '2026-02-03T10:00:00Z' },
  );
  named.anvil = await open(
    {
      title: 'anvil',
      priority: 1,
      urgency: 3,
      dueDate: '2026-03-10',
      reporterId: ids.ben,
      companyId: ids.beta,
    },
    { at: '2026-02-01T10:00:00Z' },
  );
  named.drum = await open(
    { title: 'Drum', priority: 4, importance: 4, columnId: ids.doing },
    { at: '2026-02-04T10:00:00Z' },
  );
  named.bell = await open(
    { title: 'Bell', priority: 2, dueDate: '2026-03-12', columnId: ids.done, type: 'bug' },
    { at: '2026-02-02T10:00:00Z' },
  );
  named.lab = await open(
    { projectId: ids.lab, title: 'Échelle', priority: 3, startDate: '2026-04-01' },
    { at: '2026-02-05T10:00:00Z' },
  );
  named.old = await open({ title: 'Old', dueDate: '2026-03-01' }, { at: '2026-01-01T10:00:00Z' });
  const other = { tagId: world.ids.lab, name: 'other', colour: '#000000' };
  await happen(projectStream(ids.ops), { type: 'TagAdded', data: other });
  const on = (name: string) => ticketStream(named[name] ?? '');
  await happen(on('cello'), { type: 'TicketAssigned', data: { userId: ids.helper } });
  await happen(on('cello'), { type: 'TicketTagged', data: { tagId: ids.tag } });
  await happen(on('drum'), { type: 'TicketTagged', data: { tagId: ids.tag } });
  await happen(on('drum'), { type: 'TicketTagged', data: { tagId: other.tagId } });
  await happen(on('drum'), { type: 'TicketAssigned', data: { userId: ids.boss } });
  const under = { parentId: named.drum ?? '' };
  await happen(on('cello'), { type: 'TicketParentChanged', data: under });
  await happen(on('old'), { type: 'TicketArchived', data: { reason: 'manual', words: '' } });
  await happen(on('old'), { type: 'TicketRestored', data: { columnId: ids.todo, rank: 'a1' } });
  const gone = { reason: 'manual', words: 'Printer is gone' } as const;
  await happen(on('old'), { type: 'TicketArchived', data: gone }, { by: ids.agent });
});

afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});

test('a cursor that somebody made up is refused, whatever is in it', async () => {
  const { ids } = world;
  const made = (key: string) => writeCursor({ key, id: ids.ops });
  for (const [path, key] of [
    [`projects/${ids.ops}/activity`, '2026-99-99T99:99:99.000000Z 1'],
    ['search?q=drum', 'words.9999999999'],
    ['users', 'a\0b'],
    ['users', 'half \ud83d'],
    ['companies', 'a\0b'],
    ['projects', 'a\0b'],
    [`projects/${ids.ops}/contacts`, 'a\0b'],
    ['tickets?sort=title', 'title asc a\0b'],
    [`tickets?sort=rank&columnId=${ids.todo}`, 'rank asc a\0b'],
    ['tickets?sort=due', 'due asc 2026-02-31'],
    ['tickets?sort=priority', 'priority desc 9'],
  ] as const) {
    const { status, body } = await api.get(
      ids.boss,
      `/api/${path}${path.includes('?') ? '&' : '?'}cursor=${made(key)}`,
    );
    expect([200, 400], `${path} ${JSON.stringify(key)} ${JSON.stringify(body)}`).toContain(status);
  }
});

test('words with a NUL character are no reason to fail', async () => {
  const { ids } = world;
  for (const path of [
    'search?q=a%00b',
    'tickets?q=%00',
    'tickets?q=a%00b',
    'users?q=%00',
    'companies?q=%00',
  ]) {
    expect([200, 400], path).toContain((await api.get(ids.boss, `/api/${path}`)).status);
  }
});

describe('the ticket list', () => {
  test('takes instants with any offset, and refuses those that the database has none for', async () => {
    const { ids } = world;
    for (const name of ['openedFrom', 'openedTo', 'changedFrom', 'changedTo', 'resolvedFrom', 'resolvedTo']) {
      const ask = (instant: string) =>
        api.get(ids.boss, `/api/tickets?${name}=${encodeURIComponent(instant)}`);
      for (const instant of [
        '2026-02-01T10:00:00+23:59',
        '2026-02-01T10:00:00.123456Z',
        '0001-01-01T00:00:00Z',
      ]) {
        expect((await ask(instant)).status, `${name} ${instant}`).toBe(200);
      }
      for (const instant of ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+01:00']) {
        expect(await ask(instant), `${name} ${instant}`).toMatchObject({
          status: 400,
          body: { code: 'validation_failed' },
        });
      }
    }
  });

  test('keeps what each filter names, of several values any', async () => {
    const { ids } = world;
    expect(await sorted(`projectId=${ids.ops},${ids.lab}`)).toEqual([
      'anvil',
      'bell',
      'cello',
      'drum',
      'lab',
    ]);
    expect(await sorted(`projectId=${ids.ops}&projectId=${ids.lab}&type=bug`)).toEqual(['bell']);
    expect(await sorted('companyId=none')).toEqual(['bell', 'drum', 'lab']);
    expect(await sorted(`companyId=none,${ids.alpha}`)).toEqual(['bell', 'cello', 'drum', 'lab']);
    expect(await sorted('category=in_progress')).toEqual(['drum']);
    expect(await sorted('category=in_progress,done')).toEqual(['bell', 'drum']);
    expect(await sorted('priority=4')).toEqual(['cello', 'drum']);
    expect(await sorted('priority=1,3')).toEqual(['anvil', 'lab']);
    expect(await sorted('urgency=3')).toEqual(['anvil']);
    expect(await sorted('importance=4')).toEqual(['drum']);
    expect(await sorted(`tagId=${ids.tag},${ids.lab}`)).toEqual(['cello', 'drum']);
    expect(await sorted(`tagId=${ids.tag},${ids.lab}&tags=all`)).toEqual(['drum']);
    expect(await sorted('assigneeId=me')).toEqual(['drum']);
    expect(await sorted('assigneeId=none')).toEqual(['anvil', 'bell', 'lab']);
    expect(await sorted(`assigneeId=none,me,${ids.helper}`)).toEqual([
      'anvil',
      'bell',
      'cello',
      'drum',
      'lab',
    ]);
    expect(await sorted('reporterId=me', ids.anna)).toEqual(['cello']);
    expect(await sorted(`parentId=${named.drum}`)).toEqual(['cello']);
    // Anna sees the ticket, and not the one that it is under.
    expect(await sorted(`parentId=${named.drum}`, ids.anna)).toEqual([]);
    expect(await sorted('archived=true')).toEqual(['old']);
    const { items } = await ok<Page<CardView>>(world.ids.boss, '/api/tickets?archived=any');
    // The last time counts, with the words of whoever archived it.
    expect(items.find(({ id }) => id === named.old)?.archiving).toMatchObject({
      reason: 'manual',
      words: 'Printer is gone',
      byId: world.ids.agent,
      byName: 'agent doe',
    });
    expect(items.filter(({ archiving }) => archiving !== undefined)).toHaveLength(1);
    expect(await sorted('archived=any&dueTo=2026-03-10')).toEqual(['anvil', 'old']);
    expect(await sorted('dueFrom=2026-03-10&dueTo=2026-03-12')).toEqual(['anvil', 'bell']);
    expect(await sorted('dueFrom=2026-03-01')).toEqual(['anvil', 'bell', 'cello']);
    expect(await sorted('overdue=true&today=2026-03-15')).toEqual(['anvil']);
    expect(await sorted('overdue=true&today=2026-03-10')).toEqual([]);
    expect(await sorted('overdue=false&today=2026-03-15')).toEqual(['bell', 'cello', 'drum', 'lab']);
    expect(await sorted('openedFrom=2026-02-02T10:00:00Z&openedTo=2026-02-04T10:00:00Z')).toEqual([
      'bell',
      'cello',
    ]);
    expect(await sorted('changedTo=2026-02-02T00:00:00Z')).toEqual(['anvil']);
    expect(await sorted('q=ell')).toEqual(['bell', 'cello', 'lab']);
    expect(await sorted('q=echelle')).toEqual(['lab']);
  });

  const orders = {
    'sort=number&projectId=OPS': ['cello', 'anvil', 'drum', 'bell', 'old'],
    'sort=opened': ['lab', 'drum', 'cello', 'bell', 'anvil', 'old'],
    'sort=opened&direction=asc': ['old', 'anvil', 'bell', 'cello', 'drum', 'lab'],
    'sort=title': ['anvil', 'bell', 'cello', 'drum', 'old', 'lab'],
    'sort=title&direction=desc': ['lab', 'old', 'drum', 'cello', 'bell', 'anvil'],
    'sort=due': ['old', 'anvil', 'bell', 'cello', 'drum', 'lab'],
    'sort=due&direction=desc': ['cello', 'bell', 'anvil', 'old', 'lab', 'drum'],
    'sort=priority': ['drum', 'cello', 'lab', 'old', 'bell', 'anvil'],
    'sort=rank&columnId=TODO': ['cello', 'anvil', 'old'],
    'sort=rank&direction=desc&columnId=TODO': ['old', 'anvil', 'cello'],
    'sort=changed': undefined,
  };
  test.each(Object.entries(orders))('is sorted by %s, page by page as at once', async (query, order) => {
    const { ids } = world;
    const asked = `${query.replace('OPS', ids.ops).replace('TODO', ids.todo)}&archived=any`;
    const whole = await listed(asked);
    if (order) expect(whole).toEqual(order);
    const pages: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<CardView> = await ok(
        ids.boss,
        `/api/tickets?${asked}&limit=2${cursor ? `&cursor=${cursor}` : ''}`,
      );
      pages.push(...page.items.map(({ id }) => nameOf(id)));
      cursor = page.nextCursor;
    } while (cursor);
    expect(pages).toEqual(whole);
  });

  test('refuses a cursor of another order, and an order that means nothing across projects or columns', async () => {
    const { ids } = world;
    const { nextCursor } = await ok<Page<CardView>>(ids.boss, '/api/tickets?sort=due&limit=1');
    const invalid = [400, 'validation_failed'];
    expect(await refused(ids.boss, `/api/tickets?sort=title&cursor=${nextCursor}`)).toEqual(invalid);
    expect(await refused(ids.boss, `/api/tickets?sort=due&direction=desc&cursor=${nextCursor}`)).toEqual(
      invalid,
    );
    expect(await refused(ids.boss, '/api/tickets?sort=number')).toEqual(invalid);
    expect(await refused(ids.boss, `/api/tickets?sort=rank&projectId=${ids.ops}`)).toEqual(invalid);
    for (const query of [
      'priority=5',
      'projectId=x',
      'category=open',
      'dueFrom=2026-02-31',
      'overdue=1',
      'companyId=',
    ]) {
      expect(await refused(ids.boss, `/api/tickets?${query}`), query).toEqual(invalid);
    }
  });

  test('goes on behind a title as long as titles get', async () => {
    const { ids, open } = world;
    const title = 'ჰ'.repeat(199);
    const [one, two] = [await open({ title: `${title}1` }), await open({ title: `${title}2` })];
    const first = await ok<Page<CardView>>(ids.boss, '/api/tickets?sort=title&direction=desc&limit=1');
    expect(first.items[0]?.id).toBe(two);
    const query = `sort=title&direction=desc&limit=1&cursor=${first.nextCursor}`;
    expect((await ok<Page<CardView>>(ids.boss, `/api/tickets?${query}`)).items[0]?.id).toBe(one);
    for (const id of [one, two]) {
      await world.happen(ticketStream(id), { type: 'TicketArchived', data: { reason: 'manual', words: '' } });
    }
  });

  test('counts what the caller may see, when asked', async () => {
    const { ids } = world;
    const counted = async (userId: string, query: string) =>
      (await ok<Page<CardView>>(userId, `/api/tickets?limit=1&${query}`)).count;
    expect(await counted(ids.boss, 'count=true')).toEqual({ value: 5, more: false });
    expect(await counted(ids.anna, 'count=true')).toEqual({ value: 1, more: false });
    expect(await counted(ids.boss, 'count=false')).toBeUndefined();
  });
});

describe('the calendar', () => {
  const shown = async (from: string, to: string, userId = world.ids.boss, more = '') => {
    const found = await ok<{ items: CardView[]; more: boolean }>(
      userId,
      `/api/calendar?from=${from}&to=${to}${more}`,
    );
    expect(found.more).toBe(false);
    return found.items.map(({ id }) => nameOf(id));
  };

  test('has the tickets whose days touch the window, be it at its edge or around it', async () => {
    expect(await shown('2026-03-05', '2026-03-06')).toEqual(['cello']);
    expect(await shown('2026-03-20', '2026-03-20')).toEqual(['cello']);
    expect(await shown('2026-03-21', '2026-03-31')).toEqual([]);
    expect(await shown('2026-03-12', '2026-04-01')).toEqual(['cello', 'bell', 'lab']);
    expect(await shown('2026-02-01', '2026-03-01', undefined, '&archived=true')).toEqual(['old']);
    expect(await shown('2026-03-12', '2026-04-01', undefined, '&type=bug')).toEqual(['bell']);
  });

  test('shows nobody what they may not see', async () => {
    expect(await shown('2026-03-01', '2026-03-31', world.ids.anna)).toEqual(['cello']);
    expect(await shown('2026-03-01', '2026-03-31', world.ids.ben)).toEqual(['anvil']);
    expect(await shown('2026-03-01', '2026-03-31', world.ids.outsider)).toEqual([]);
  });

  test('refuses a window that ends before it begins, or is longer than a hundred days', async () => {
    const invalid = [400, 'validation_failed'];
    expect(await refused(world.ids.boss, '/api/calendar?from=2026-03-02&to=2026-03-01')).toEqual(invalid);
    expect(await refused(world.ids.boss, '/api/calendar?from=2026-01-01&to=2026-04-11')).toEqual(invalid);
    expect(await shown('2026-01-01', '2026-04-10')).toHaveLength(4);
  });
});

describe('the deadlines', () => {
  type Groups = Record<string, { count: { value: number }; items: CardView[] }>;
  const grouped = async (today: string, userId = world.ids.boss) =>
    Object.fromEntries(
      Object.entries(await ok<Groups>(userId, `/api/deadlines?today=${today}`)).map(
        ([group, { count, items }]) => {
          expect(count.value).toBe(items.length);
          return [group, items.map(({ id }) => nameOf(id))];
        },
      ),
    );

  test('stand in groups by the day that the caller names, without what is done', async () => {
    const none = ['drum', 'lab'];
    const empty = { overdue: [], today: [], thisWeek: [], later: [], none };
    // 10 March 2026 is a Tuesday, the 20th a Friday.
    expect(await grouped('2026-03-10')).toEqual({ ...empty, today: ['anvil'], later: ['cello'] });
    expect(await grouped('2026-03-16')).toEqual({ ...empty, overdue: ['anvil'], thisWeek: ['cello'] });
    expect(await grouped('2026-03-15')).toEqual({ ...empty, overdue: ['anvil'], later: ['cello'] });
    expect(await grouped('9999-12-31')).toEqual({ ...empty, overdue: ['anvil', 'cello'] });
  });

  test('are those of tickets that the caller may see', async () => {
    const groups = await grouped('2026-03-10', world.ids.ben);
    expect(groups).toEqual({ overdue: [], today: ['anvil'], thisWeek: [], later: [], none: [] });
  });
});

describe('activity', () => {
  const happened = async (userId: string, path: string) =>
    (await ok<Page<TicketActivityView>>(userId, `/api/${path}/activity?limit=200`)).items;

  test('of a project is what happened to its tickets, newest first, page by page as at once', async () => {
    const { ids } = world;
    const whole = await happened(ids.boss, `projects/${ids.ops}`);
    expect(new Set(whole.map(({ projectId }) => projectId))).toEqual(new Set([ids.ops]));
    const times = whole.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().reverse());
    expect(whole.find(({ ticketId }) => ticketId === named.cello)).toMatchObject({
      ticketKey: 'OPS-1',
      ticketTitle: 'Cello',
    });
    const pages: string[] = [];
    let cursor: string | null = null;
    do {
      const path: string = `/api/projects/${ids.ops}/activity?limit=3${cursor ? `&cursor=${cursor}` : ''}`;
      const page: Page<TicketActivityView> = await ok(ids.boss, path);
      pages.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(pages).toEqual(whole.map(({ id }) => id));
    expect(await refused(ids.boss, `/api/projects/${ids.ops}/activity?cursor=nonsense`)).toEqual([
      400,
      'validation_failed',
    ]);
  });

  test('of a company is that of its tickets, and for its people that alone', async () => {
    const { ids } = world;
    const tickets = (items: TicketActivityView[]) => new Set(items.map(({ ticketId }) => nameOf(ticketId)));
    expect(tickets(await happened(ids.boss, `companies/${ids.alpha}`))).toEqual(new Set(['cello']));
    expect(tickets(await happened(ids.anna, `companies/${ids.alpha}`))).toEqual(new Set(['cello']));
    expect(tickets(await happened(ids.anna, `projects/${ids.ops}`))).toEqual(new Set(['cello']));
    expect(await refused(ids.anna, `/api/companies/${ids.beta}/activity`)).toEqual([404, 'not_found']);
    expect(await refused(ids.anna, `/api/projects/${ids.lab}/activity`)).toEqual([404, 'not_found']);
  });

  test('of a person is what they did, as far as the caller sees it', async () => {
    const { ids } = world;
    expect((await happened(ids.boss, `users/${ids.ben}`)).map(({ type }) => type)).toEqual(['TicketOpened']);
    expect(await refused(ids.anna, `/api/users/${ids.ben}/activity`)).toEqual([404, 'not_found']);
  });

  test('tells of internal notes only those who may read them', async () => {
    const { ids, comment } = world;
    await comment(named.cello ?? '', ids.agent, 'Clumsy', 'internal');
    const notes = (items: TicketActivityView[]) =>
      items.filter(({ type }) => type === 'CommentPosted').length;
    for (const path of [`projects/${ids.ops}`, `companies/${ids.alpha}`, `users/${ids.agent}`]) {
      expect(notes(await happened(ids.boss, path)), path).toBe(1);
      expect(notes(await happened(ids.manager, path)), path).toBe(1);
    }
    for (const path of [`projects/${ids.ops}`, `companies/${ids.alpha}`, `users/${ids.agent}`]) {
      expect(notes(await happened(ids.anna, path)), path).toBe(0);
    }
  });
});
