import { DomainError } from '@ticketing/contracts/errors.ts';
import type pg from 'pg';
import { type Caller, loadCaller } from '../access/load-viewer.ts';
import { type CheckpointWatch, checkpointsIn, commonPosition, type ReadModel } from './checkpoints.ts';
import { inSnapshot, type Query } from './snapshot.ts';

/** What a query is given: who asks, and statements that all see the same instant. */
export type Reading = Caller & { readonly query: Query };

export type Read = <Answer>(
  ask: {
    readonly userId: string;
    /** What the answer is made of; `access` always is part of it. */
    readonly models: readonly ReadModel[];
    /** The answer must hold everything up to this position. */
    readonly after?: bigint | undefined;
  },
  answer: (reading: Reading) => Promise<Answer>,
) => Promise<{ readonly answer: Answer; readonly position: bigint }>;

/** @throws DomainError `unauthenticated` for a person who is not there or not active, `read_model_behind` */
export function createRead(pool: pg.Pool, watch: CheckpointWatch): Read {
  return async ({ userId, models, after }, answer) => {
    const used: readonly ReadModel[] = models.includes('access') ? models : ['access', ...models];
    const attempt = () =>
      inSnapshot(pool, async (query) => {
        const position = commonPosition(await checkpointsIn(query), used);
        if (after !== undefined && position < after) return undefined;
        const caller = await loadCaller(query, userId);
        if (!caller) throw new DomainError('unauthenticated', 'this account is not active');
        return { answer: await answer({ ...caller, query }), position };
      });
    const first = await attempt();
    if (first) return first;
    await watch.reached(used, after ?? 0n);
    const second = await attempt();
    // Positions never go back, except under the feet of a rebuild.
    if (!second) throw new DomainError('read_model_behind');
    return second;
  };
}
