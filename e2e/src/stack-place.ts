import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';

/** Where a stack lives: a data folder and ports of its own. A stack may be started there again and again. */
export type StackPlace = {
  readonly dataDir: string;
  readonly ports: Readonly<Record<PortSetting, number>>;
  /** The settings that put a stack there. */
  readonly environment: Readonly<Record<string, string>>;
  readonly apiUrl: string;
  readonly adminUrl: string;
  readonly deskUrl: string;
  /** Deletes the data. */
  remove(): Promise<void>;
};

const portSettings = ['API_PORT', 'ADMIN_PORT', 'DESK_PORT', 'EVENTSTORE_PORT', 'POSTGRES_PORT'] as const;
export type PortSetting = (typeof portSettings)[number];

/** @param settings what else the stack is told */
export async function createStackPlace(settings: Readonly<Record<string, string>> = {}): Promise<StackPlace> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ticketing-e2e-'));
  const taken = new Set<number>();
  const port = async () => {
    const found = await freePort(taken);
    taken.add(found);
    return found;
  };
  const ports: Record<PortSetting, number> = {
    API_PORT: await port(),
    ADMIN_PORT: await port(),
    DESK_PORT: await port(),
    EVENTSTORE_PORT: await port(),
    POSTGRES_PORT: await port(),
  };
  return {
    dataDir,
    ports,
    environment: {
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      ...Object.fromEntries(portSettings.map((setting) => [setting, String(ports[setting])])),
      // What the tester's own environment may hold must not replace the embedded parts.
      DATABASE_URL: '',
      EVENTSTORE_URL: '',
      REDIS_URL: '',
      KAFKA_BROKERS: '',
      CORS_ORIGINS: '',
      // Tests and benchmarks are no strangers, and send more than any person.
      LOGIN_RATE_PER_MINUTE: '10000',
      ANONYMOUS_RATE_PER_MINUTE: '1000000',
      USER_RATE_PER_MINUTE: '1000000',
      ...settings,
    },
    apiUrl: `http://127.0.0.1:${ports.API_PORT}`,
    adminUrl: `http://127.0.0.1:${ports.ADMIN_PORT}`,
    deskUrl: `http://127.0.0.1:${ports.DESK_PORT}`,
    remove: () => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }),
  };
}
