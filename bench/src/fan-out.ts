import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import type { BareAnswer, BareOrder } from './bare-broadcast.ts';
import { type BenchStack, withStack } from './bench-stack.ts';
import type { SocketsAnswer, SocketsOrder } from './fan-out-sockets.ts';
import type { Figure } from './figures.ts';
import { percentile } from './percentile.ts';
import { cpuOfProcess, mibOf } from './processes.ts';
import { createSender } from './sender.ts';
import { openWorkplace, signIn } from './session.ts';
import { sizes } from './sizes.ts';

/** Sockets are held by so many processes, apart from the node that is measured. */
const HOLDERS = 2;
const PEOPLE = 20;

/**
 * One change told to thousands of sockets of one node, from the answer of its command to the last delivery, beside a bare
 * broadcast of the same bytes by `ws` to the same client code; and what a socket costs in memory.
 */
export const measure = (): Promise<readonly Figure[]> =>
  withStack(async (stack) => {
    const place = await openWorkplace(stack.session, `F${Date.now().toString(36).slice(-6)}`, 1);
    const people = await teamOf(stack, place.projectId);
    const tokens = await Promise.all(people.map((id) => stack.tokens.issueAccess(id)));
    const channel = `project:${place.projectId}`;
    const node = () => mibOf(stack.pid);

    const before = await node();
    const held = await holdSockets({ kind: 'live', url: stack.session.apiUrl, tokens, channel });
    let text = '';
    const times: number[] = [];
    let memory: number;
    let cpu: number;
    try {
      await sleep(2_000);
      memory = ((await node()) - before) / sizes.sockets;
      const sender = createSender(stack.session);
      const cpuBefore = await cpuOfProcess(stack.pid);
      for (let n = 0; n < sizes.broadcasts + 3; n++) {
        const commandId = crypto.randomUUID();
        const heard = held.heard(commandId);
        const columnId = place.columnIds[n % place.columnIds.length];
        const headers = { 'idempotency-key': commandId };
        await sender.post(`/tickets/${place.ticketIds[0]}/move`, { columnId }, headers);
        const answered = Date.now();
        const told = await heard;
        text = told.text;
        // The first ones find code that was never run.
        if (n >= 3) times.push(Math.max(0, told.last - answered));
        await sleep(50);
      }
      sender.close();
      cpu = (await cpuOfProcess(stack.pid)) - cpuBefore;
    } finally {
      held.close();
    }
    const bare = await bareBroadcasts(text);
    return [
      {
        what: `one change to ${sizes.sockets.toLocaleString('en')} sockets, to the last delivery, median`,
        measured: percentile(times, 0.5),
        unit: 'ms',
        raw: { what: 'bare ws broadcast', measured: percentile(bare.times, 0.5) },
        aim: { of: 'ratio', most: 1.5 },
        note: `frame of ${Buffer.byteLength(text)} bytes, ${times.length} times, slowest ${Math.max(...times).toFixed(0)} and ${Math.max(...bare.times).toFixed(0)} ms`,
      },
      {
        what: 'CPU of the node for a frame, with the commands and the read models',
        measured: perFrame(cpu),
        unit: 'µs',
        raw: { what: 'bare ws server', measured: perFrame(bare.cpu) },
      },
      {
        what: 'memory of a socket, signed in and subscribed',
        measured: memory * 1024,
        unit: 'KiB',
        raw: { what: 'bare ws socket', measured: bare.memory * 1024 },
      },
    ];
  });

const perFrame = (seconds: number): number => (seconds * 1e6) / ((sizes.broadcasts + 3) * sizes.sockets);

/** Members of the project who see all of its tickets. */
async function teamOf({ session }: BenchStack, projectId: string): Promise<string[]> {
  // Only a superuser registers staff.
  const superuser = await signIn(session.apiUrl, 'root', DEMO_PASSWORD);
  const run = Date.now().toString(36);
  const ids: string[] = [];
  for (let n = 0; n < PEOPLE; n++) {
    const { id } = await superuser.call<{ id: string }>('POST', '/users', {
      username: `bench-${run}-${n}`,
      displayName: `Bench ${n}`,
      password: crypto.randomUUID(),
      staff: true,
    });
    await session.call('PUT', `/projects/${projectId}/roles/${id}`, { role: 'admin' });
    ids.push(id);
  }
  return ids;
}

/** Opens the sockets in processes of their own. */
async function holdSockets(order: Omit<SocketsOrder, 'sockets'>) {
  const holders = Array.from({ length: HOLDERS }, () =>
    fork(fileURLToPath(new URL('./fan-out-sockets.ts', import.meta.url)), { stdio: ['ignore', 2, 2, 'ipc'] }),
  );
  const close = () => {
    for (const holder of holders) holder.kill();
  };
  const next = (holder: ChildProcess, wanted: (answer: SocketsAnswer) => boolean): Promise<SocketsAnswer> =>
    new Promise((resolve, reject) => {
      const failed = () => reject(new Error('a process that holds sockets ended'));
      holder.once('exit', failed);
      const look = (message: unknown) => {
        const answer = message as SocketsAnswer; // `fan-out-sockets.ts` sends nothing else
        if (!wanted(answer)) return;
        holder.off('message', look);
        holder.off('exit', failed);
        resolve(answer);
      };
      holder.on('message', look);
    });
  try {
    await Promise.all(
      holders.map((holder) => {
        const open = next(holder, ({ kind }) => kind === 'open');
        holder.send({ ...order, sockets: Math.ceil(sizes.sockets / HOLDERS) } satisfies SocketsOrder);
        return open;
      }),
    );
  } catch (error) {
    close();
    throw error;
  }
  return {
    close,
    /** When the last socket had the message that contains these words. */
    async heard(words: string): Promise<{ last: number; text: string }> {
      const answers = await Promise.all(
        holders.map((holder) =>
          next(holder, (answer) => answer.kind === 'heard' && answer.text.includes(words)),
        ),
      );
      const told = answers.flatMap((answer) => (answer.kind === 'heard' ? [answer] : []));
      return { last: Math.max(...told.map(({ last }) => last)), text: told[0]?.text ?? '' };
    },
  };
}

async function bareBroadcasts(text: string): Promise<{ times: number[]; memory: number; cpu: number }> {
  const server = fork(fileURLToPath(new URL('./bare-broadcast.ts', import.meta.url)), {
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const answer = async () => (await once(server, 'message'))[0] as BareAnswer; // it sends nothing else
  const order = (what: BareOrder) => server.send(what);
  try {
    const { url } = await answer();
    const { pid } = server;
    if (pid === undefined) throw new Error('the bare server has no process');
    const before = await mibOf(pid);
    const held = await holdSockets({ kind: 'bare', url: url ?? '', tokens: [], channel: '' });
    try {
      await sleep(2_000);
      const memory = ((await mibOf(pid)) - before) / sizes.sockets;
      const times: number[] = [];
      const cpuBefore = await cpuOfProcess(pid);
      for (let n = 0; n < sizes.broadcasts + 3; n++) {
        // As long as the frame was.
        const mark = crypto.randomUUID();
        const heard = held.heard(mark);
        const answered = answer();
        order({ text: mark + text.slice(mark.length) });
        const { at } = await answered;
        const told = await heard;
        if (n >= 3) times.push(Math.max(0, told.last - (at ?? 0)));
        await sleep(50);
      }
      return { times, memory, cpu: (await cpuOfProcess(pid)) - cpuBefore };
    } finally {
      held.close();
    }
  } finally {
    server.kill();
  }
}
