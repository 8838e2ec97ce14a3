import { z } from 'zod';

/** One broker: `host:port`, an IPv6 address in brackets. */
const broker = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+):(\d{1,5})$/;

const brokers = z
  .string()
  .transform((text, context) => {
    const list = text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
    const wrong = list.find(
      (item) => !broker.test(item) || Number(item.slice(item.lastIndexOf(':') + 1)) > 65_535,
    );
    if (list.length > 0 && wrong === undefined) return list;
    context.addIssue({
      code: 'custom',
      message: `give brokers as host:port, separated by commas${wrong === undefined ? '' : ` (not "${wrong}")`}`,
    });
    return z.NEVER;
  })
  .optional();

/** The settings of Kafka, for the shape of all settings. */
export const kafkaSettingsShape = {
  /** Where Kafka is; without it nothing is relayed. */
  KAFKA_BROKERS: brokers,
  KAFKA_SSL: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  /** Who vouches for the brokers, instead of those whom Node trusts. */
  KAFKA_CA_FILE: z.string().min(1).optional(),
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  KAFKA_SASL_USERNAME: z.string().min(1).optional(),
  KAFKA_SASL_PASSWORD: z.string().min(1).optional(),
  /** Of the topic when it is made; it cannot change afterwards, since the order of a key would. */
  KAFKA_TOPIC_PARTITIONS: z.coerce.number().int().min(1).max(1_000).default(12),
  KAFKA_TOPIC_REPLICATION: z.coerce.number().int().min(1).max(9).default(1),
  /** Where read models come from: the log itself, or what was relayed of it. */
  PROJECTOR_SOURCE: z.enum(['log', 'kafka']).default('log'),
  KAFKA_COMPRESSION: z.enum(['none', 'gzip']).default('none'),
} as const;

export const kafkaSettingNames = [
  'KAFKA_BROKERS',
  'KAFKA_SSL',
  'KAFKA_CA_FILE',
  'KAFKA_SASL_MECHANISM',
  'KAFKA_SASL_USERNAME',
  'KAFKA_SASL_PASSWORD',
  'KAFKA_TOPIC_PARTITIONS',
  'KAFKA_TOPIC_REPLICATION',
  'KAFKA_COMPRESSION',
  'PROJECTOR_SOURCE',
] as const;

export type KafkaSettings = {
  readonly [Name in keyof typeof kafkaSettingsShape]: z.output<(typeof kafkaSettingsShape)[Name]>;
};
