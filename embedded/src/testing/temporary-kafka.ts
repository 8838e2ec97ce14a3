import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepTimersPositive } from '@ticketing/platform/kafka.ts';
import { Kafka, logLevel } from 'kafkajs';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { missing } from './required-service.ts';

export interface TemporaryKafka {
  /** `host:port` of the one broker, as KAFKA_BROKERS takes it. */
  readonly brokers: string;
  /** Ends the broker at once, as a crash does. What it took is on disk. */
  kill(): Promise<void>;
  /** Starts the broker that was killed, at the same address and with what it had. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The folder of jars that `scripts/install-kafka.mjs` fills; undefined where it or Java is missing. */
export function findKafka(): string | undefined {
  const jars = join(import.meta.dirname, '../../../.cache/kafka/jars');
  return existsSync(jars) && findProgram('java') !== undefined ? jars : undefined;
}

/**
 * A real Kafka broker, one node that is its own controller (KRaft), on free ports and an empty folder;
 * undefined where it is not installed. Takes a few seconds and about 300 MB.
 *
 * @throws Error when it is not installed and REQUIRE_SERVICES=1, or when it does not start
 */
export async function temporaryKafka(): Promise<TemporaryKafka | undefined> {
  const jars = findKafka();
  if (jars === undefined) {
    return missing('kafka');
  }
  const folder = await mkdtemp(join(tmpdir(), 'ticketing-test-kafka-'));
  const port = await freePort();
  const settingsFile = join(folder, 'server.properties');
  await writeFile(settingsFile, settings(folder, port, await freePort()));
  const clusterId = randomBytes(16).toString('base64url');
  const format = java(jars, ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', settingsFile]);
  const [formatCode] = await once(format.child, 'close');
  if (formatCode !== 0) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`Kafka could not format its folder. It printed: ${format.printed()}`);
  }
  const brokers = `127.0.0.1:${port}`;
  let running: { child: ChildProcess; closed: Promise<unknown> } | undefined;
  const killAtExit = () => running?.child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const kill = async () => {
    const { child, closed } = running ?? {};
    running = undefined;
    child?.kill('SIGKILL');
    await closed;
  };
  const stop = async () => {
    process.off('exit', killAtExit);
    // Nothing in the folder is wanted, so there is no reason to wait for an orderly shutdown.
    await kill();
    await rm(folder, { recursive: true, force: true });
  };
  const start = async () => {
    const broker = java(jars, ['kafka.Kafka', settingsFile]);
    running = { child: broker.child, closed: once(broker.child, 'close') };
    while (!(await answers(brokers))) {
      if (broker.child.exitCode !== null || broker.child.signalCode !== null) {
        await stop();
        throw new Error(`Kafka did not start. It printed: ${broker.printed()}`);
      }
      await sleep(100);
    }
  };
  await start();
  return { brokers, kill, start, stop };
}

function settings(folder: string, port: number, controllerPort: number): string {
  return `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
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
`;
}

function java(jars: string, args: readonly string[]): { child: ChildProcess; printed(): string } {
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
async function answers(brokers: string): Promise<boolean> {
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
