import { randomUUID } from 'node:crypto';
import { AFTER_POSITION, IDEMPOTENCY_KEY } from '@ticketing/contracts/endpoints/endpoint.ts';
import * as sessions from '@ticketing/contracts/endpoints/sessions.ts';
import * as tickets from '@ticketing/contracts/endpoints/tickets.ts';
import { BoardView, ProjectView, TicketView } from '@ticketing/contracts/views.ts';
import { DEMO_PASSWORD, type DemoUsername } from '@ticketing/embedded/demo/demo-accounts.ts';
import { z } from 'zod';
import type { StackPlace } from './stack-place.ts';

/** Somebody who is signed in and speaks HTTP with the stack. */
export type Person = {
  readonly id: string;
  /** The access token. */
  readonly access: string;
  /** One request, whatever the answer. @throws TypeError of fetch when there is none */
  send(method: string, path: string, body?: unknown, idempotencyKey?: string): Promise<Answered>;
  /** A command that is expected to be done. @throws Error with what the API answered otherwise */
  command(method: string, path: string, body?: unknown): Promise<Acknowledgement>;
  open(ticket: z.input<(typeof tickets.openTicket)['body']>): Promise<Acknowledgement & { key: string }>;
  project(key: string): Promise<ProjectView>;
  board(projectId: string): Promise<BoardView>;
  ticket(id: string): Promise<TicketView>;
};

export type Answered = { readonly status: number; readonly body: unknown };

const Acknowledgement = z.object({ id: z.string(), revision: z.string(), position: z.string() });
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/** Position of the last command at a place: reads wait for it, whoever commanded and whoever reads. */
const written = new WeakMap<StackPlace, bigint>();

function rememberWritten(place: StackPlace, position: bigint): void {
  if (position > (written.get(place) ?? 0n)) written.set(place, position);
}

/** For a place that begins anew: its log has no such position yet. */
export const forgetWritten = (place: StackPlace): boolean => written.delete(place);

/** @throws Error with the API's answer when the name and the password do not open a session */
export async function signIn(place: StackPlace, username: string, password: string): Promise<Person> {
  const answer = await request(place, 'POST', '/api/auth/login', {}, { username, password });
  if (answer.status !== 200) throw new Error(`${username} cannot sign in: ${words(answer)}`);
  const { access, user } = sessions.login.response.parse(answer.body);

  const send: Person['send'] = async (method, path, body, idempotencyKey = randomUUID()) => {
    const headers: Record<string, string> = { authorization: `Bearer ${access}` };
    if (method === 'GET') headers[AFTER_POSITION] = String(written.get(place) ?? 0n);
    else headers[IDEMPOTENCY_KEY] = idempotencyKey;
    const answer = await request(place, method, path, headers, body);
    const done = method === 'GET' ? undefined : Acknowledgement.safeParse(answer.body).data;
    if (done) rememberWritten(place, BigInt(done.position));
    return answer;
  };
  const done = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await send(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${username}: ${method} ${path} was answered with ${words(answer)}`);
    return answer.body;
  };
  const read = (path: string) => done('GET', path);
  return {
    id: user.id,
    access,
    send,
    command: async (method, path, body) => Acknowledgement.parse(await done(method, path, body)),
    open: async (ticket) => tickets.openTicket.response.parse(await done('POST', '/api/tickets', ticket)),
    async project(key) {
      const { items } = z.object({ items: z.array(ProjectView) }).parse(await read('/api/projects'));
      const found = items.find((project) => project.key === key);
      if (!found) throw new Error(`${username} sees no project ${key}.`);
      return found;
    },
    board: async (projectId) => BoardView.parse(await read(`/api/projects/${projectId}/board`)),
    ticket: async (id) => TicketView.parse(await read(`/api/tickets/${id}`)),
  };
}

/** Signs in with one of the demo's accounts. */
export const demoPerson = (place: StackPlace, username: DemoUsername): Promise<Person> =>
  signIn(place, username, DEMO_PASSWORD);

async function request(
  place: StackPlace,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<Answered> {
  const answer = await fetch(place.apiUrl + path, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    // A server that was killed in the middle of an answer may leave the connection open.
    signal: AbortSignal.timeout(30_000),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

const words = ({ status, body }: Answered): string => `${status} ${JSON.stringify(body)}`;
