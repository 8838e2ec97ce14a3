import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { type CollectedSpan, startTraceCollector } from '@ticketing/embedded/testing/trace-collector.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listenToChannels } from './channel-listener.ts';
import { type Person, signIn } from './person.ts';
import {
  foundBoss,
  type OutsideParts,
  startOutsideParts,
  startServers,
  through,
} from './separate-servers.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';

/** The servers as processes of their own, with a collector that takes their traces. */

let place: StackPlace;
let parts: OutsideParts;
let collector: Awaited<ReturnType<typeof startTraceCollector>>;

beforeEach(async () => {
  place = await createStackPlace();
  parts = await startOutsideParts(place);
  collector = await startTraceCollector();
});

afterEach(async () => {
  await parts.stop();
  await collector.stop();
  await place.remove();
});

async function startTracedServers() {
  await foundBoss(parts);
  const { commandApi, queryApi } = await startServers(parts, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  return {
    commands: through(place, commandApi),
    queries: through(place, queryApi),
    commandApi: commandApi.program,
  };
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
    const { commands, queries, commandApi } = await startTracedServers();
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
