import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { ServerFrame } from '@ticketing/contracts/live.ts';
import WebSocket from 'ws';
import { percentile } from './percentile.ts';
import { openWorkplace, type Session } from './session.ts';

export type LatencyMeasured = { readonly p50: number; readonly p99: number; readonly samples: number };

/** Time from a command's answer to its frame on a socket, in milliseconds, at a steady rate of commands. */
export async function measureLive(
  session: Session,
  perSecond: number,
  seconds: number,
): Promise<LatencyMeasured> {
  const place = await openWorkplace(session, `L${Date.now().toString(36).slice(-6)}`, 50);
  const seenAt = new Map<string, number>();
  const socket = await subscribe(session, `project:${place.projectId}`, (frame) => {
    if (frame.type === 'change' && !seenAt.has(frame.commandId))
      seenAt.set(frame.commandId, performance.now());
  });
  const answeredAt = new Map<string, number>();
  await steadily(perSecond, seconds, async (n) => {
    const commandId = crypto.randomUUID();
    const response = await fetch(`${session.apiUrl}/api/tickets/${place.ticketIds[n % 50]}/move`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${session.access}`,
        'idempotency-key': commandId,
      },
      body: JSON.stringify({ columnId: place.columnIds[n % place.columnIds.length] }),
    });
    await response.arrayBuffer();
    if (response.ok) answeredAt.set(commandId, performance.now());
  });
  for (let waited = 0; waited < 100 && [...answeredAt.keys()].some((id) => !seenAt.has(id)); waited++)
    await sleep(50);
  socket.close();
  const missing = [...answeredAt.keys()].filter((id) => !seenAt.has(id)).length;
  if (missing > 0) throw new Error(`${missing} of ${answeredAt.size} answered commands had no frame`);
  // A frame that came before the answer took no time at all from the answer on.
  const samples = [...answeredAt].map(([id, at]) => Math.max(0, (seenAt.get(id) ?? at) - at));
  return { p50: percentile(samples, 0.5), p99: percentile(samples, 0.99), samples: samples.length };
}

/** Time of a raw append through the official client, in milliseconds, at the same steady rate. */
export async function measureRawAppends(
  eventStoreUrl: string,
  perSecond: number,
  seconds: number,
): Promise<LatencyMeasured> {
  const client = EventStoreDBClient.connectionString(eventStoreUrl);
  const samples: number[] = [];
  const run = crypto.randomUUID();
  try {
    await client.appendToStream(`bench-${run}`, jsonEvent({ type: 'Warm', data: {} }));
    await steadily(perSecond, seconds, async (n) => {
      const began = performance.now();
      const data = { columnId: crypto.randomUUID(), rank: 'gVbiwCfqBaR2', fromColumnId: crypto.randomUUID() };
      await client.appendToStream(`bench-${run}-${n % 50}`, jsonEvent({ type: 'TicketMoved', data }));
      samples.push(performance.now() - began);
    });
  } finally {
    await client.dispose();
  }
  return { p50: percentile(samples, 0.5), p99: percentile(samples, 0.99), samples: samples.length };
}

/** Starts one piece of work after another at a fixed rate, whether or not the ones before have ended. */
async function steadily(
  perSecond: number,
  seconds: number,
  work: (n: number) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  const running: Promise<void>[] = [];
  for (let n = 0; n < perSecond * seconds; n++) {
    const wait = began + (n * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    running.push(work(n));
  }
  await Promise.all(running);
}

async function subscribe(
  session: Session,
  channel: string,
  onFrame: (frame: ServerFrame) => void,
): Promise<WebSocket> {
  const socket = new WebSocket(`${session.apiUrl.replace('http', 'ws')}/ws`);
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ type: 'authenticate', access: session.access })));
    socket.on('message', (text) => {
      const frame = JSON.parse(String(text)) as ServerFrame; // our own server's
      if (frame.type === 'authenticated') socket.send(JSON.stringify({ type: 'subscribe', channel }));
      else if (frame.type === 'subscribed') resolve();
      else if (frame.type === 'refused' || frame.type === 'error') reject(new Error(JSON.stringify(frame)));
      onFrame(frame);
    });
  });
  return socket;
}
