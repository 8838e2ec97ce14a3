import type { KafkaLog } from '@ticketing/platform/kafka.ts';
import { lookInTurn } from '../look-in-turn.ts';
import type { LastMessage } from './last-messages.ts';

export type ReadableWatchDeps = {
  /** The last message of each partition, as far as this process sends. */
  readonly last: () => ReadonlyMap<number, LastMessage>;
  /** Offset of each partition up to which whoever reads what is committed can read. */
  readonly readableEnds: () => Promise<ReadonlyMap<number, bigint>>;
  /** Sends these once more, in a transaction. */
  readonly repeat: (messages: readonly LastMessage[]) => Promise<void>;
  readonly everyMs: number;
  readonly log: KafkaLog;
};

/**
 * Sees to it that what was committed can be read. A broker that dies while it ends a transaction may leave it open in
 * some partitions for ever, although it has answered that it is committed: it takes them for deleted while it does not
 * know their leader yet. Whoever reads what is committed comes no further there until the next transaction of the same
 * producer ends in that partition. In a partition that is quiet that is the last message once more.
 */
export function watchReadable({ last, readableEnds, repeat, everyMs, log }: ReadableWatchDeps) {
  const seenReadable = new Map<number, bigint>();
  /** What could not be read at the look before. */
  let doubted = new Map<number, bigint>();

  async function look(): Promise<void> {
    const unseen = [...last()].filter(([partition, { end }]) => (seenReadable.get(partition) ?? -1n) < end);
    if (unseen.length === 0) return;
    const ends = await readableEnds();
    const open: LastMessage[] = [];
    const doubts = new Map<number, bigint>();
    for (const [partition, message] of unseen) {
      const { end } = message;
      if ((ends.get(partition) ?? -1n) >= end) seenReadable.set(partition, end);
      else if (doubted.get(partition) === end) open.push(message);
      else doubts.set(partition, end);
    }
    doubted = doubts;
    if (open.length === 0) return;
    log.warn(
      { partitions: open.map(({ partition }) => partition) },
      'what was sent to these partitions is committed and cannot be read: their last message is sent again',
    );
    await repeat(open);
  }

  return lookInTurn(everyMs, () =>
    look().catch((error: unknown) =>
      log.debug({ err: error }, 'whether what was sent can be read is not known'),
    ),
  );
}
