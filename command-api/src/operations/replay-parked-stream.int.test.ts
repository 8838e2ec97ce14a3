import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { listParkedStreams } from '@ticketing/platform/parked-streams.ts';
import { makeEngineTables } from '@ticketing/projectors/engine/take-over.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCommandApi } from '../app.ts';
import { type Person, signedIn } from '../testing/signed-in.ts';

let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let server: FastifyInstance;
let root: Person;
let agent: Person;
const stream = `ticket-${newId()}`;
const path = '/operations/projections/board/replays';

beforeAll(async () => {
  stores = await temporaryApplication();
  const log = createLog('test', 'silent');
  server = await buildCommandApi(stores.app, { log, corsOrigins: [], loginPerMinute: 5 });
  root = await signedIn(stores.app, server, 'root', { staff: true, superuser: true });
  agent = await signedIn(stores.app, server, 'agent', { staff: true });
});
afterAll(async () => {
  await server?.close();
  await stores?.stop();
});

test('nothing is set aside before a projector ever ran', async () => {
  expect((await root.call('POST', path, { stream })).status).toBe(404);
});

test('a superuser has a stream tried again that was set aside, once however often they ask, and nobody else', async () => {
  const { pool } = stores.app;
  await makeEngineTables(pool);
  await pool.query(
    `insert into read_model.parked_streams (projection, stream, position, reason) values ('board', $1, 7, 'a bug')`,
    [stream],
  );
  expect(await agent.call('POST', path, { stream })).toMatchObject({ status: 403 });
  expect(await listParkedStreams(pool)).toMatchObject([{ replayRequestedAt: null }]);
  const asked = { status: 202, body: { projection: 'board', stream } };
  expect(await root.call('POST', path, { stream })).toEqual(asked);
  const [first] = await listParkedStreams(pool);
  expect(first?.replayRequestedAt).not.toBeNull();
  expect(await root.call('POST', path, { stream })).toEqual(asked);
  expect(await listParkedStreams(pool)).toEqual([first]);
  const other = await root.call('POST', '/operations/projections/tickets/replays', { stream });
  expect(other).toMatchObject({ status: 404, body: { code: 'not_found' } });
});
