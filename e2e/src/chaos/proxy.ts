import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** What a link does with what passes through it. */
export type LinkState =
  | { readonly kind: 'open' }
  /** Nothing listens. */
  | { readonly kind: 'refuse' }
  /** Each piece arrives later, by a time between the two, in milliseconds; the order stays. */
  | { readonly kind: 'delay'; readonly leastMs: number; readonly mostMs: number }
  /** Connections are taken and everything sent on them vanishes, in both directions. */
  | { readonly kind: 'black-hole' }
  /** What the client sends arrives, and no answer comes back: the outcome of everything is unknown. */
  | { readonly kind: 'half-open' };

/** A TCP proxy on a port of its own, for trouble on the way between two parts. */
export type Link = {
  readonly name: string;
  readonly port: number;
  /** Connections through it now. */
  connections(): number;
  /** Resets every connection. */
  cut(): void;
  /** From now on; what was swallowed is never sent late: those connections are reset when the link opens again. */
  be(state: LinkState): Promise<void>;
  stop(): Promise<void>;
};

export type LinkOptions = {
  readonly name: string;
  /** Where it listens, and where it leads: both on 127.0.0.1. */
  readonly port: number;
  readonly target: number;
  /** From 0 up to 1, without 1. */
  readonly chance: () => number;
};

const OPEN: LinkState = { kind: 'open' };

export async function startLink({ name, port, target, chance }: LinkOptions): Promise<Link> {
  let state: LinkState = OPEN;
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket }>();
  let listening: Server | undefined;

  function take(client: Socket): void {
    const server = connect({ host: '127.0.0.1', port: target, noDelay: true });
    client.setNoDelay(true);
    const pair = { client, server };
    pairs.add(pair);
    const end = () => {
      if (!pairs.delete(pair)) return;
      client.resetAndDestroy();
      server.resetAndDestroy();
    };
    // An error is always followed by `close`.
    for (const socket of [client, server]) socket.on('error', () => undefined).on('close', end);
    pass(client, server, () => state.kind !== 'black-hole');
    pass(server, client, () => state.kind !== 'black-hole' && state.kind !== 'half-open');
  }

  /** Hands on what comes, each piece after the one before it. */
  function pass(from: Socket, to: Socket, arrives: () => boolean): void {
    const queue: { readonly readyAt: number; readonly work: () => void }[] = [];
    let readyAt = 0;
    let timer: NodeJS.Timeout | undefined;
    const drain = () => {
      timer = undefined;
      for (let next = queue[0]; next; next = queue[0]) {
        const wait = next.readyAt - performance.now();
        if (wait > 0) {
          timer = setTimeout(drain, wait);
          return;
        }
        queue.shift();
        next.work();
      }
    };
    const later = (work: () => void) => {
      const wait = state.kind === 'delay' ? state.leastMs + chance() * (state.mostMs - state.leastMs) : 0;
      readyAt = Math.max(readyAt, performance.now() + wait);
      queue.push({ readyAt, work });
      if (!timer) drain();
    };
    from.on('data', (piece: Buffer) => {
      if (!arrives()) return;
      later(() => {
        if (to.writable && !to.write(piece)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      });
    });
    from.on('end', () => {
      if (arrives()) later(() => to.end());
    });
  }

  async function listen(): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, take);
    listening = server;
    server.listen({ host: '127.0.0.1', port, exclusive: true });
    await once(server, 'listening');
  }

  const cut = () => {
    for (const { client, server } of [...pairs]) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  };

  async function refuse(): Promise<void> {
    const server = listening;
    listening = undefined;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    cut();
    await closed;
  }

  await listen();
  return {
    name,
    port,
    connections: () => pairs.size,
    cut,
    async be(next) {
      const before = state;
      state = next;
      if (next.kind === 'refuse') await refuse();
      else if (!listening) await listen();
      if (before.kind === 'black-hole' || before.kind === 'half-open') cut();
    },
    stop: refuse,
  };
}
