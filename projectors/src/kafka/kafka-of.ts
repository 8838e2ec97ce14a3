import { connectKafka, type KafkaConnection, type KafkaLog } from '@ticketing/platform/kafka.ts';
import { kafkaPlace } from '@ticketing/platform/kafka-place.ts';
import type { KafkaSettings } from '@ticketing/platform/kafka-settings.ts';
import { SettingsError } from '@ticketing/platform/settings.ts';
import type { RelayOptions } from './relay.ts';

export type KafkaDeps = {
  readonly connection: KafkaConnection;
  readonly relay: RelayOptions;
  /** Where the read models come from. */
  readonly source: 'log' | 'kafka';
};

/**
 * What the settings say of Kafka; undefined where they name no brokers.
 * @throws SettingsError
 */
export function kafkaOf(settings: KafkaSettings, log: KafkaLog): KafkaDeps | undefined {
  const place = kafkaPlace(settings);
  const source = settings.PROJECTOR_SOURCE;
  if (!place) {
    if (source === 'log') return undefined;
    throw new SettingsError('PROJECTOR_SOURCE is kafka: set KAFKA_BROKERS to where Kafka is');
  }
  return {
    source,
    connection: connectKafka(place, 'ticketing-projectors', log),
    relay: {
      partitions: settings.KAFKA_TOPIC_PARTITIONS,
      replication: settings.KAFKA_TOPIC_REPLICATION,
      compression: settings.KAFKA_COMPRESSION,
    },
  };
}
