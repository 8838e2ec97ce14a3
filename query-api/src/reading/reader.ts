import { DomainError } from '@ticketing/contracts/errors.ts';
import { isTransientDatabaseError } from '@ticketing/platform/postgres.ts';
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

/**
 * @throws DomainError `unauthenticated` for a person who is not active, `read_model_behind`, also for one who is not there
 *   yet, `store_unavailable`
 */
export function createRead(pool: pg.Pool, watch: CheckpointWatch, onTrouble: (error: unknown) => void): Read {
  const read: Read = async ({ userId, models, after }, answer) => {
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
  return async (ask, answer) => {
    try {
      return await read(ask, answer);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble) onTrouble(error);
      throw trouble ?? error;
    }
  };
}

/** Of what is told without a token; nothing but the query decides who may see it. */
export type PublicRead = <Answer>(answer: (query: Query) => Promise<Answer>) => Promise<Answer>;

/** @throws DomainError `read_model_behind`, `store_unavailable` */
export function createPublicRead(pool: pg.Pool, onTrouble: (error: unknown) => void): PublicRead {
  return async (answer) => {
    try {
      return await inSnapshot(pool, answer);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble) onTrouble(error);
      throw trouble ?? error;
    }
  };
}

const UNDEFINED_TABLE = '42P01';
const UNDEFINED_SCHEMA = '3F000';
/** The read model is still of the version before this one's, or already of the one after it, and is being rebuilt. */
const UNDEFINED_COLUMN = '42703';

/** What is wrong with the read models and not with the read: the same request may succeed when asked again. */
function troubleOf(error: unknown): DomainError | undefined {
  if (isTransientDatabaseError(error)) {
    return new DomainError('store_unavailable', 'the read models cannot be reached now');
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === UNDEFINED_COLUMN) {
    return new DomainError('read_model_behind', 'a read model is of another version than what reads it');
  }
  if (code !== UNDEFINED_TABLE && code !== UNDEFINED_SCHEMA) return undefined;
  return new DomainError('read_model_behind', 'the read models are not built yet');
}
