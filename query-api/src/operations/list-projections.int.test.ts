import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';

let world: World;
let api: RunningQueryApi;
beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
});
afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});
const path = '/api/operations/projections';

test('superusers see how far each projection is, who leads it, and what it set aside and why', async () => {
  const { pool } = world.models;
  await pool.query(
    `insert into read_model.parked_streams (projection, stream, position, reason) values ('board', 'ticket-x', 7, 'a bug')`,
  );
  await pool.query(
    `update read_model.projection_checkpoints set owner = 'a/1/x', lease_until = now() + interval '1 minute', applied = 3
     where name = 'board'`,
  );
  const { status, body } = await api.get(world.ids.root, path);
  expect(status).toBe(200);
  const { items } = body as { items: { name: string }[] };
  expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(['access', 'board', 'tickets']));
  expect(items.find(({ name }) => name === 'board')).toEqual({
    name: 'board',
    version: expect.any(Number),
    position: expect.stringMatching(/^\d+$/),
    owner: 'a/1/x',
    leaseUntil: expect.any(String),
    led: true,
    applied: '3',
    appliedRecordedAt: null,
    parkedStreams: [
      {
        stream: 'ticket-x',
        position: '7',
        reason: 'a bug',
        parkedAt: expect.any(String),
        attempts: 0,
        lastTriedAt: null,
        replayRequestedAt: null,
      },
    ],
  });
  expect(items.find(({ name }) => name === 'tickets')).toMatchObject({ led: false, parkedStreams: [] });
});

test('nobody else sees any of it', async () => {
  for (const who of ['boss', 'agent', 'anna'] as const) {
    expect((await api.get(world.ids[who], path)).status).toBe(403);
  }
});
