import { POSITION } from '@ticketing/contracts/endpoints/endpoint.ts';
import { ClientFrame, ServerFrame } from '@ticketing/contracts/live.ts';
import { LiveSocket, type Socket } from '@ticketing/web-kit/live-socket.ts';
import { WebSocket } from 'ws';
import type { RandomNumbers } from '../random-numbers.ts';
import { ask } from './ask.ts';
import { type KeptView, keepView } from './kept-view.ts';
import type { Made } from './load-commands.ts';
import type { ChaosPerson, Field } from './people.ts';
import { boardView, type Read, roomView, ticketView } from './view-kinds.ts';

/** Somebody who looks at boards, tickets and rooms over one socket. */
export type Viewer = {
  readonly person: ChaosPerson;
  /** Those that are open now. */
  views(): readonly KeptView[];
  /** Of all views that were ever open, and of the socket. */
  counts(): ViewerCounts;
  /** Opens newer tickets and rooms instead of some older ones. */
  turn(made: Made, random: RandomNumbers): void;
  close(): void;
};
export type ViewerCounts = {
  readonly connections: number;
  readonly reads: number;
  readonly frames: number;
  /** Subscriptions that named a cursor, and how many of them went on from there. */
  readonly toResume: number;
  readonly resumed: number;
  /** How often the socket was closed, by close code. */
  readonly closed: Readonly<Record<string, number>>;
};

/** Tickets that one viewer has open at most, each with its room. */
const OPEN_TICKETS = 6;

/** One of each kind of person: a superadmin, an admin, a manager, a user, one whose role comes and goes, two companies' employees. */
export function startViewers(field: Field, queryUrls: readonly string[]): Viewer[] {
  const { staff, manager, user, guest, clients } = field;
  const [superadmin, admin] = staff;
  const [first, , other] = clients;
  const people = [superadmin, admin, manager, user, guest, first?.person, other?.person];
  return people.flatMap((person, index) => (person ? [startViewer(person, field, queryUrls, index)] : []));
}

function startViewer(person: ChaosPerson, field: Field, urls: readonly string[], index: number): Viewer {
  let connections = 0;
  let toResume = 0;
  let resumed = 0;
  const closed: Record<string, number> = {};
  let turn = index;
  const nextUrl = () => urls[turn++ % urls.length] ?? '';
  const live = new LiveSocket({
    url: '',
    accessToken: (seconds) => person.token(seconds),
    // Each connection goes to the next node, as a balancer would have it.
    open: () => {
      connections++;
      const socket = new WebSocket(`${nextUrl().replace('http', 'ws')}/ws`, { handshakeTimeout: 10_000 });
      socket.on('message', (data) => {
        const frame = ServerFrame.parse(JSON.parse(String(data)));
        if (frame.type === 'subscribed' && frame.resumed) resumed++;
      });
      socket.on('close', (code) => {
        closed[code] = (closed[code] ?? 0) + 1;
      });
      const send = socket.send.bind(socket);
      socket.send = (data: Parameters<typeof send>[0]) => {
        const frame = ClientFrame.parse(JSON.parse(String(data)));
        if (frame.type === 'subscribe' && frame.after !== undefined) toResume++;
        send(data);
      };
      // The same interface as the browser's; only the types of the events differ.
      return socket as unknown as Socket;
    },
  });
  const read: Read = async (path) => {
    const headers = { authorization: `Bearer ${await person.token(30)}` };
    const answer = await ask(nextUrl(), 'GET', path, { headers });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
    return { data: answer.body, position: answer.headers.get(POSITION) ?? '0' };
  };
  // Not the guest either, whose role comes and goes.
  const internal = field.staff.includes(person) || field.manager === person;
  const lasting = field.projects.map(({ id }) => keepView(live, boardView(read, id, internal)));
  if (field.staff.includes(person)) lasting.push(keepView(live, roomView(read, field.groupRoomId)));
  const tickets: { readonly id: string; readonly views: readonly KeptView[] }[] = [];
  const past = { reads: 0, frames: 0 };
  const views = () => [...lasting, ...tickets.flatMap((each) => each.views)];

  function closeOldest(): void {
    for (const view of tickets.shift()?.views ?? []) {
      view.close();
      past.reads += view.counts().reads;
      past.frames += view.counts().frames;
    }
  }

  return {
    person,
    views,
    counts() {
      const all = [past, ...views().map((view) => view.counts())];
      const sum = (name: 'reads' | 'frames') => all.reduce((total, each) => total + each[name], 0);
      return { connections, reads: sum('reads'), frames: sum('frames'), toResume, resumed, closed };
    },
    turn(made, random) {
      const id = random.oneOf(made.tickets.slice(-2 * OPEN_TICKETS))?.id;
      if (id === undefined || tickets.some((each) => each.id === id)) return;
      tickets.push({
        id,
        views: [keepView(live, ticketView(read, id, internal)), keepView(live, roomView(read, id))],
      });
      if (tickets.length > OPEN_TICKETS) closeOldest();
    },
    close() {
      for (const view of views()) view.close();
      live.close();
    },
  };
}
