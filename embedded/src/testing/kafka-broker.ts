import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepTimersPositive } from '@ticketing/platform/kafka.ts';
import { Kafka, logLevel } from 'kafkajs';
import { findProgram } from './find-program.ts';
import { SECURED, type SecuredListener, scramUsers, securedProperties } from './secured-listener.ts';

/** Where a broker lives. What is in the folder survives the end of its process, however it ends. */
export type KafkaPlace = {
  readonly jars: string;
  readonly folder: string;
  readonly port: number;
  /** What it tells clients to connect to, where that is a proxy; its own port unless told. */
  readonly advertisedPort?: number;
  /** For the broker itself. */
  readonly internalPort: number;
  readonly controllerPort: number;
  /** Beside those that let anybody in. */
  readonly secured?: SecuredListener;
};

export type KafkaProcess = { readonly child: ChildProcess; printed(): string };

/** The folder of jars that `scripts/install-kafka.mjs` fills; undefined where it or Java is missing. */
export function findKafka(): string | undefined {
  const jars = join(import.meta.dirname, '../../../.cache/kafka/jars');
  return existsSync(jars) && findProgram('java') !== undefined ? jars : undefined;
}

const settingsFile = (folder: string) => join(folder, 'server.properties');

/** Makes an empty folder one that a broker starts on. @throws Error with what Kafka printed */
export async function formatKafka(place: KafkaPlace): Promise<void> {
  const file = settingsFile(place.folder);
  await writeFile(file, settings(place));
  const id = randomBytes(16);
  // Written down it begins with a letter then: an argument that begins with a dash would be taken for an option.
  id.writeUInt8(id.readUInt8() & 0x3f);
  const clusterId = id.toString('base64url');
  const format = java(place.jars, [
    'kafka.tools.StorageTool',
    'format',
    ...['-t', clusterId],
    ...['-c', file],
    ...(place.secured ? scramUsers(place.secured) : []),
  ]);
  const [code] = await once(format.child, 'close');
  if (code !== 0) throw new Error(`Kafka could not format its folder. It printed: ${format.printed()}`);
}

/** Starts the broker of a formatted folder, one node that is its own controller (KRaft), and waits for nothing. */
export const spawnKafka = ({ jars, folder }: KafkaPlace): KafkaProcess =>
  java(jars, ['kafka.Kafka', settingsFile(folder)]);

function settings(place: KafkaPlace): string {
  const { folder, port, advertisedPort = port, internalPort, controllerPort, secured } = place;
  const another = secured ? `,${SECURED}://127.0.0.1:${secured.port}` : '';
  return `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},INTERNAL://127.0.0.1:${internalPort},CONTROLLER://127.0.0.1:${controllerPort}${another}
advertised.listeners=PLAINTEXT://127.0.0.1:${advertisedPort},INTERNAL://127.0.0.1:${internalPort}${another}
inter.broker.listener.name=INTERNAL
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT${secured ? `,${SECURED}:SASL_SSL` : ''}
log.dirs=${folder.replaceAll('\\', '/')}/log
# One broker cannot replicate, and fifty partitions of offsets take longer to make than the test.
offsets.topic.replication.factor=1
offsets.topic.num.partitions=2
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=2
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
${secured ? securedProperties(secured) : ''}
`;
}

function java(jars: string, args: readonly string[]): KafkaProcess {
  const child = spawn(
    'java',
    [
      '-Xms128m',
      '-Xmx384m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      quietLog,
      '-cp',
      join(jars, '*'),
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  const hear = (chunk: Buffer) => {
    printed = (printed + chunk.toString('utf8')).slice(-8192);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return { child, printed: () => printed };
}

const quietLog = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn';

/** Ready means that a client gets the broker in the metadata, not that the port is open. */
export async function kafkaAnswers(brokers: string): Promise<boolean> {
  keepTimersPositive();
  const kafka = new Kafka({
    brokers: [brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    return cluster.brokers.length > 0;
  } catch {
    return false; // not listening yet, or not a member of its own cluster yet
  } finally {
    await admin.disconnect().catch(() => {});
  }
}
