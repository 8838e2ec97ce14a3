import { connectKafka, type KafkaConnection, type KafkaLog } from '@ticketing/platform/kafka.ts';
import { kafkaPlace } from '@ticketing/platform/kafka-place.ts';
import type { KafkaSettings } from '@ticketing/platform/kafka-settings.ts';
import type { RelayOptions } from './relay.ts';

/** What the settings say of Kafka; undefined where they name no brokers. */
export function kafkaOf(
  settings: KafkaSettings,
  log: KafkaLog,
): { readonly connection: KafkaConnection; readonly relay: RelayOptions } | undefined {
  const place = kafkaPlace(settings);
  if (!place) return undefined;
  return {
    connection: connectKafka(place, 'ticketing-projectors', log),
    relay: {
      partitions: settings.KAFKA_TOPIC_PARTITIONS,
      replication: settings.KAFKA_TOPIC_REPLICATION,
      compression: settings.KAFKA_COMPRESSION,
    },
  };
}
