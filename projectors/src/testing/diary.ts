import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { BusMessage } from '@ticketing/contracts/live.ts';
import type { Batch, Projection, Transaction } from '../engine/projection.ts';

export type DiaryOptions = {
  readonly name?: string;
  readonly version?: number;
  /** Called in the transaction, after the rows of the batch were written. */
  readonly afterRows?: (batch: Batch, transaction: Transaction) => Promise<void> | void;
  readonly messages?: (event: RecordedEvent) => BusMessage;
};

/** A projection that writes down every event it is given, and takes each twice for what it is: two rows. */
export function diary({ name = 'diary', version = 1, afterRows, messages }: DiaryOptions = {}): Projection {
  return {
    name,
    version,
    schema: 'read_model',
    tables: `create table if not exists ${name} (entry serial primary key, stream text, revision int, position bigint)`,
    indexes: `create index if not exists ${name}_stream on ${name} (stream)`,
    tableNames: [name],
    categories: new Set(['user', 'ticket']),
    async project(batch, transaction) {
      for (const { stream, revision, position } of batch.events) {
        await transaction.query(`insert into ${name} (stream, revision, position) values ($1, $2, $3)`, [
          stream,
          revision,
          position,
        ]);
      }
      await afterRows?.(batch, transaction);
      return messages ? batch.events.map(messages) : [];
    },
  };
}
