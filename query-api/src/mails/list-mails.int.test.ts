import { newId } from '@ticketing/platform/ids.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import { mailId, queueMail } from '@ticketing/platform/mail/queue-mail.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';

let world: World;
let api: RunningQueryApi;
const queued: string[] = [];

beforeAll(async () => {
  world = await twoCompanies();
  await prepareOutbox(world.models.database.url);
  api = await runningQueryApi(world.models);
  for (let count = 0; count < 5; count++) {
    const mail = {
      kind: 'password_reset',
      causeId: newId(),
      to: count === 0 ? { address: 'guest@example.com' } : { userId: world.ids.anna },
      subject: 'Set a new password',
      text: 'open https://admin.example/reset-password#token=secret',
    } as const;
    await queueMail(world.models.pool, mail);
    queued.unshift(mailId(mail));
  }
  // All at once, so that the id has to decide.
  await world.models.pool.query(`update mail.outbox set queued_at = '2026-03-01T12:00:00.000001Z'`);
  queued.sort().reverse();
});
afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});

type Page = { items: Record<string, unknown>[]; nextCursor: string | null };
const list = async (query: string) => (await api.get(world.ids.root, `/api/mails?${query}`)).body as Page;

test('superusers see every mail once, page by page, to whom it is and what became of it, and nothing of what it says', async () => {
  const seen: Record<string, unknown>[] = [];
  let cursor: string | null = '';
  do {
    const page: Page = await list(`limit=2${cursor ? `&cursor=${cursor}` : ''}`);
    seen.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen.map(({ id }) => id)).toEqual(queued);
  expect(JSON.stringify(seen)).not.toMatch(/secret|reset-password/);
  expect(seen.filter(({ address }) => address === 'guest@example.com')).toMatchObject([{ recipient: null }]);
  expect(seen.find(({ address }) => address === null)).toEqual({
    id: expect.any(String),
    kind: 'password_reset',
    recipient: expect.objectContaining({ id: world.ids.anna, username: 'anna' }),
    address: null,
    status: 'waiting',
    attempts: 0,
    lastError: null,
    queuedAt: '2026-03-01T12:00:00.000Z',
    nextAttemptAt: expect.any(String),
    settledAt: null,
  });
});

test('mails are told by what became of them', async () => {
  const [id] = queued;
  await world.models.pool.query(
    `update mail.outbox set status = 'failed', attempts = 1, last_error = '550 no such mailbox', settled_at = now()
     where id = $1`,
    [id],
  );
  expect((await list('status=failed')).items).toMatchObject([
    { id, attempts: 1, lastError: '550 no such mailbox', nextAttemptAt: null },
  ]);
  expect((await list('status=waiting')).items).toHaveLength(4);
  expect((await list('status=sent')).items).toEqual([]);
  expect((await api.get(world.ids.root, '/api/mails?status=lost')).status).toBe(400);
});

test('nobody else sees any', async () => {
  for (const who of ['boss', 'agent', 'anna'] as const) {
    expect((await api.get(world.ids[who], '/api/mails')).status).toBe(403);
  }
});
