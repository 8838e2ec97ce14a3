import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { projectChannel } from '@ticketing/contracts/live.ts';
import { ticketStream } from '@ticketing/contracts/streams.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { liveClient } from './testing/live-client.ts';
import { type RunningQueryApi, runningQueryApi } from './testing/running-query-api.ts';
import { twoCompanies, type World } from './testing/two-companies.ts';

let world: World;
let api: RunningQueryApi;
let front: Server;
let origin: string;

/** A plain Node server that hands over requests and upgrades, as the embedded stack's one origin does. */
beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
  front = createServer((request, response) => api.app.routing(request, response));
  front.on('upgrade', (request, socket, head) => {
    api.app.server.emit('upgrade', request, socket, head);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  // A server that listens on TCP has such an address.
  origin = `127.0.0.1:${(front.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await api?.app.close();
  front?.closeAllConnections();
  front?.close();
  await world?.models.stop();
});

test('requests that another server hands over are answered', async () => {
  const authorization = `Bearer ${await api.tokens.issueAccess(world.ids.anna)}`;
  const response = await fetch(`http://${origin}/api/me`, { headers: { authorization } });
  expect([response.status, await response.json()]).toEqual([
    200,
    expect.objectContaining({ id: world.ids.anna }),
  ]);
  const refused = await fetch(`http://${origin}/api/nothing`, { headers: { authorization } });
  expect(refused.status).toBe(404);
  expect(await refused.json()).toMatchObject({ code: 'not_found' });
});

test('a socket that another server hands over is live', async () => {
  const { ids, open, happen } = world;
  const ticketId = await open({ companyId: ids.alpha });
  const client = await liveClient(`ws://${origin}/ws`);
  await client.authenticate(await api.tokens.issueAccess(ids.anna));
  await client.subscribe(projectChannel(ids.ops));
  await happen(ticketStream(ticketId), { type: 'TicketRenamed', data: { title: 'Through the front' } });
  await client.everythingArrived();
  expect(client.changes().map(({ change }) => change)).toEqual([
    expect.objectContaining({ id: ticketId, row: expect.objectContaining({ title: 'Through the front' }) }),
  ]);
  client.socket.close();
  expect((await client.closed).code).toBe(1005);
});

test('an upgrade of anything but /ws gets no socket', async () => {
  await expect(liveClient(`ws://${origin}/api/me`)).rejects.toThrow('401');
  await expect(liveClient(`ws://${origin}/nothing`)).rejects.toThrow('404');
});

test('a stopped API closes the sockets that it was handed', async () => {
  const other = await runningQueryApi(world.models);
  front.removeAllListeners('upgrade');
  front.on('upgrade', (request, socket, head) => {
    other.app.server.emit('upgrade', request, socket, head);
  });
  const client = await liveClient(`ws://${origin}/ws`);
  await other.app.close();
  expect((await client.closed).code).toBe(1001);
});
