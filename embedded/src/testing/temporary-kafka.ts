import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { findKafka, formatKafka, type KafkaPlace, kafkaAnswers, spawnKafka } from './kafka-broker.ts';
import { missing } from './required-service.ts';
import type { SecuredListener } from './secured-listener.ts';
import { type TemporaryCertificate, temporaryCertificate } from './temporary-certificate.ts';

export interface TemporaryKafka {
  /** `host:port` of the one broker, as KAFKA_BROKERS takes it. */
  readonly brokers: string;
  /** The same broker through TLS and with a login, where that was asked for. */
  readonly secured?: SecuredKafka;
  /** Ends the broker at once, as a crash does. What it took is on disk. */
  kill(): Promise<void>;
  /** Starts the broker that was killed, at the same address and with what it had. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface SecuredKafka {
  readonly brokers: string;
  /** Let in by `plain`, `scram-sha-256` and `scram-sha-512`; may do what they are given (`kafka-rights.ts`). */
  readonly username: string;
  readonly password: string;
  /** PEM file of the authority that vouches for the broker. Nobody trusts it who is not told to. */
  readonly authorityFile: string;
}

/**
 * A real Kafka broker on free ports and an empty folder; undefined where it is not installed. Takes a few seconds and
 * about 300 MB.
 *
 * @param options.secured whether it also listens where it wants TLS and a login
 * @throws Error when it is not installed and REQUIRE_SERVICES=1, or when it does not start
 */
export async function temporaryKafka(
  options: { readonly secured?: boolean } = {},
): Promise<TemporaryKafka | undefined> {
  const jars = findKafka();
  if (jars === undefined) {
    return missing('kafka');
  }
  const folder = await mkdtemp(join(tmpdir(), 'ticketing-test-kafka-'));
  const certificate = options.secured ? await temporaryCertificate() : undefined;
  const remove = async () => {
    await rm(folder, { recursive: true, force: true });
    await certificate?.remove();
  };
  const place: KafkaPlace = {
    jars,
    folder,
    port: await freePort(),
    internalPort: await freePort(),
    controllerPort: await freePort(),
    ...(certificate ? { secured: await securedListener(certificate) } : {}),
  };
  try {
    await formatKafka(place);
  } catch (error) {
    await remove();
    throw error;
  }
  const brokers = `127.0.0.1:${place.port}`;
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
    await remove();
  };
  const start = async () => {
    const broker = spawnKafka(place);
    running = { child: broker.child, closed: once(broker.child, 'close') };
    while (!(await kafkaAnswers(brokers))) {
      if (broker.child.exitCode !== null || broker.child.signalCode !== null) {
        await stop();
        throw new Error(`Kafka did not start. It printed: ${broker.printed()}`);
      }
      await sleep(100);
    }
  };
  await start();
  const { secured } = place;
  if (!secured || !certificate) return { brokers, kill, start, stop };
  const { username, password } = secured;
  const access: SecuredKafka = {
    brokers: `127.0.0.1:${secured.port}`,
    username,
    password,
    authorityFile: certificate.certificateFile,
  };
  return { brokers, secured: access, kill, start, stop };
}

const securedListener = async ({
  certificate,
  privateKey,
}: TemporaryCertificate): Promise<SecuredListener> => ({
  port: await freePort(),
  certificate,
  privateKey,
  username: 'ticketing',
  password: randomBytes(12).toString('hex'),
});
