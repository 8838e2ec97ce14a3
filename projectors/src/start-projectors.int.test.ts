import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DomainEvent } from '@ticketing/contracts/events/event.ts';
import { EVENTS_TOPIC } from '@ticketing/contracts/kafka.ts';
import { type EventNode, startEventNode } from '@ticketing/embedded/event-node/start-event-node.ts';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import { grantRights } from '@ticketing/embedded/testing/kafka-rights.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { type TemporaryKafka, temporaryKafka } from '@ticketing/embedded/testing/temporary-kafka.ts';
import { type TemporaryPostgres, temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { temporaryRedis } from '@ticketing/embedded/testing/temporary-redis.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { connectEventStore, type EventStore } from '@ticketing/platform/event-store.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { connectKafka } from '@ticketing/platform/kafka.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { createRedisBus } from '@ticketing/platform/redis-bus.ts';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProjectors } from './start-projectors.ts';
import { rememberingLog } from './testing/engine-harness.ts';
import { columnAdded, projectCreated, ticketMoved, ticketOpened } from './testing/ticket-events.ts';
import { readTopic, type TopicMessage } from './testing/topic-reader.ts';
import { until } from './testing/until.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

describe('the projectors on a real event node', () => {
  let database: TemporaryPostgres;
  let node: EventNode;
  let store: EventStore;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await temporaryPostgres();
    node = await startEventNode({ host: '127.0.0.1', port: 0, databaseUrl: database.url });
    store = connectEventStore(`esdb://127.0.0.1:${node.port}?tls=false`);
    pool = createPool(database.url, 'projectors test', undefined, 20);
  });
  afterAll(async () => {
    await store.dispose();
    await node.close();
    await pool.end();
    await database.stop();
  });

  async function append(stream: string, events: readonly DomainEvent[], at = new Date().toISOString()) {
    const commandId = newId();
    const metadata = {
      $correlationId: commandId,
      $causationId: commandId,
      commandId,
      command: 'Scripted',
      actorId: newId(),
      at,
      schema: 1,
    };
    return store.append(
      stream,
      events.map((event) => ({ id: newId(), event, metadata })),
      'any',
    );
  }

  const start = (archiveAfterHours: number) =>
    startProjectors({
      eventStore: store,
      pool,
      databaseUrl: database.url,
      bus: createInMemoryBus(),
      log: rememberingLog().log,
      metrics: createMetrics(),
      aggregates: createAggregates(store),
      archiveAfterHours,
    });

  async function givenDoneTicket(at?: string) {
    const [project, todo, done, ticket] = [newId(), newId(), newId(), newId()];
    await append(`project-${project}`, [
      projectCreated(`K${project.slice(-6)}`.toUpperCase()),
      columnAdded(todo, 'To Do'),
      columnAdded(done, 'Done', 'done', 'a1'),
    ]);
    await append(`ticket-${ticket}`, [ticketOpened({ projectId: project, columnId: todo })], at);
    await append(`ticket-${ticket}`, [ticketMoved(done, todo)], at);
    return { ticket, done };
  }

  it('project what was there before and what comes, and archive what has been done long enough', async () => {
    const { ticket, done } = await givenDoneTicket('2026-01-01T00:00:00.000Z');
    const projectors = await start(24);
    await until(async () => {
      const card = await pool.query('select column_id, archived from read_model.cards where id = $1', [
        ticket,
      ]);
      return card.rows[0]?.column_id === done && card.rows[0]?.archived === true;
    });
    const fresh = await givenDoneTicket();
    await until(async () => {
      const card = await pool.query('select archived from read_model.cards where id = $1', [fresh.ticket]);
      return card.rows[0]?.archived === false;
    });
    // The timer is another projection's than the card.
    await until(async () => {
      const timers = await pool.query('select key from graphile_worker.jobs');
      return timers.rowCount === 1 && timers.rows[0]?.key === `archive:${fresh.ticket}`;
    });
    const { projections } = projectors.health();
    expect(projections.filter(({ failure, parkedStreams }) => failure || parkedStreams > 0)).toEqual([]);
    expect(projections.length).toBeGreaterThan(5);
    await projectors.stop();
    const archived: string[] = [];
    for await (const event of store.readStream(`ticket-${ticket}`)) archived.push(event.type);
    expect(archived).toEqual(['TicketOpened', 'TicketMoved', 'TicketArchived']);
  });

  it('refuse to start as a process of their own without Redis, with a sentence', async () => {
    const environment = { ...process.env, EVENTSTORE_URL: `esdb://127.0.0.1:${node.port}?tls=false` };
    const child = spawn(process.execPath, [main], {
      env: { ...environment, DATABASE_URL: database.url, REDIS_URL: '' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let printed = '';
    child.stderr.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(printed).toMatch(/REDIS_URL is not set: .+/);
    expect(printed).not.toMatch(/\bat .+\.ts:\d+/);
  });

  describeWithService('redis', 'as a process of their own', () => {
    it('say when they are ready, tell other processes of each change, and stop when asked', () =>
      runAsProcess({}, 'ticketing_projection_position{projection="board"}'));

    describeWithService('kafka', 'with Kafka', () => {
      let broker: TemporaryKafka | undefined;
      beforeAll(async () => {
        broker = await temporaryKafka({ secured: true });
        // Those that docs/kafka.md names.
        const rights = {
          topic: EVENTS_TOPIC,
          transactionalId: `ticketing-relay-${EVENTS_TOPIC}`,
          groups: ['ticketing-projectors.', 'ticketing-log-order-'],
        };
        if (broker) await grantRights(broker, rights);
      });
      afterAll(() => broker?.stop());

      it.each([
        ['log', 'ticketing_projection_position{projection="relay"}'],
        ['kafka', 'ticketing_projection_position{projection="board/11"}'],
        ['log', 'ticketing_projection_position{projection="board"}'],
      ])('do so when they relay, and read models come from the %s', async (source, metric) => {
        await runAsProcess({ KAFKA_BROKERS: broker?.brokers ?? '', PROJECTOR_SOURCE: source }, metric);
      });

      it('say why it lets them in nowhere, and do everything else meanwhile', async () => {
        const settings = { ...securely(), KAFKA_SASL_PASSWORD: 'not the password', LOG_LEVEL: 'warn' };
        await runAsProcess(settings, 'projection="relay"', async ({ printed }) => {
          await until(() =>
            printed().includes('the relay to Kafka waits: SASL SCRAM SHA512 authentication failed'),
          );
          expect(printed()).not.toContain('not the password');
        });
      });

      it('relay through TLS and with a login, and feed the read models from there', async () => {
        const settings = { ...securely(), PROJECTOR_SOURCE: 'kafka' };
        await runAsProcess(settings, 'projection="board/11"', async ({ project }) => {
          const open = { brokers: [broker?.brokers ?? ''], ssl: false };
          const { kafka } = connectKafka(open, 'reader', createLog('reader', 'silent'));
          const ofProject = ({ value }: TopicMessage) => JSON.parse(value).subject === `project-${project}`;
          await readTopic(kafka, EVENTS_TOPIC, (messages) => messages.some(ofProject));
        });
      });

      function securely(): Record<string, string> {
        const { secured } = broker ?? {};
        if (!secured) throw new Error('the broker has no such listener');
        return {
          KAFKA_BROKERS: secured.brokers,
          KAFKA_SSL: 'true',
          NODE_EXTRA_CA_CERTS: secured.authorityFile,
          KAFKA_SASL_MECHANISM: 'scram-sha-512',
          KAFKA_SASL_USERNAME: secured.username,
          KAFKA_SASL_PASSWORD: secured.password,
        };
      }
    });

    /** @param meanwhile what else is to be seen of it, once a project was made and told of */
    async function runAsProcess(
      settings: Record<string, string>,
      metric: string,
      meanwhile: (seen: { project: string; printed(): string }) => Promise<void> = async () => undefined,
    ): Promise<void> {
      const redis = await temporaryRedis();
      if (!redis) throw new Error('redis-server is not installed');
      const bus = await createRedisBus({ url: redis.url });
      const port = await freePort();
      const folder = await mkdtemp(join(tmpdir(), 'ticketing-test-blobs-'));
      const child = spawn(process.execPath, [main], {
        env: {
          ...process.env,
          EVENTSTORE_URL: `esdb://127.0.0.1:${node.port}?tls=false`,
          DATABASE_URL: database.url,
          REDIS_URL: redis.url,
          BLOB_STORE_URL: `file:${folder}`,
          PORT: String(port),
          ...settings,
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let printed = '';
      child.stderr.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
      });
      try {
        const answer = (path: string) =>
          fetch(`http://127.0.0.1:${port}${path}`).then(
            async (response) => ({ status: response.status, text: await response.text() }),
            () => ({ status: 0, text: '' }),
          );
        await until(async () => (await answer('/health/ready')).status === 200);
        const told = Promise.withResolvers<void>();
        const project = newId();
        await bus.subscribe({
          onMessage: (message) => {
            if (message.kind === 'change' && message.change.id === project) told.resolve();
          },
          onLost: () => undefined,
        });
        await append(`project-${project}`, [projectCreated(`T${project.slice(-6)}`.toUpperCase())]);
        await told.promise;
        await meanwhile({ project, printed: () => printed });
        expect((await answer('/metrics')).text).toContain(metric);
        expect((await answer('/health/live')).status).toBe(200);
        child.kill('SIGTERM');
        const [code] = await once(child, 'close');
        expect(code).toBe(0);
      } finally {
        child.kill('SIGKILL');
        await bus.close();
        await redis.stop();
        await rm(folder, { recursive: true, force: true });
      }
    }
  });
});
