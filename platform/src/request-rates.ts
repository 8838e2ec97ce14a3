import rateLimit, {
  type FastifyRateLimitStore,
  type FastifyRateLimitStoreCtor,
  normalizeIP,
} from '@fastify/rate-limit';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createInMemoryCounter, type RequestCounter } from './request-counter.ts';

/** How many requests a minute are answered (FEATURES, Operations). Servers that are given the same counter share them. */
export type RequestRates = {
  /** Without a valid token, by address: 100. An IPv6 address counts as its /64 network. */
  readonly anonymousPerMinute: number;
  /** Signed in, by person, wherever they come from: 300. */
  readonly userPerMinute: number;
  readonly counter: RequestCounter;
};

export const MINUTE = 60_000;

/** Without rates: for tests, and for callers that are no strangers. */
const unlimited = () => ({
  anonymousPerMinute: Number.POSITIVE_INFINITY,
  userPerMinute: Number.POSITIVE_INFINITY,
  counter: createInMemoryCounter(),
});

/**
 * Makes a server able to limit its routes. Nothing is limited by itself: the router asks `requestLimit` for every
 * endpoint of the contracts, so health, metrics and documents stay open.
 * @param actorOf the signed-in person who makes a request
 */
export async function registerRates(
  app: FastifyInstance,
  rates: RequestRates | undefined,
  actorOf: (request: FastifyRequest) => string | undefined,
): Promise<void> {
  const { anonymousPerMinute, userPerMinute, counter } = rates ?? unlimited();
  await app.register(rateLimit, {
    global: false,
    store: storeOver(counter),
    timeWindow: MINUTE,
    keyGenerator: (request) => {
      const actorId = actorOf(request);
      return actorId ? `user ${actorId}` : `address ${addressOf(request)}`;
    },
    max: (request) => (actorOf(request) ? userPerMinute : anonymousPerMinute),
  });
}

/** Where a request comes from, as limits count it: a whole IPv6 network is one caller. */
export const addressOf = ({ ip }: Pick<FastifyRequest, 'ip'>): string => normalizeIP(ip);

/**
 * Counts a request, and refuses it when its minute is full.
 * @throws DomainError `rate_limited`, with `retry-after` in seconds on the reply
 */
export function requestLimit(app: FastifyInstance) {
  const count = app.createRateLimit();
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const counted = await count(request);
    if (counted.isAllowed || !counted.isExceeded) return;
    reply.header('retry-after', String(counted.ttlInSeconds));
    const { max, ttlInSeconds } = counted;
    throw new DomainError(
      'rate_limited',
      `${max} requests a minute are answered; wait ${ttlInSeconds} s and send it again`,
    );
  };
}

/** The library counts through callbacks; a route with a limit of its own has a key of its own. */
function storeOver(counter: RequestCounter): FastifyRateLimitStoreCtor {
  return class CounterStore implements FastifyRateLimitStore {
    incr(...[key, callback, windowMs]: Parameters<FastifyRateLimitStore['incr']>): void {
      counter.count(key, windowMs).then(
        (counted) => callback(null, counted),
        (error: Error) => callback(error),
      );
    }

    child(): FastifyRateLimitStore {
      return this;
    }
  };
}
