import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RandomNumbers } from '../random-numbers.ts';
import { quietPort } from '../stack-place.ts';
import { startGuardian } from './guardian.ts';
import { type Part, type PartKind, supervise } from './part.ts';
import { startDatabase, startRedis, startService } from './parts.ts';
import { type Link, startLink } from './proxy.ts';

/** How many processes there are of what can be there more than once. */
export type ClusterSize = {
  readonly projectors: number;
  readonly commandApis: number;
  readonly queryApis: number;
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
    readonly eventStoreUrl: string;
    readonly commandUrl: string;
    readonly queryUrl: string;
    /** Of every service process, by its name. */
    readonly services: Readonly<Record<string, string>>;
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
    const found = await quietPort(taken);
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
  const stop = async () => {
    // Who uses a part goes before it, and all of a kind at once.
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
    keep('redis', 'redis', startRedis(ports.redis, join(folder, 'redis'), logFile('redis')));

    const environment = {
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
    const service = async (kind: 'projector' | 'command-api' | 'query-api', count: number) => {
      const urls: string[] = [];
      for (let number = 1; number <= count; number++) {
        const name = `${kind}-${number}`;
        const own = await port();
        services[name] = `http://127.0.0.1:${own}`;
        const workspace = kind === 'projector' ? 'projectors' : kind;
        const settings: Record<string, string> = {
          ...environment,
          PORT: String(own),
          DATABASE_URL: databaseAt(await link(`${name} → postgres`, ports.postgres)),
          REDIS_URL: `redis://127.0.0.1:${await link(`${name} → redis`, ports.redis)}`,
        };
        if (kind !== 'query-api') {
          settings.EVENTSTORE_URL = eventStoreAt(await link(`${name} → event-node`, ports.eventNode));
        }
        keep(name, kind, startService(`${workspace}/src/main.ts`, logFile(name), settings));
        if (kind !== 'projector') urls.push(`http://127.0.0.1:${await link(`clients → ${name}`, own)}`);
      }
      return urls;
    };
    await service('projector', size.projectors);
    const commandUrls = await service('command-api', size.commandApis);
    const queryUrls = await service('query-api', size.queryApis);
    return {
      parts,
      links,
      commandUrls,
      queryUrls,
      direct: {
        databaseUrl,
        eventStoreUrl: eventStoreAt(ports.eventNode),
        commandUrl: services['command-api-1'] ?? '',
        queryUrl: services['query-api-1'] ?? '',
        services,
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

async function unreadyLines(name: string, url: string): Promise<string[]> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    const text = await answer.text();
    return answer.status === 200 ? [] : [`${name} answers ${answer.status} ${text}`];
  } catch (error) {
    return [`${name} does not answer (${error instanceof Error ? error.message : String(error)})`];
  }
}

/** Waits until nothing is missing any more. @throws Error with what is missing when that does not come in time */
export async function untilNothingMissing(
  what: string,
  limitMs: number,
  missing: () => Promise<readonly string[]>,
): Promise<void> {
  const giveUpAt = Date.now() + limitMs;
  for (let lines = await missing(); lines.length > 0; lines = await missing()) {
    if (Date.now() > giveUpAt) {
      throw new Error(`${what}: not within ${Math.round(limitMs / 1_000)} s: ${lines.join('\n')}`);
    }
    await delay(250);
  }
}
