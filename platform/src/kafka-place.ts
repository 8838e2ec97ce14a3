import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { KafkaSettings } from './kafka-settings.ts';
import { SettingsError } from './settings.ts';

/** Where Kafka is and how to be let in. */
export type KafkaPlace = {
  readonly brokers: readonly string[];
  /** TLS; with certificates of an authority of one's own, in PEM, those of no other are trusted. */
  readonly ssl: boolean | { readonly ca: string };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
};

/**
 * @returns undefined where no brokers are named
 * @throws SettingsError when only some of the three settings of a login are there, or the authority's file is of no use
 */
export function kafkaPlace(
  settings: Omit<KafkaSettings, `KAFKA_TOPIC_${string}` | 'KAFKA_COMPRESSION' | 'PROJECTOR_SOURCE'>,
): KafkaPlace | undefined {
  const {
    KAFKA_BROKERS: brokers,
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  } = settings;
  if (brokers === undefined) return undefined;
  const ssl = tlsOf(settings);
  const given = [mechanism, username, password].filter((value) => value !== undefined).length;
  if (given === 0) return { brokers, ssl };
  if (mechanism === undefined || username === undefined || password === undefined) {
    throw new SettingsError(
      'KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD belong together: give all three or none',
    );
  }
  return { brokers, ssl, sasl: { mechanism, username, password } };
}

function tlsOf({
  KAFKA_SSL: ssl,
  KAFKA_CA_FILE: file,
}: Pick<KafkaSettings, 'KAFKA_SSL' | 'KAFKA_CA_FILE'>): KafkaPlace['ssl'] {
  if (file === undefined) return ssl;
  if (!ssl) throw new SettingsError('KAFKA_CA_FILE is of use with TLS only: set KAFKA_SSL=true too');
  try {
    const ca = readFileSync(file, 'utf8');
    // Node takes a file without a certificate for one that trusts nobody, and does not say so.
    new X509Certificate(ca);
    return { ca };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(`KAFKA_CA_FILE=${file} cannot be read as certificates in PEM: ${reason}`);
  }
}
