import type { NotificationKind } from '@ticketing/contracts/kinds.ts';
import type { NotificationView } from '@ticketing/contracts/notifications.ts';
import {
  chatStream,
  companyStream,
  inboxStream,
  rolesStream,
  ticketStream,
} from '@ticketing/contracts/streams.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';

let world: World;
let api: RunningQueryApi;
const now = () => ({ at: new Date().toISOString() });

beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
});
afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});

async function ok<Body>(userId: string, path: string): Promise<Body> {
  const { status, body } = await api.get(userId, path);
  expect(status, JSON.stringify(body)).toBe(200);
  // Each test names what the path answers with.
  return body as Body;
}
type Page = { items: NotificationView[]; nextCursor: string | null };
const list = (userId: string, query = '') => ok<Page>(userId, `/api/notifications?limit=100${query}`);
const unread = async (userId: string) =>
  (await ok<{ unread: number }>(userId, '/api/notifications/unread')).unread;
const about = async (userId: string, ticketId: string): Promise<NotificationKind[]> =>
  (await list(userId)).items.filter((one) => one.ticketId === ticketId).map(({ kind }) => kind);

describe('the notifications of a person', () => {
  test('come the newest first, page by page, with the names of today, and are nobody else’s', async () => {
    const { ids, open, happen } = world;
    const ticket = await open({ reporterId: ids.anna, companyId: ids.alpha, title: 'Old title' });
    for (const columnId of [ids.doing, ids.done, ids.todo]) {
      const data = { columnId, rank: 'a', fromColumnId: ids.lab };
      await happen(ticketStream(ticket), { type: 'TicketMoved', data }, { by: ids.agent, ...now() });
    }
    await happen(ticketStream(ticket), { type: 'TicketRenamed', data: { title: 'New title' } });
    const all = (await list(ids.anna)).items.filter(({ ticketId }) => ticketId === ticket);
    expect(all.map(({ details }) => details.columnName)).toEqual(['Column 0', 'Column 2', 'Column 1']);
    expect(all[0]).toMatchObject({
      kind: 'status_changed',
      ticketTitle: 'New title',
      actorName: 'agent doe',
      readAt: null,
    });
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const next: string = cursor ? `&cursor=${cursor}` : '';
      const page: Page = await ok<Page>(ids.anna, `/api/notifications?limit=1${next}`);
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(paged).toEqual((await list(ids.anna)).items.map(({ id }) => id));
    for (const other of [ids.alex, ids.ben, ids.root]) expect(await about(other, ticket)).toEqual([]);
  });

  test('are counted and listed as unread until they are read', async () => {
    const { ids, open, happen } = world;
    const ticket = await open({ reporterId: ids.ben, companyId: ids.beta });
    const comment = (body: string) =>
      happen(
        ticketStream(ticket),
        { type: 'CommentPosted', data: { commentId: newId(), body, visibility: 'public' } },
        { by: ids.agent, ...now() },
      );
    await comment('One');
    await comment('Two');
    const [newest] = (await list(ids.ben, '&unread=true')).items;
    expect(await unread(ids.ben)).toBe(2);
    await happen(inboxStream(ids.ben), {
      type: 'NotificationRead',
      data: { notificationId: newest?.id ?? '' },
    });
    expect(await unread(ids.ben)).toBe(1);
    expect((await list(ids.ben, '&unread=true')).items).toHaveLength(1);
    expect((await list(ids.ben)).items).toHaveLength(2);
  });

  test('are not shown and not counted while the person may not see the ticket, or the note, they tell of', async () => {
    const { ids, open, happen } = world;
    const ticket = await open();
    await happen(
      ticketStream(ticket),
      { type: 'TicketAssigned', data: { userId: ids.manager } },
      { by: ids.agent, ...now() },
    );
    await happen(
      ticketStream(ticket),
      { type: 'CommentPosted', data: { commentId: newId(), body: 'Note', visibility: 'internal' } },
      { by: ids.agent, ...now() },
    );
    expect(await unread(ids.manager)).toBeGreaterThan(1);
    expect(await about(ids.manager, ticket)).toEqual(['commented', 'assigned']);
    const roles = rolesStream(ids.ops);
    // As a user they still see what they are assigned to, and no internal notes.
    await happen(roles, { type: 'RoleChanged', data: { userId: ids.manager, role: 'user' } });
    expect(await about(ids.manager, ticket)).toEqual(['assigned']);
    // Without it, not even of the role itself.
    await happen(roles, { type: 'RoleRevoked', data: { userId: ids.manager } });
    expect(await about(ids.manager, ticket)).toEqual([]);
    expect(await unread(ids.manager)).toBe(0);
  });

  test('of a room are shown to who takes part in it', async () => {
    const { ids, happen } = world;
    const room = newId();
    const say = (event: Parameters<typeof happen>[1]) =>
      happen(chatStream(room), event, { by: ids.agent, ...now() });
    await say({
      type: 'ChatRoomOpened',
      data: { kind: 'group', name: 'Crew', ticketId: null, companyId: null },
    });
    for (const userId of [ids.agent, ids.helper]) await say({ type: 'ParticipantJoined', data: { userId } });
    await say({
      type: 'MessagePosted',
      data: { messageId: newId(), body: 'Hello', replyToId: null, files: [] },
    });
    const inRoom = async () => (await list(ids.helper)).items.filter(({ roomId }) => roomId === room);
    expect(await inRoom()).toMatchObject([{ kind: 'chat', roomName: 'Crew', ticketKey: null }]);
    await say({ type: 'ParticipantLeft', data: { userId: ids.helper } });
    expect(await inRoom()).toEqual([]);
  });

  test('of a company’s room are gone for whoever left the company, though they never left the room', async () => {
    const { ids, happen } = world;
    const [room, leaver] = [newId(), newId()];
    await world.register(leaver, 'leaver', false);
    const alpha = companyStream(ids.alpha);
    await happen(alpha, { type: 'CompanyUserAssigned', data: { userId: leaver } });
    const say = (event: Parameters<typeof happen>[1]) =>
      happen(chatStream(room), event, { by: ids.anna, ...now() });
    const data = { kind: 'group', name: 'Layoffs', ticketId: null, companyId: ids.alpha } as const;
    await say({ type: 'ChatRoomOpened', data });
    for (const userId of [ids.anna, leaver]) await say({ type: 'ParticipantJoined', data: { userId } });
    const post = () =>
      say({
        type: 'MessagePosted',
        data: { messageId: newId(), body: 'Hello', replyToId: null, files: [] },
      });
    await post();
    expect(await list(leaver)).toMatchObject({ items: [{ kind: 'chat', roomName: 'Layoffs' }] });
    expect(await unread(leaver)).toBe(1);
    await happen(alpha, { type: 'CompanyUserRemoved', data: { userId: leaver } });
    await post();
    expect(await list(leaver)).toEqual({ items: [], nextCursor: null });
    expect(await unread(leaver)).toBe(0);
  });

  test('come as they wish: preferences say every kind, chosen or usual', async () => {
    const { ids, happen } = world;
    const preferences = [{ kind: 'chat' as const, inApp: false, byEmail: true }];
    await happen(`user-${ids.alex}`, { type: 'NotificationPreferencesChanged', data: { preferences } });
    const answered = await ok<{ preferences: { kind: string }[] }>(
      ids.alex,
      '/api/me/notification-preferences',
    );
    expect(answered.preferences).toHaveLength(9);
    expect(answered.preferences).toContainEqual(preferences[0]);
    expect(answered.preferences).toContainEqual({ kind: 'assigned', inApp: true, byEmail: true });
  });

  test('refuse a cursor that this list did not hand out', async () => {
    const { status, body } = await api.get(world.ids.anna, '/api/notifications?cursor=nonsense');
    expect({ status, body }).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });
});
