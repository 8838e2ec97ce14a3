import type { KafkaSettings } from './kafka-settings.ts';
import { SettingsError } from './settings.ts';

/** Where Kafka is and how to be let in. */
export type KafkaPlace = {
  readonly brokers: readonly string[];
  readonly ssl: boolean;
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
};

/**
 * @returns undefined where no brokers are named
 * @throws SettingsError when only some of the three settings of a login are there
 */
export function kafkaPlace(
  settings: Omit<KafkaSettings, `KAFKA_TOPIC_${string}` | 'KAFKA_COMPRESSION' | 'PROJECTOR_SOURCE'>,
): KafkaPlace | undefined {
  const { KAFKA_BROKERS, KAFKA_SSL: ssl } = settings;
  const {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  } = settings;
  if (KAFKA_BROKERS === undefined) return undefined;
  const given = [mechanism, username, password].filter((value) => value !== undefined).length;
  if (given === 0) return { brokers: KAFKA_BROKERS, ssl };
  if (mechanism === undefined || username === undefined || password === undefined) {
    throw new SettingsError(
      'KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD belong together: give all three or none',
    );
  }
  return { brokers: KAFKA_BROKERS, ssl, sasl: { mechanism, username, password } };
}
