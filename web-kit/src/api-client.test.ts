import { acceptInvitation } from '@ticketing/contracts/endpoints/invitations.ts';
import { getBoard } from '@ticketing/contracts/endpoints/projects.ts';
import { login } from '@ticketing/contracts/endpoints/sessions.ts';
import { archiveTicket, getTicket, listTickets, moveTicket } from '@ticketing/contracts/endpoints/tickets.ts';
import { expect, test } from 'vitest';
import { createApiClient, urlOf } from './api-client.ts';
import type { TokenStore, Tokens } from './token-store.ts';

type Seen = { url: string; method: string; headers: Record<string, string>; body: unknown };
type Reply = { status?: number; json?: unknown; headers?: Record<string, string> } | 'no answer';

const access = (expiresInSeconds: number, name = 'a') =>
  `h.${btoa(JSON.stringify({ sub: 'nino', exp: 1_000 + expiresInSeconds, name }))}.s`;

/** A client against a scripted server; its clock stands at 1,000 s and its pauses take no time. */
function clientFor(replies: Reply[], first: Tokens | null = { access: access(900), refresh: 'r1' }) {
  const seen: Seen[] = [];
  const pauses: number[] = [];
  let tokens = first;
  const store: TokenStore = {
    read: () => tokens,
    write: (next) => {
      tokens = next;
    },
    end: () => {
      tokens = null;
    },
    hasEnded: () => false,
    onChange: () => () => undefined,
  };
  const api = createApiClient({
    apiUrl: 'http://api.test',
    store,
    lock: (_name, work) => work(),
    now: () => 1_000_000,
    sleep: async (ms) => {
      pauses.push(ms);
    },
    fetch: async (input, init) => {
      seen.push({
        url: String(input),
        method: init?.method ?? 'GET',
        headers: Object.fromEntries(new Headers(init?.headers)),
        body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
      });
      const reply = replies.shift();
      if (reply === undefined) throw new Error('the script has no more replies');
      if (reply === 'no answer') throw new TypeError('Failed to fetch');
      return new Response(JSON.stringify(reply.json ?? {}), {
        status: reply.status ?? 200,
        headers: { 'content-type': 'application/json', ...reply.headers },
      });
    },
  });
  return { api, seen, pauses, store };
}

const answer = { id: 't1', revision: '4', position: '120' };
const problem = (status: number, code: string): Reply => ({ status, json: { status, code, title: code } });

test('parameters are put into the path, and queries without a value are left out', () => {
  expect(urlOf(moveTicket, { params: { id: 'a/b' } })).toBe('/api/tickets/a%2Fb/move');
  expect(urlOf(listTickets, { query: { q: 'x y', limit: 50, cursor: undefined } })).toBe(
    '/api/tickets?q=x+y&limit=50',
  );
});

test('a command carries a UUIDv7 as its idempotency key, and keeps it when it is sent again', async () => {
  const { api, seen } = clientFor(['no answer', problem(503, 'store_unavailable'), { json: answer }]);
  expect(await api.call(archiveTicket, { params: { id: 't1' } })).toEqual(answer);
  const keys = seen.map((request) => request.headers['idempotency-key']);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('two commands have two keys', async () => {
  const { api, seen } = clientFor([{ json: answer }, { json: answer }]);
  await api.call(archiveTicket, { params: { id: 't1' } });
  await api.call(archiveTicket, { params: { id: 't1' } });
  expect(seen[0]?.headers['idempotency-key']).not.toBe(seen[1]?.headers['idempotency-key']);
});

test('a refusal is told at once, with its code, and not tried again', async () => {
  const { api, seen } = clientFor([problem(403, 'forbidden')]);
  await expect(api.call(archiveTicket, { params: { id: 't1' } })).rejects.toMatchObject({
    code: 'forbidden',
    status: 403,
  });
  expect(seen).toHaveLength(1);
});

test('a server that stays away is an error that says so', async () => {
  const { api, seen } = clientFor(['no answer', 'no answer', 'no answer', 'no answer']);
  await expect(api.call(getTicket, { params: { id: 't1' } })).rejects.toMatchObject({ code: 'unreachable' });
  expect(seen).toHaveLength(4);
});

test('reads after a command name its position, and an older command does not turn it back', async () => {
  const { api, seen } = clientFor([
    { json: {} },
    { json: { ...answer, position: '1000' } },
    { json: { ...answer, position: '999' } },
    { json: {}, headers: { 'x-position': '1003' } },
  ]);
  await api.call(getTicket, { params: { id: 't1' } });
  await api.call(archiveTicket, { params: { id: 't1' } });
  await api.call(archiveTicket, { params: { id: 't1' } });
  const { position } = await api.read(getBoard, { params: { id: 'p1' } });
  expect(seen[0]?.headers['x-after-position']).toBeUndefined();
  expect(seen[3]?.headers['x-after-position']).toBe('1000');
  expect(position).toBe('1003');
});

test('a read that is ahead of its read model waits and asks again', async () => {
  const { api, seen, pauses } = clientFor([problem(503, 'read_model_behind'), { json: { id: 't1' } }]);
  await api.call(getTicket, { params: { id: 't1' } });
  expect(seen).toHaveLength(2);
  expect(pauses).toHaveLength(1);
});

test('a token that is about to end is renewed before the request', async () => {
  const fresh = { access: access(900, 'fresh'), refresh: 'r2' };
  const { api, seen, store } = clientFor([{ json: fresh }, { json: {} }], {
    access: access(5),
    refresh: 'r1',
  });
  await api.call(getTicket, { params: { id: 't1' } });
  expect(seen.map((request) => request.url)).toEqual([
    'http://api.test/api/auth/refresh',
    'http://api.test/api/tickets/t1',
  ]);
  expect(seen[1]?.headers.authorization).toBe(`Bearer ${fresh.access}`);
  expect(store.read()).toEqual(fresh);
});

test('a token that the server refuses is renewed and the same command sent once more', async () => {
  const fresh = { access: access(900, 'fresh'), refresh: 'r2' };
  const { api, seen } = clientFor([problem(401, 'token_expired'), { json: fresh }, { json: answer }]);
  await api.call(archiveTicket, { params: { id: 't1' } });
  expect(seen[2]?.headers.authorization).toBe(`Bearer ${fresh.access}`);
  expect(seen[2]?.headers['idempotency-key']).toBe(seen[0]?.headers['idempotency-key']);
});

test('when the session has ended the tokens are gone and the error says so', async () => {
  const { api, store } = clientFor([problem(401, 'token_expired'), problem(401, 'unauthenticated')]);
  await expect(api.call(getTicket, { params: { id: 't1' } })).rejects.toMatchObject({ status: 401 });
  expect(store.read()).toBeNull();
});

test('signing in sends no token and is not repeated', async () => {
  const { api, seen } = clientFor([problem(401, 'invalid_credentials')]);
  await expect(api.call(login, { body: { username: 'nino', password: 'x' } })).rejects.toMatchObject({
    code: 'invalid_credentials',
  });
  expect(seen).toHaveLength(1);
  expect(seen[0]?.headers.authorization).toBeUndefined();
  expect(seen[0]?.headers['idempotency-key']).toBeUndefined();
});

test('a page of a proxy instead of a problem document is an error of ours with its status', async () => {
  const { api } = clientFor([{ status: 500, json: '<html>' }]);
  await expect(api.call(getTicket, { params: { id: 't1' } })).rejects.toMatchObject({
    code: 'internal',
    status: 500,
  });
});

test('a public endpoint hears who is signed in only when it is asked to', async () => {
  const { api, seen } = clientFor([{ json: {} }, { json: {} }]);
  await api.call(acceptInvitation, { params: { token: 't' }, body: {} });
  await api.call(acceptInvitation, { params: { token: 't' }, body: {}, asSelf: true });
  expect(seen.map(({ headers }) => 'authorization' in headers)).toEqual([false, true]);
});
