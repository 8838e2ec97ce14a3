import { type EventNode, startEventNode } from '@ticketing/embedded/event-node/start-event-node.ts';
import { type TemporaryPostgres, temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectEventStore, type EventStore, type EventToAppend } from './event-store.ts';
import { newId } from './ids.ts';

/** Two nodes, each with its client: the official client keeps what is under way on both in one place. */
type Place = { readonly postgres: TemporaryPostgres; readonly node: EventNode; readonly store: EventStore };
const places: Place[] = [];

beforeAll(async () => {
  for (let count = 0; count < 2; count++) {
    const postgres = await temporaryPostgres();
    const node = await startEventNode({ host: '127.0.0.1', port: 0, databaseUrl: postgres.url });
    places.push({ postgres, node, store: connectEventStore(`esdb://127.0.0.1:${node.port}?tls=false`) });
  }
});
afterAll(async () => {
  for (const { postgres, node, store } of places) {
    await store.dispose();
    await node.close();
    await postgres.stop();
  }
});

const event = (): EventToAppend => ({
  id: newId(),
  event: { type: 'TicketRenamed', data: { title: 'Anything' } },
  metadata: {
    $correlationId: 'c',
    $causationId: 'c',
    commandId: 'c',
    command: 'Test',
    actorId: newId(),
    at: '2026-03-02T09:00:00.000Z',
    schema: 1,
  },
});

test('an append that is answered after another stream broke is of unknown outcome, and ends nothing', async () => {
  const [here, there] = places;
  if (!here || !there) throw new Error('Two nodes were started.');
  const stream = () => `ticket-${newId()}`;
  await there.store.append(stream(), [event()], 'no_stream');
  await here.store.append(stream(), [event()], 'no_stream');

  // Holds up whoever writes here.
  const lock = new pg.Client({ connectionString: here.postgres.url });
  await lock.connect();
  await lock.query('begin; lock table event_store.events in exclusive mode');
  const [late, lateStream] = [event(), stream()];
  const outcome = here.store.append(lateStream, [late], 'no_stream').catch((error: Error) => error);
  const waiting = async () =>
    (
      await lock.query(
        `select 1 from pg_locks where not granted and relation = 'event_store.events'::regclass`,
      )
    ).rowCount;
  await expect.poll(waiting).toBe(1);
  await there.node.close();
  expect(await outcome).toMatchObject({ code: 'store_unavailable' });
  await lock.query('commit');
  await lock.end();

  // Answered behind the late answer, on the same stream; sent again, the late one is known.
  await here.store.append(stream(), [event()], 'no_stream');
  expect(await here.store.append(lateStream, [late], 'no_stream')).toMatchObject({ revision: 0n });
});
