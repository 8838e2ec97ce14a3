import { killNode, type NodeProcess, startNodeProcess } from '@ticketing/embedded/event-node/node-process.ts';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { type TemporaryPostgres, temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { type TemporaryRedis, temporaryRedis } from '@ticketing/embedded/testing/temporary-redis.ts';
import { type CollectedSpan, startTraceCollector } from '@ticketing/embedded/testing/trace-collector.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listenToChannels } from './channel-listener.ts';
import { type Person, signIn } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type RunningProgram, runProgram } from './stack-process.ts';

/** The servers as processes of their own, with a collector that takes their traces. */

let place: StackPlace;
let postgres: TemporaryPostgres;
let node: NodeProcess;
let eventStoreUrl: string;
let redis: TemporaryRedis | undefined;
let collector: Awaited<ReturnType<typeof startTraceCollector>>;
const programs: RunningProgram[] = [];

beforeEach(async () => {
  place = await createStackPlace();
  postgres = await temporaryPostgres();
  const port = await freePort();
  node = await startNodeProcess({ port, databaseUrl: postgres.url });
  eventStoreUrl = `esdb://127.0.0.1:${port}?tls=false`;
  redis = await temporaryRedis();
  collector = await startTraceCollector();
});

afterEach(async () => {
  for (const program of programs.splice(0)) await program.killEverything();
  await collector.stop();
  await killNode(node);
  await redis?.stop();
  await postgres.stop();
  await place.remove();
});

function run(file: string, args: readonly string[], settings: Record<string, string>): RunningProgram {
  const program = runProgram(place, file, args, {
    DATABASE_URL: postgres.url,
    EVENTSTORE_URL: eventStoreUrl,
    REDIS_URL: redis?.url ?? '',
    JWT_SECRET: 'a secret that only this test run knows, 32+',
    USERNAME_KEY: 'a key that only this test run knows, 32 bytes+',
    BLOB_STORE_URL: `file:${place.dataDir}/files`,
    LOG_LEVEL: 'info',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
    ...settings,
  });
  programs.push(program);
  return program;
}

async function startServers() {
  const founding = run('command-api/src/found-superuser.ts', ['boss'], { SUPERUSER_PASSWORD: 'secret' });
  expect(await founding.ended, founding.printed()).toBe(0);
  const start = async (workspace: string) => {
    const port = await freePort();
    return { port, program: run(`${workspace}/src/main.ts`, [], { PORT: String(port) }) };
  };
  const servers = [await start('command-api'), await start('query-api'), await start('projectors')] as const;
  for (const { port } of servers) {
    const ready = () =>
      fetch(`http://127.0.0.1:${port}/health/ready`).then(
        ({ status }) => status,
        () => 0,
      );
    await expect.poll(ready, { timeout: 60_000 }).toBe(200);
  }
  const [command, query] = servers;
  const at = (port: number): StackPlace => ({ ...place, apiUrl: `http://127.0.0.1:${port}` });
  return { commands: at(command.port), queries: at(query.port), commandApi: command.program };
}

async function open(
  { apiUrl }: StackPlace,
  { access }: Person,
  ticket: object,
  headers: Record<string, string>,
): Promise<Response> {
  return fetch(`${apiUrl}/api/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(ticket),
  });
}

const caller = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const traceparent = `00-${caller.traceId}-${caller.spanId}-01`;
const correlationId = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736';

/** The spans of a trace once it has all of these names. */
async function traceWith(traceId: string, names: readonly string[]): Promise<readonly CollectedSpan[]> {
  const of = () => collector.spans().filter((span) => span.traceId === traceId);
  await expect
    .poll(() => of().map(({ name }) => name), { timeout: 60_000 })
    .toEqual(expect.arrayContaining([...names]));
  return of();
}

describeWithService('redis', 'traces of separate processes', () => {
  test('one trace holds a command’s whole way, and its logs have the same ids', {
    timeout: 300_000,
  }, async () => {
    const { commands, queries, commandApi } = await startServers();
    const boss = await signIn(commands, 'boss', 'secret');
    const project = await boss.command('POST', '/api/projects', { key: 'OTEL', name: 'Traced' });
    const listener = await listenToChannels(queries, boss);
    await expect
      .poll(() => listener.subscribe(`project:${project.id}`), { timeout: 30_000 })
      .toBe('subscribed');

    const answer = await open(commands, boss, { projectId: project.id, title: 'Followed' }, { traceparent });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-correlation-id')).toBe(correlationId);
    const spans = await traceWith(caller.traceId, [
      'POST /api/tickets',
      'decide OpenTicket',
      'append ticket',
      'project board',
      'project tickets',
      'project activity',
      'publish card',
      'socket card',
      // What the saga answers with goes on with the trace.
      'project ticket-room',
      'decide SettleTicketRoom',
    ]);
    const spanOf = (name: string, where: (span: CollectedSpan) => boolean = () => true): CollectedSpan => {
      const found = spans.find((span) => span.name === name && where(span));
      if (!found) throw new Error(`no ${name} in ${spans.map((span) => span.name).join(', ')}`);
      return found;
    };
    const request = spanOf('POST /api/tickets');
    const append = spanOf('append ticket');
    const projection = spanOf('project board');
    const publish = spanOf('publish card', ({ attributes }) =>
      String(attributes['ticketing.channel']).startsWith('project:'),
    );
    const socket = spanOf('socket card');
    const settling = spanOf('decide SettleTicketRoom');
    const shown = [request, append, projection, publish, socket, settling];
    expect(shown.map(({ service, parentSpanId }) => [service, parentSpanId])).toEqual([
      ['command-api', caller.spanId],
      ['command-api', request.spanId],
      ['projectors', append.spanId],
      ['projectors', projection.spanId],
      ['query-api', publish.spanId],
      ['projectors', append.spanId],
    ]);
    expect(spanOf('decide OpenTicket').parentSpanId).toBe(request.spanId);
    expect(spanOf('project tickets').parentSpanId).toBe(append.spanId);
    const known = new Set([caller.spanId, ...spans.map(({ spanId }) => spanId)]);
    expect(spans.filter(({ parentSpanId }) => !known.has(parentSpanId))).toEqual([]);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    for (const { startMs, endMs } of spans) expect(endMs).toBeGreaterThanOrEqual(startMs);
    expect(append.startMs).toBeGreaterThanOrEqual(request.startMs);
    expect(append.endMs).toBeLessThanOrEqual(request.endMs);
    expect(socket.attributes['ticketing.sockets']).toBe(1);

    // A caller's own correlation id comes before the trace that they are on, which is linked.
    const refused = await open(
      commands,
      boss,
      { projectId: project.id, title: 'Refused', assigneeIds: [project.id] },
      { traceparent, 'x-correlation-id': 'order 7', 'idempotency-key': 'refused-1' },
    );
    expect(refused.status).toBe(422);
    const ofRefusal = () =>
      collector.spans().filter(({ attributes }) => attributes['ticketing.error_code'] === 'unknown_user');
    await expect.poll(ofRefusal, { timeout: 60_000 }).toHaveLength(1);
    const [first] = ofRefusal();
    expect(first).toMatchObject({ links: [caller.traceId], parentSpanId: '', failed: false });
    const told = commandApi
      .printed()
      .split('\n')
      .find((line) => line.includes('a command was refused'));
    expect(JSON.parse(told ?? '{}')).toMatchObject({
      command: 'OpenTicket',
      code: 'unknown_user',
      correlationId: 'order 7',
      commandId: 'refused-1',
      traceId: first?.traceId,
    });
    expect(told).not.toContain('Refused');
    listener.close();
  });
});
