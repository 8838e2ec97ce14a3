import { randomBytes, randomUUID } from 'node:crypto';
import { Partitioners } from 'kafkajs';
import { expect, test } from 'vitest';
import { partitionOf } from './kafka-partition.ts';

test('a key is in the partition where Kafka’s own clients look for it', () => {
  const partitioner = Partitioners.DefaultPartitioner();
  const keys = Array.from({ length: 500 }, (_, at) =>
    at % 2 ? randomUUID() : randomBytes(at % 17).toString('base64'),
  );
  for (const partitions of [1, 3, 12, 100]) {
    const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
      partitionId,
      leader: 1,
      replicas: [1],
      isr: [1],
      partitionErrorCode: 0,
    }));
    for (const key of keys) {
      const theirs = partitioner({ topic: 'any', partitionMetadata, message: { key, value: null } });
      expect(partitionOf(key, partitions), key).toBe(theirs);
    }
  }
});
