import { expect, test } from 'vitest';
import { ApiError } from './api-error.ts';
import { createTokenRefresher, type TabLock } from './token-refresh.ts';
import type { TokenStore, Tokens } from './token-store.ts';

function memoryStore(first: Tokens | null): TokenStore {
  let tokens = first;
  return {
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
}

/** One lock for two "tabs". */
function sharedLock(): TabLock {
  let last: Promise<unknown> = Promise.resolve();
  return (_name, work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

/** A server that rotates, and ends the family when a token is used twice. */
function rotatingServer() {
  let valid = 'r1';
  let count = 1;
  const used: string[] = [];
  return {
    used,
    ask: async (refresh: string): Promise<Tokens> => {
      await Promise.resolve();
      used.push(refresh);
      if (refresh !== valid) throw new ApiError('refresh_token_reused', 401, 'reused');
      count += 1;
      valid = `r${count}`;
      return { access: `a${count}`, refresh: valid };
    },
  };
}

const old: Tokens = { access: 'a1', refresh: 'r1' };

test('requests that fail at the same time share one refresh', async () => {
  const server = rotatingServer();
  const refresher = createTokenRefresher(memoryStore(old), sharedLock(), server.ask);
  const answers = await Promise.all([refresher.renew(old), refresher.renew(old), refresher.renew(old)]);
  expect(answers.map((each) => each?.access)).toEqual(['a2', 'a2', 'a2']);
  expect(server.used).toEqual(['r1']);
});

test('two tabs use a refresh token once', async () => {
  const server = rotatingServer();
  const store = memoryStore(old);
  const lock = sharedLock();
  const [one, two] = [
    createTokenRefresher(store, lock, server.ask),
    createTokenRefresher(store, lock, server.ask),
  ];
  const answers = await Promise.all([one.renew(old), two.renew(old)]);
  expect(answers.map((each) => each?.access)).toEqual(['a2', 'a2']);
  expect(server.used).toEqual(['r1']);
  expect(store.read()).toEqual({ access: 'a2', refresh: 'r2' });
});

test('a session that the server has ended is forgotten', async () => {
  const store = memoryStore({ access: 'a1', refresh: 'stolen' });
  const refresher = createTokenRefresher(store, sharedLock(), rotatingServer().ask);
  expect(await refresher.renew({ access: 'a1', refresh: 'stolen' })).toBeNull();
  expect(store.read()).toBeNull();
});

test('a server that cannot be reached ends no session', async () => {
  const store = memoryStore(old);
  const refresher = createTokenRefresher(store, sharedLock(), () =>
    Promise.reject(new ApiError('unreachable', 0, 'no answer')),
  );
  await expect(refresher.renew(old)).rejects.toMatchObject({ code: 'unreachable' });
  expect(store.read()).toEqual(old);
});

test('tokens of a sign-in that happened meanwhile are kept', async () => {
  const store = memoryStore(old);
  const refresher = createTokenRefresher(store, sharedLock(), async () => {
    store.write({ access: 'new', refresh: 'new' });
    throw new ApiError('refresh_token_reused', 401, 'reused');
  });
  expect(await refresher.renew(old)).toEqual({ access: 'new', refresh: 'new' });
  expect(store.read()).toEqual({ access: 'new', refresh: 'new' });
});
