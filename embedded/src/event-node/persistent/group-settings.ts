import type persistentMessages from '@eventstore/db-client/generated/persistent_pb.js';
import { z } from 'zod';

/** How a group of consumers is served. Times in milliseconds. */
export const GroupSettings = z.object({
  /** Both ends of the source as they were when the group was made, or a place in it, which is delivered first. */
  startFrom: z.union([z.literal('start'), z.literal('end'), z.number().int().nonnegative()]),
  resolveLinks: z.boolean(),
  extraStatistics: z.boolean(),
  /** 0: a consumer may take for ever. */
  messageTimeout: z.number().int().nonnegative(),
  maxRetryCount: z.number().int().nonnegative(),
  checkpointAfter: z.number().int().nonnegative(),
  minCheckpointCount: z.number().int().nonnegative(),
  maxCheckpointCount: z.number().int().nonnegative(),
  /** 0: any number. */
  maxSubscriberCount: z.number().int().nonnegative(),
  liveBufferSize: z.number().int().positive(),
  readBatchSize: z.number().int().positive(),
  historyBufferSize: z.number().int().positive(),
  strategy: z.enum(['DispatchToSingle', 'RoundRobin', 'Pinned']),
  /** Of `$all` only. */
  filter: z
    .object({ on: z.enum(['stream', 'type']), regex: z.string(), prefixes: z.array(z.string()) })
    .optional(),
});
export type GroupSettings = z.infer<typeof GroupSettings>;

type Settings = persistentMessages.CreateReq.Settings | persistentMessages.UpdateReq.Settings;

const STRATEGIES = ['DispatchToSingle', 'RoundRobin', 'Pinned'] as const;
const TICKS_PER_MILLISECOND = 10_000;

/**
 * What a request to create or update a group says.
 * @throws ZodError for what cannot be, such as a buffer of no size
 */
export function settingsOf(
  settings: Settings,
  startFrom: GroupSettings['startFrom'],
  filter?: GroupSettings['filter'],
): GroupSettings {
  const named = STRATEGIES[settings.getNamedConsumerStrategy()];
  const byName = 'getConsumerStrategy' in settings ? settings.getConsumerStrategy() : '';
  return GroupSettings.parse({
    startFrom,
    resolveLinks: settings.getResolveLinks(),
    extraStatistics: settings.getExtraStatistics(),
    messageTimeout: settings.hasMessageTimeoutTicks()
      ? Math.floor(Number(settings.getMessageTimeoutTicks()) / TICKS_PER_MILLISECOND)
      : settings.getMessageTimeoutMs(),
    maxRetryCount: settings.getMaxRetryCount(),
    checkpointAfter: settings.hasCheckpointAfterTicks()
      ? Math.floor(Number(settings.getCheckpointAfterTicks()) / TICKS_PER_MILLISECOND)
      : settings.getCheckpointAfterMs(),
    minCheckpointCount: settings.getMinCheckpointCount(),
    maxCheckpointCount: settings.getMaxCheckpointCount(),
    maxSubscriberCount: settings.getMaxSubscriberCount(),
    liveBufferSize: settings.getLiveBufferSize(),
    readBatchSize: settings.getReadBatchSize(),
    historyBufferSize: settings.getHistoryBufferSize(),
    strategy: byName === '' ? named : byName,
    ...(filter === undefined ? {} : { filter }),
  });
}
