import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import { findKafka, formatKafka, type KafkaPlace } from '@ticketing/embedded/testing/kafka-broker.ts';
import { howToGet, servicePrograms } from '@ticketing/embedded/testing/required-service.ts';
import pg from 'pg';
import type { RandomNumbers } from '../random-numbers.ts';
import { startGuardian } from './guardian.ts';
import { type Part, type PartKind, supervise } from './part.ts';
import { startDatabase, startKafkaBroker, startRedis, startService } from './parts.ts';
import { type Link, startLink } from './proxy.ts';
import { unreadyLines } from './waiting.ts';

/**
 * What Kafka does: `none`; `relay`: the log is relayed to it; `feed`: the read models come from it as well, and beside
 * them projectors that follow the log build the same read models in a database of their own.
 */
export const kafkaUses = ['none', 'relay', 'feed'] as const;
export type KafkaUse = (typeof kafkaUses)[number];

/** How many processes there are of what can be there more than once, and what Kafka does. */
export type ClusterSize = {
  readonly projectors: number;
  readonly commandApis: number;
  readonly queryApis: number;
  readonly kafka: KafkaUse;
};

/** Where things are. `direct` addresses go past the links, for judging. */
export type Cluster = {
  readonly parts: readonly Part[];
  /** One between each process and each part that it uses, and one before each API. */
  readonly links: readonly Link[];
  /** Through links, as clients reach them. */
  readonly commandUrls: readonly string[];
  readonly queryUrls: readonly string[];
  readonly direct: {
    readonly databaseUrl: string;
    /** Where the read models come straight from the log while the others come from Kafka. */
    readonly besideUrl: string | undefined;
    readonly eventStoreUrl: string;
    readonly commandUrl: string;
    readonly queryUrl: string;
    /** Of every service process, by its name. */
    readonly services: Readonly<Record<string, string>>;
    /** Undefined without Kafka. */
    readonly brokers: string | undefined;
  };
  /** The settings that every service shares. */
  readonly environment: Readonly<Record<string, string>>;
  /** What each service says that is not ready, as lines; none when all are. */
  unready(): Promise<string[]>;
  stop(): Promise<void>;
};

export type ClusterOptions = {
  readonly folder: string;
  readonly size: ClusterSize;
  readonly random: RandomNumbers;
  readonly log: (line: string) => void;
};

/** What stays away after its end is away so long, in milliseconds. */
const AWAY = { least: 200, most: 3_000 };
const SECRETS = {
  JWT_SECRET: 'a secret that only this run knows, 32 and more',
  USERNAME_KEY: 'a key that only this run knows, 32 bytes and more',
};

/** Starts every part as a process of its own, on free ports, with a link in every connection between them. */
export async function startCluster({ folder, size, random, log }: ClusterOptions): Promise<Cluster> {
  const guardian = startGuardian();
  const parts: Part[] = [];
  const links: Link[] = [];
  const taken = new Set<number>();
  const port = async () => {
    const found = await freePort(taken);
    taken.add(found);
    return found;
  };
  const link = async (name: string, target: number): Promise<number> => {
    const started = await startLink({ name, port: await port(), target, chance: () => random.below(1) });
    links.push(started);
    return started.port;
  };
  const keep = (name: string, kind: PartKind, start: Parameters<typeof supervise>[0]['start']) => {
    const restartAfter = () => AWAY.least + random.below(AWAY.most - AWAY.least);
    parts.push(supervise({ name, kind, start, restartAfter, guardian, log }));
  };
  const logFile = (name: string) => join(folder, 'logs', `${name}.log`);
  /** A broker tells its clients where to connect, so all of them share one link. */
  const kafka = async () => {
    const jars = findKafka();
    if (!jars) throw new Error(`${servicePrograms.kafka} is not installed. ${howToGet.kafka}`);
    const own = await port();
    const advertisedPort = await link('projectors → kafka', own);
    const place: KafkaPlace = {
      jars,
      folder: join(folder, 'kafka'),
      port: own,
      advertisedPort,
      internalPort: await port(),
      controllerPort: await port(),
    };
    await mkdir(place.folder);
    await formatKafka(place);
    keep('kafka', 'kafka', startKafkaBroker(place, logFile('kafka')));
    return { direct: `127.0.0.1:${own}`, linked: `127.0.0.1:${advertisedPort}` };
  };
  const stop = async () => {
    await Promise.all(parts.map((part) => part.stop()));
    await Promise.all(links.map((each) => each.stop()));
    guardian.dismiss();
  };

  try {
    for (const name of ['logs', 'files', 'redis', 'postgres']) await mkdir(join(folder, name));
    const ports = { postgres: await port(), eventNode: await port(), redis: await port() };
    const databaseUrl = await new Promise<string>((found) => {
      keep('postgres', 'postgres', startDatabase(ports.postgres, join(folder, 'postgres'), found));
    });
    const databaseAt = (port: number) => databaseUrl.replace(`:${ports.postgres}/`, `:${port}/`);
    const eventStoreAt = (port: number) => `esdb://127.0.0.1:${port}?tls=false`;
    keep(
      'event-node',
      'event-node',
      startService('embedded/src/event-node/main.ts', logFile('event-node'), {
        HOST: '127.0.0.1',
        EVENTSTORE_PORT: String(ports.eventNode),
        DATABASE_URL: databaseAt(await link('event-node → postgres', ports.postgres)),
      }),
    );
    const brokers = size.kafka === 'none' ? undefined : await kafka();
    keep('redis', 'redis', startRedis(ports.redis, join(folder, 'redis'), logFile('redis')));

    const environment: Record<string, string> = {
      ...SECRETS,
      HOST: '127.0.0.1',
      BLOB_STORE_URL: `file:${join(folder, 'files')}`,
      LOG_LEVEL: 'info',
      CORS_ORIGINS: '',
      SMTP_URL: '',
      KAFKA_BROKERS: '',
      TRUST_PROXY: 'false',
      // The saga that archives has to do within the run.
      TICKET_ARCHIVE_AFTER_HOURS: '0.01',
      LOGIN_RATE_PER_MINUTE: '10000',
      ANONYMOUS_RATE_PER_MINUTE: '1000000',
      USER_RATE_PER_MINUTE: '1000000',
    };
    const services: Record<string, string> = {};
    type Service = { readonly kind: 'projector' | 'command-api' | 'query-api'; readonly beside?: true };
    const service = async ({ kind, beside }: Service, count: number) => {
      const urls: string[] = [];
      for (let number = 1; number <= count; number++) {
        const name = `${beside ? 'log-' : ''}${kind}-${number}`;
        const own = await port();
        services[name] = `http://127.0.0.1:${own}`;
        const workspace = kind === 'projector' ? 'projectors' : kind;
        const database = databaseAt(await link(`${name} → postgres`, ports.postgres));
        const redis = await link(`${name} → redis`, ports.redis);
        const settings: Record<string, string> = {
          ...environment,
          PORT: String(own),
          DATABASE_URL: beside ? besideOf(database) : database,
          // Another number is another set of keys: what is built beside tells nobody.
          REDIS_URL: `redis://127.0.0.1:${redis}/${beside ? 1 : 0}`,
        };
        if (kind === 'projector' && brokers && !beside) {
          settings.KAFKA_BROKERS = brokers.linked;
          settings.PROJECTOR_SOURCE = size.kafka === 'feed' ? 'kafka' : 'log';
        }
        if (kind !== 'query-api') {
          settings.EVENTSTORE_URL = eventStoreAt(await link(`${name} → event-node`, ports.eventNode));
        }
        keep(name, kind, startService(`${workspace}/src/main.ts`, logFile(name), settings));
        if (kind !== 'projector') urls.push(`http://127.0.0.1:${await link(`clients → ${name}`, own)}`);
      }
      return urls;
    };
    if (size.kafka === 'feed') {
      await makeDatabase(databaseUrl, BESIDE);
      await service({ kind: 'projector', beside: true }, size.projectors);
    }
    await service({ kind: 'projector' }, size.projectors);
    const commandUrls = await service({ kind: 'command-api' }, size.commandApis);
    const queryUrls = await service({ kind: 'query-api' }, size.queryApis);
    return {
      parts,
      links,
      commandUrls,
      queryUrls,
      direct: {
        databaseUrl,
        besideUrl: size.kafka === 'feed' ? besideOf(databaseUrl) : undefined,
        eventStoreUrl: eventStoreAt(ports.eventNode),
        commandUrl: services['command-api-1'] ?? '',
        queryUrl: services['query-api-1'] ?? '',
        services,
        brokers: brokers?.direct,
      },
      environment,
      unready: async () =>
        (await Promise.all(Object.entries(services).map(([name, url]) => unreadyLines(name, url)))).flat(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const BESIDE = 'ticketing_beside';

function besideOf(url: string): string {
  const beside = new URL(url);
  beside.pathname = `/${BESIDE}`;
  return beside.href;
}

async function makeDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`).finally(() => client.end());
}
