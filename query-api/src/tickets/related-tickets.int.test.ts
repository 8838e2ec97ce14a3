import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import type { BusMessage } from '@ticketing/contracts/live.ts';
import { mentionOf } from '@ticketing/contracts/mentions.ts';
import { ticketStream } from '@ticketing/contracts/streams.ts';
import type {
  ActivityView,
  BoardView,
  CardView,
  CommentView,
  TicketView,
} from '@ticketing/contracts/views.ts';
import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outgoing } from '../live/telling.ts';
import { writeCursor } from '../reading/cursor.ts';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';

let world: World;
let api: RunningQueryApi;
/** Anna's ticket stands under `epic`, blocks `secret` and is caused by it; she sees neither, and sees `sibling`. */
let hers: string;
let sibling: string;
let epic: string;
let secret: string;
let linkedAt: string;
const told: Extract<BusMessage, { kind: 'change' }>[] = [];

const on = (id: string, event: TicketEvent, at?: string) =>
  world.happen(ticketStream(id), event, { by: world.ids.agent, ...(at ? { at } : {}) });

beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
  const { ids, open } = world;
  epic = await open({ title: 'Replace all of it', type: 'epic' });
  secret = await open({ projectId: ids.lab, title: 'Not for clients' });
  hers = await open({ reporterId: ids.anna, companyId: ids.alpha, title: 'Printer' });
  sibling = await open({ reporterId: ids.alex, companyId: ids.alpha, title: 'Scanner' });
  await world.models.bus.subscribe({
    onMessage: (message) => {
      if (message.kind === 'change') told.push(message);
    },
    onLost: () => undefined,
  });
  await on(hers, { type: 'TicketParentChanged', data: { parentId: epic } });
  await on(hers, { type: 'TicketLinked', data: { link: 'blocks', ticketId: secret } });
  await on(secret, { type: 'TicketLinked', data: { link: 'causes', ticketId: hers } });
  await on(hers, { type: 'TicketLinked', data: { link: 'duplicates', ticketId: sibling } });
  linkedAt = (await ok<TicketView>(ids.root, `/api/tickets/${hers}`)).changedAt;
});

afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});

type Page<Item> = { items: Item[]; nextCursor: string | null };

async function ok<Body>(userId: string, path: string): Promise<Body> {
  const { status, body } = await api.get(userId, path);
  expect(status, JSON.stringify(body)).toBe(200);
  // Each test names the view that the path answers with.
  return body as Body;
}

const linksOf = ({ links }: TicketView) => links.map(({ link, ticket }) => `${link} ${ticket.key}`).sort();
const history = async (userId: string, id: string) =>
  (await ok<Page<ActivityView>>(userId, `/api/tickets/${id}/history`)).items;
/** What would tell somebody of the two tickets that Anna does not see. */
const traces = () => [epic, secret, 'Replace all of it', 'Not for clients', 'OPS-1"', 'LAB-1'];

describe('what hangs together with a ticket', () => {
  test('shows from both ends, each as it reads from there, to who sees both', async () => {
    const { ids } = world;
    const ticket = await ok<TicketView>(ids.root, `/api/tickets/${hers}`);
    expect(linksOf(ticket)).toEqual(['blocks LAB-1', 'caused_by LAB-1', 'duplicates OPS-3']);
    expect(ticket).toMatchObject({
      parentId: epic,
      parent: {
        id: epic,
        type: 'epic',
        title: 'Replace all of it',
        column: { name: 'Column 0', category: 'todo' },
      },
    });
    const other = await ok<TicketView>(ids.root, `/api/tickets/${secret}`);
    expect(linksOf(other)).toEqual(['blocked_by OPS-2', 'causes OPS-2']);
    expect((await ok<TicketView>(ids.agent, `/api/tickets/${epic}`)).children).toMatchObject([
      { id: hers, title: 'Printer' },
    ]);
  });

  test('is not there for who sees one end only, neither on the ticket nor on cards, now and in the past', async () => {
    const { ids } = world;
    const at = new Date(Date.parse(linkedAt) + 3_600_000).toISOString();
    for (const query of ['', `?at=${at}`]) {
      const ticket = await ok<TicketView>(ids.anna, `/api/tickets/${hers}${query}`);
      expect(ticket).toMatchObject({ parentId: null, parent: null, children: [] });
      expect(linksOf(ticket)).toEqual(['duplicates OPS-3']);
      const board = await ok<BoardView>(ids.anna, `/api/projects/${ids.ops}/board${query}`);
      for (const trace of traces()) expect(JSON.stringify([ticket, board])).not.toContain(trace);
      const card = board.columns.flatMap(({ tickets }) => tickets).find(({ id }) => id === hers);
      expect(card?.parentId).toBeNull();
    }
    const list = await ok<Page<CardView>>(ids.anna, '/api/tickets');
    expect(list.items.find(({ id }) => id === hers)?.parentId).toBeNull();
    const seen = await ok<Page<CardView>>(ids.agent, `/api/tickets?projectId=${ids.ops}`);
    expect(seen.items.find(({ id }) => id === hers)?.parentId).toBe(epic);
    // The agent has no role in LAB, and so sees of the links what Anna sees.
    expect(linksOf(await ok<TicketView>(ids.agent, `/api/tickets/${hers}`))).toEqual(['duplicates OPS-3']);
  });

  test('is told in the history with keys to who sees both, and not at all to others', async () => {
    const { ids } = world;
    const all = await history(ids.root, hers);
    expect(all.map(({ type }) => type)).toEqual([
      'TicketLinked',
      'TicketLinked',
      'TicketParentChanged',
      'TicketOpened',
    ]);
    expect(all.map(({ details }) => details.ticketKey ?? details.parentKey)).toEqual([
      'OPS-3',
      'LAB-1',
      'OPS-1',
      undefined,
    ]);
    const hersToSee = await history(ids.anna, hers);
    expect(hersToSee.map(({ type }) => type)).toEqual(['TicketLinked', 'TicketOpened']);
    for (const trace of traces()) expect(JSON.stringify(hersToSee)).not.toContain(trace);
  });

  test('is told live to who sees both ends, with nothing of it to others', () => {
    const { ids } = world;
    const viewer = (userId: string, known: Partial<Viewer>): Viewer => ({
      userId,
      superuser: false,
      staff: false,
      roles: new Map(),
      companyIds: new Set(),
      adminOfCompanyIds: new Set(),
      ...known,
    });
    const anna = viewer(ids.anna, { companyIds: new Set([ids.alpha]) });
    const root = viewer(ids.root, { superuser: true });
    const frames = (who: Viewer) =>
      told
        .flatMap((message) => {
          const place = { shard: 0, id: '1-0' };
          const sent = outgoing(
            { message, place },
            () => [ids.alpha],
            () => 'cursor',
          );
          return sent.frameFor(who) ?? [];
        })
        .map((frame) => JSON.parse(String(frame)));
    const relations = (who: Viewer) =>
      frames(who).flatMap(({ change }) =>
        change.entity === 'relation' ? [`${change.ticketId} ${change.relation} ${change.id}`] : [],
      );
    expect(relations(root).sort()).toEqual(
      [
        `${hers} parent ${epic}`,
        `${epic} child ${hers}`,
        `${hers} blocks ${secret}`,
        `${secret} blocked_by ${hers}`,
        `${secret} causes ${hers}`,
        `${hers} caused_by ${secret}`,
        `${hers} duplicates ${sibling}`,
        `${sibling} duplicated_by ${hers}`,
      ].sort(),
    );
    expect(relations(anna).sort()).toEqual(
      [`${hers} duplicates ${sibling}`, `${sibling} duplicated_by ${hers}`].sort(),
    );
    for (const trace of traces()) expect(JSON.stringify(frames(anna))).not.toContain(trace);
    // Her card went under a ticket that she does not see: she hears of the card, and not of that.
    const card = frames(anna).find(({ change }) => change.entity === 'card');
    expect(card.change.row).toMatchObject({ id: hers, parentId: null });
  });

  test('does not move the time of the last change, since not everybody sees it', async () => {
    const ticket = await ok<TicketView>(world.ids.anna, `/api/tickets/${hers}`);
    expect(ticket.changedAt).toBe(ticket.openedAt);
  });

  test('goes one step only, so that a circle which the log holds shows as two tickets under each other', async () => {
    const { ids, open } = world;
    const [one, two] = [await open({ title: 'One' }), await open({ title: 'Two' })];
    await on(one, { type: 'TicketParentChanged', data: { parentId: two } });
    await on(two, { type: 'TicketParentChanged', data: { parentId: one } });
    const ticket = await ok<TicketView>(ids.agent, `/api/tickets/${one}`);
    expect([ticket.parent?.id, ticket.children.map(({ id }) => id)]).toEqual([two, [two]]);
  });

  test('names subtasks’ assignees, followers and those mentioned among the people', async () => {
    const { ids, open } = world;
    const id = await open({ description: `Ask ${mentionOf(ids.manager)}` });
    await on(id, {
      type: 'SubtaskAdded',
      data: { subtaskId: newId(), title: 'Part', assigneeId: ids.helper, rank: 'a0' },
    });
    await on(id, { type: 'TicketFollowed', data: { userId: ids.agent } });
    await world.comment(id, ids.boss, `${mentionOf(ids.alex)} may know`);
    const ticket = await ok<TicketView>(ids.boss, `/api/tickets/${id}`);
    const names = new Set(ticket.people.map((person) => person.id));
    for (const userId of [ids.manager, ids.helper, ids.agent, ids.alex]) expect(names.has(userId)).toBe(true);
    expect(ticket).toMatchObject({ subtaskCount: 1, subtasksDone: 0, followerIds: [ids.agent] });
  });

  test('tells of those who are only mentioned no name of somebody whom the reader may not know of', async () => {
    const { ids, open } = world;
    const anybody = `Ask ${mentionOf(ids.ben)}, ${mentionOf(ids.manager)} or ${mentionOf(ids.alex)}`;
    const id = await open({ reporterId: ids.anna, companyId: ids.alpha, description: anybody });
    await world.comment(id, ids.anna, anybody);
    const namesFor = async (userId: string, path: string) => {
      const { people } = await ok<Pick<TicketView, 'people'>>(userId, `/api/tickets/${id}${path}`);
      return new Set(people.map((person) => person.id));
    };
    const at = new Date().toISOString();
    for (const path of ['', `?at=${at}`, '/comments', `/comments?at=${at}`]) {
      expect(await namesFor(ids.anna, path), path).toEqual(new Set([ids.anna, ids.alex]));
      const everybody = new Set([ids.anna, ids.alex, ids.ben, ids.manager]);
      expect(await namesFor(ids.boss, path), path).toEqual(everybody);
    }
  });
});

describe('comments', () => {
  test('refuse a cursor of a year that the database does not know', async () => {
    const { ids, open } = world;
    const id = await open();
    const cursor = writeCursor({ key: '0000-01-01T00:00:00.000Z', id });
    expect(await api.get(ids.boss, `/api/tickets/${id}/comments?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'validation_failed' },
    });
  });

  test('beyond the newest 200 are asked for page by page, and none is left out or shown twice', async () => {
    const { ids, open } = world;
    const id = await open({ reporterId: ids.anna, companyId: ids.alpha });
    const posted: string[] = [];
    for (let number = 0; number < 205; number++) {
      // Several within the same instant.
      const at = new Date(Date.parse('2026-04-01T00:00:00Z') + Math.floor(number / 3) * 1_000).toISOString();
      const commentId = newId();
      const visibility = number % 20 === 7 ? ('internal' as const) : ('public' as const);
      await on(id, { type: 'CommentPosted', data: { commentId, body: `Number ${number}`, visibility } }, at);
      posted.push(commentId);
    }
    for (const query of ['', '?at=2026-04-02T00:00:00Z']) {
      const ticket = await ok<TicketView>(ids.boss, `/api/tickets/${id}${query}`);
      expect(ticket.comments).toHaveLength(200);
      const older = await ok<Page<CommentView>>(
        ids.boss,
        `/api/tickets/${id}/comments${query || '?'}&cursor=${ticket.olderComments}`,
      );
      const seen = [...older.items.toReversed(), ...ticket.comments].map((comment) => comment.id);
      expect(seen.toSorted()).toEqual(posted.toSorted());
      expect(older.nextCursor).toBeNull();
    }
    const forAnna = await ok<TicketView>(ids.anna, `/api/tickets/${id}`);
    expect(forAnna.comments.every(({ visibility }) => visibility === 'public')).toBe(true);
    expect(forAnna).toMatchObject({ olderComments: null, commentCount: forAnna.comments.length });
    const wrong = await api.get(ids.boss, `/api/tickets/${id}/comments?cursor=x`);
    expect(wrong.status).toBe(400);
  });

  test('keep every wording, for who may read the comment, and of a removed one for who may moderate', async () => {
    const { ids, open, comment } = world;
    const id = await open({ reporterId: ids.anna, companyId: ids.alpha });
    const commentId = await comment(id, ids.anna, 'First words');
    const note = await comment(id, ids.agent, 'Between us', 'internal');
    await on(id, { type: 'CommentEdited', data: { commentId, body: 'Second words' } });
    await on(id, { type: 'CommentEdited', data: { commentId, body: 'Third words' } });
    const path = `/api/tickets/${id}/comments/${commentId}/versions`;
    type Version = { body: string; from: string; until: string | null };
    const versions = await ok<Page<Version>>(ids.alex, path);
    expect(versions.items.map(({ body }) => body)).toEqual(['Third words', 'Second words', 'First words']);
    expect(versions.items.map(({ until }) => until)).toEqual([
      null,
      versions.items[0]?.from,
      versions.items[1]?.from,
    ]);
    const first = await ok<Page<Version>>(ids.alex, `${path}?limit=2`);
    const last = await ok<Page<Version>>(ids.alex, `${path}?limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...last.items]).toEqual(versions.items);
    expect((await api.get(ids.ben, path)).status).toBe(404);
    expect((await api.get(ids.anna, path.replace(commentId, note))).status).toBe(404);
    expect((await api.get(ids.manager, path.replace(commentId, note))).status).toBe(200);
    // Under another ticket, however visible, there is no such comment.
    expect((await api.get(ids.boss, path.replace(id, sibling))).status).toBe(404);
    await on(id, { type: 'CommentRemoved', data: { commentId } });
    expect((await api.get(ids.anna, path)).status).toBe(404);
    expect((await api.get(ids.manager, path)).status).toBe(404);
    const kept = await ok<Page<Version>>(ids.agent, path);
    expect(kept.items.map(({ body }) => body)).toEqual(['Third words', 'Second words', 'First words']);
    expect(kept.items[0]?.until).not.toBeNull();
  });
});
