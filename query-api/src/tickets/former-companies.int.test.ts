import { ticketStream } from '@ticketing/contracts/streams.ts';
import type { ActivityView, BoardView, TicketChangeView, TicketView } from '@ticketing/contracts/views.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';

let world: World;
let api: RunningQueryApi;
let ticket: string;

const morning = '2026-05-01T08:00:00.000Z';
const noon = '2026-05-01T12:00:00.000Z';
const evening = '2026-05-01T20:00:00.000Z';

/** A ticket that anna of Alpha opened in the morning and renamed; at noon it became Beta's, and alex wrote before. */
beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
  const { ids, open, happen } = world;
  ticket = await open(
    { companyId: ids.alpha, title: 'Alpha’s printer', reporterId: ids.anna },
    { at: morning },
  );
  const stream = ticketStream(ticket);
  for (const visibility of ['public', 'internal'] as const) {
    const data = { commentId: crypto.randomUUID(), body: `A ${visibility} word`, visibility };
    await happen(stream, { type: 'CommentPosted', data }, { at: morning, by: ids.agent });
  }
  await happen(stream, { type: 'TicketRenamed', data: { title: 'Printer' } }, { at: morning });
  const handedOver = { companyId: ids.beta, fromCompanyId: ids.alpha, reporterId: ids.agent };
  await happen(stream, { type: 'TicketCompanyChanged', data: handedOver }, { at: noon, by: ids.agent });
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
const typesIn = ({ items }: { items: ActivityView[] }) => items.map(({ type }) => type);

describe('a ticket that has become another company’s', () => {
  it('is gone for the people of the former one, its reporter among them, wherever they ask', async () => {
    const { ids } = world;
    for (const userId of [ids.anna, ids.alex]) {
      await ask(userId, `/api/tickets/${ticket}`, 404);
      await ask(userId, `/api/tickets/${ticket}?at=${morning}`, 404);
      await ask(userId, `/api/tickets/${ticket}/history`, 404);
      expect(await ask(userId, '/api/tickets?q=printer&archived=any')).toMatchObject({ items: [] });
      expect(await ask(userId, `/api/tickets?reporterId=me&archived=any`)).toMatchObject({ items: [] });
      expect(await ask(userId, '/api/search?q=printer')).toMatchObject({ items: [] });
      const board = await ask<BoardView>(userId, `/api/projects/${ids.ops}/board?at=${morning}`);
      expect(board.columns.flatMap(({ tickets }) => tickets)).toEqual([]);
    }
  });

  it('is there for the people of the next one, with its public words and without the notes', async () => {
    const { ids } = world;
    const read = await ask<TicketView>(ids.ben, `/api/tickets/${ticket}`);
    expect(read).toMatchObject({ companyId: ids.beta, companyName: 'beta Ltd', reporterId: ids.agent });
    expect(read.comments.map(({ body }) => body)).toEqual(['A public word']);
    expect(await ask(ids.ben, '/api/search?q=printer')).toMatchObject({ items: [{ id: ticket }] });
  });

  it('has no past for them from before, and does not say whose it was', async () => {
    const { ids } = world;
    await ask(ids.ben, `/api/tickets/${ticket}?at=${morning}`, 404);
    const board = await ask<BoardView>(ids.ben, `/api/projects/${ids.ops}/board?at=${morning}`);
    expect(board.columns.flatMap(({ tickets }) => tickets)).toEqual([]);
    const changes = await ask<{ items: TicketChangeView[] }>(
      ids.ben,
      `/api/projects/${ids.ops}/changes?from=${morning}&to=${evening}`,
    );
    expect(changes.items).toMatchObject([{ ticketId: ticket, before: null, after: { companyId: ids.beta } }]);
    const history = await ask<{ items: ActivityView[] }>(ids.ben, `/api/tickets/${ticket}/history`);
    expect(typesIn(history)).toEqual(['TicketCompanyChanged']);
    const everything = [history, board, changes, await ask(ids.ben, `/api/projects/${ids.ops}/activity`)];
    for (const secret of [ids.alpha, 'alpha', 'Alpha', ids.anna, 'anna']) {
      expect(JSON.stringify(everything)).not.toContain(secret);
    }
  });

  it('keeps all of its past for staff, with both companies’ names', async () => {
    const { ids } = world;
    const history = await ask<{ items: ActivityView[] }>(ids.agent, `/api/tickets/${ticket}/history`);
    expect(typesIn(history)).toEqual([
      'TicketCompanyChanged',
      'TicketRenamed',
      'CommentPosted',
      'CommentPosted',
      'TicketOpened',
    ]);
    expect(history.items[0]?.details).toMatchObject({
      companyName: 'beta Ltd',
      fromCompanyName: 'alpha Ltd',
      reporterName: 'agent doe',
    });
    const then = await ask<TicketView>(ids.agent, `/api/tickets/${ticket}?at=${morning}`);
    expect(then).toMatchObject({ companyId: ids.alpha, reporterId: ids.anna });
  });
});
