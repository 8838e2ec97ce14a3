import type { ClientBase, QueryConfig } from 'pg';
import type { Transaction } from './projection.ts';

/** A transaction whose writes are sent one behind the other, without waiting for the answer to each. */
export type PipelinedTransaction = Transaction & {
  write(query: string | QueryConfig): void;
  /** Resolves when all that was sent is done. @throws what the first of it failed with, not what that made of the rest */
  written(): Promise<void>;
};

/**
 * A round trip costs more than most statements of a batch. They reach the database in the order in which they were sent,
 * and once one has failed the database refuses the rest of the transaction, its commit included.
 * @param client of a pool that pipelines (`createPool`)
 */
export function pipelined(client: ClientBase): PipelinedTransaction {
  const sent: Promise<unknown>[] = [];
  return {
    query: client.query.bind(client),
    write(query) {
      const answer = client.query(query);
      // Whoever waits for all of them hears of it.
      answer.catch(() => undefined);
      sent.push(answer);
    },
    async written() {
      for (const answer of sent) await answer;
    },
  };
}
