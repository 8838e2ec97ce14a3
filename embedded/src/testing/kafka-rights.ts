import { keepTimersPositive } from '@ticketing/platform/kafka.ts';
import {
  type AclEntry,
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from 'kafkajs';
import type { TemporaryKafka } from './temporary-kafka.ts';

/** Beginnings of the names of what somebody may use. */
export type KafkaRights = {
  readonly topic: string;
  readonly transactionalId: string;
  readonly groups: readonly string[];
};

/** Gives the one who may log in what docs/kafka.md says a relay and its readers need. */
export async function grantRights(
  { brokers, secured }: TemporaryKafka,
  { topic, transactionalId, groups }: KafkaRights,
): Promise<void> {
  const may = (
    resourceType: AclResourceTypes,
    resourceName: string,
    operation: AclOperationTypes,
  ): AclEntry => ({
    resourceType,
    resourceName,
    resourcePatternType: ResourcePatternTypes.PREFIXED,
    principal: `User:${secured?.username}`,
    host: '*',
    operation,
    permissionType: AclPermissionTypes.ALLOW,
  });
  const { CREATE, DESCRIBE, READ, WRITE } = AclOperationTypes;
  const { TOPIC, TRANSACTIONAL_ID, GROUP } = AclResourceTypes;
  keepTimersPositive();
  const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await admin.createAcls({
      acl: [
        ...[CREATE, DESCRIBE, READ, WRITE].map((operation) => may(TOPIC, topic, operation)),
        may(TRANSACTIONAL_ID, transactionalId, WRITE),
        ...groups.map((group) => may(GROUP, group, READ)),
      ],
    });
  } finally {
    await admin.disconnect();
  }
}
