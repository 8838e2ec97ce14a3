import type { FirstOffset, OutgoingMessage } from '@ticketing/platform/kafka.ts';
import type { Transaction } from '../engine/projection.ts';

/** The last message of a partition as it was sent, and the offset behind it. */
export type LastMessage = OutgoingMessage & { readonly end: bigint };

/**
 * What the last message of each partition is after a sending.
 * @param sent where the messages of each batch begin, as the producer answers it
 */
export function lastMessagesOf(
  batches: readonly (readonly OutgoingMessage[])[],
  sent: readonly (readonly FirstOffset[])[],
): Map<number, LastMessage> {
  const last = new Map<number, LastMessage>();
  for (const [at, messages] of batches.entries()) {
    const offsets = new Map(sent[at]?.map(({ partition, offset }) => [partition, offset]));
    for (const message of messages) {
      const offset = offsets.get(message.partition);
      if (offset === undefined)
        throw new Error(`Kafka did not take messages of partition ${message.partition}`);
      offsets.set(message.partition, offset + 1n);
      last.set(message.partition, { ...message, end: offset + 1n });
    }
  }
  return last;
}

type Stored = {
  readonly partition: number;
  readonly behind: bigint;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
};

export async function loadLastMessages(transaction: Transaction): Promise<Map<number, LastMessage>> {
  const { rows } = await transaction.query<Stored>(
    'select partition, behind, key, value, headers from last_messages',
  );
  return new Map(rows.map(({ behind, ...message }) => [message.partition, { ...message, end: behind }]));
}

export async function noteLastMessages(
  last: ReadonlyMap<number, LastMessage>,
  transaction: Transaction,
): Promise<void> {
  const messages = [...last.values()];
  await transaction.query({
    name: 'relay_last_messages',
    text: `insert into last_messages (partition, behind, key, value, headers)
           select * from unnest($1::int[], $2::bigint[], $3::text[], $4::text[], $5::jsonb[])
           on conflict (partition) do update
           set behind = excluded.behind, key = excluded.key, value = excluded.value, headers = excluded.headers`,
    values: [
      messages.map(({ partition }) => partition),
      messages.map(({ end }) => end),
      messages.map(({ key }) => key),
      messages.map(({ value }) => value),
      messages.map(({ headers }) => JSON.stringify(headers)),
    ],
  });
}
