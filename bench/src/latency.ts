import { setTimeout as sleep } from 'node:timers/promises';
import { type BenchStack, withStack } from './bench-stack.ts';
import type { Figure } from './figures.ts';
import { openLiveSocket } from './live-socket.ts';
import { percentile } from './percentile.ts';
import { appendsAtRate } from './raw-log.ts';
import { createSender } from './sender.ts';
import { openWorkplace, type Workplace } from './session.ts';
import { sizes } from './sizes.ts';
import { steadily } from './steadily.ts';

const RATES = [10, 100, 500];
/** A p99 of fewer samples is chance. */
const SAMPLES_AT_LEAST = 300;
const TICKETS = 50;

/** Time from a command's answer to its frame on a socket at steady rates, beside a raw append at the same rates. */
export const measure = (): Promise<readonly Figure[]> =>
  withStack(async (stack) => {
    const place = await openWorkplace(stack.session, `L${Date.now().toString(36).slice(-6)}`, TICKETS);
    const figures: Figure[] = [];
    await frames(stack, place, 100, 5);
    for (const rate of RATES) {
      const seconds = Math.max(sizes.seconds, SAMPLES_AT_LEAST / rate);
      const live = await frames(stack, place, rate, seconds);
      const raw = await appendsAtRate(stack.eventStoreUrl, rate, seconds);
      for (const [name, share] of [['p50', 0.5] as const, ['p99', 0.99] as const]) {
        const figure = {
          what: `from answer to frame at ${rate}/s, ${name}`,
          measured: percentile(live.answerToFrame, share),
          unit: 'ms',
          raw: { what: 'append', measured: percentile(raw, share) },
        };
        if (name === 'p50') {
          figures.push(figure);
          continue;
        }
        const command = `a command’s own time: p50 ${percentile(live.command, 0.5).toFixed(1)} ms, p99 ${percentile(live.command, share).toFixed(1)} ms`;
        figures.push({ ...figure, aim: { of: 'ratio', most: 3 }, note: command });
        if (rate === 100)
          figures.push({
            what: `the same p99 by itself`,
            measured: figure.measured,
            unit: 'ms',
            aim: { of: 'measured', most: 25 },
          });
      }
    }
    return figures;
  });

type Times = { readonly answerToFrame: readonly number[]; readonly command: readonly number[] };

async function frames(
  stack: BenchStack,
  place: Workplace,
  perSecond: number,
  seconds: number,
): Promise<Times> {
  const { session } = stack;
  const seenAt = new Map<string, number>();
  const socket = await openLiveSocket(
    session.apiUrl,
    session.access,
    `project:${place.projectId}`,
    (text) => {
      const at = performance.now();
      const frame: unknown = JSON.parse(text);
      const commandId =
        frame && typeof frame === 'object' && 'commandId' in frame ? String(frame.commandId) : '';
      if (commandId && !seenAt.has(commandId)) seenAt.set(commandId, at);
    },
  );
  const sender = createSender(session);
  const answeredAt = new Map<string, number>();
  const command: number[] = [];
  try {
    await steadily(perSecond, seconds, async (n) => {
      const commandId = crypto.randomUUID();
      const began = performance.now();
      const path = `/tickets/${place.ticketIds[n % TICKETS]}/move`;
      const columnId = place.columnIds[n % place.columnIds.length];
      await sender.post(path, { columnId }, { 'idempotency-key': commandId });
      const at = performance.now();
      answeredAt.set(commandId, at);
      command.push(at - began);
    });
    const missing = () => [...answeredAt.keys()].filter((id) => !seenAt.has(id)).length;
    for (let waited = 0; waited < 200 && missing() > 0; waited++) await sleep(50);
    if (missing() > 0) throw new Error(`${missing()} of ${answeredAt.size} answered commands had no frame`);
  } finally {
    sender.close();
    socket.terminate();
  }
  // A frame that came before the answer took no time at all from the answer on.
  const answerToFrame = [...answeredAt].map(([id, at]) => Math.max(0, (seenAt.get(id) ?? at) - at));
  return { answerToFrame, command };
}
