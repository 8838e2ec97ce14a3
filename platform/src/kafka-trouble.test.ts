import { describe, expect, it } from 'vitest';
import type { KafkaPlace } from './kafka-place.ts';
import { explained } from './kafka-trouble.ts';

const open: KafkaPlace = { brokers: ['one:9092'], ssl: false };

describe('what keeps a client from Kafka', () => {
  it('is told with the settings to look at while it was never let in, and keeps its cause', () => {
    const closed = new Error('Closed connection');
    const told = explained(closed, open, false);
    expect(told).toMatchObject({ message: expect.stringContaining('KAFKA_SSL=true'), cause: closed });
    expect(explained(closed, open, true)).toBe(closed);
  });

  it('is left as it is where kafkajs says enough, or the settings are not to blame', () => {
    const login = { mechanism: 'plain', username: 'ticketing', password: 'a secret' } as const;
    for (const message of [
      'Closed connection',
      'SASL PLAIN authentication failed: Invalid username or password',
      'Connection error: certificate has expired',
      "Connection error: Hostname/IP does not match certificate's altnames: Host: one.",
    ]) {
      const error = new Error(message);
      expect(explained(error, { ...open, ssl: true, sasl: login }, false)).toBe(error);
    }
    expect(explained('no error', open, false)).toBe('no error');
  });
});
