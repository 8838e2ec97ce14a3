import { killNode, startNodeProcess } from '@ticketing/embedded/event-node/node-process.ts';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import { temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { temporaryRedis } from '@ticketing/embedded/testing/temporary-redis.ts';
import { expect } from 'vitest';
import type { StackPlace } from './stack-place.ts';
import { type RunningProgram, ready, runProgram } from './stack-process.ts';

/** PostgreSQL, the event store and Redis that somebody else runs, and the programs that are given their addresses. */
export type OutsideParts = {
  readonly settings: Readonly<Record<string, string>>;
  /** A file of the checkout with these settings. It is killed by `stop`, if it has not ended before. */
  run(file: string, args?: readonly string[], more?: Readonly<Record<string, string>>): RunningProgram;
  stop(): Promise<void>;
};

export async function startOutsideParts(place: StackPlace): Promise<OutsideParts> {
  const postgres = await temporaryPostgres();
  const port = await freePort();
  const node = await startNodeProcess({ port, databaseUrl: postgres.url });
  const redis = await temporaryRedis();
  const settings = {
    DATABASE_URL: postgres.url,
    EVENTSTORE_URL: `esdb://127.0.0.1:${port}?tls=false`,
    REDIS_URL: redis?.url ?? '',
    JWT_SECRET: 'a secret that only this test run knows, 32+',
    USERNAME_KEY: 'a key that only this test run knows, 32 bytes+',
    BLOB_STORE_URL: `file:${place.dataDir}/files`,
    LOG_LEVEL: 'info',
  };
  const programs: RunningProgram[] = [];
  return {
    settings,
    run(file, args = [], more = {}) {
      const program = runProgram(place, file, args, { ...settings, ...more });
      programs.push(program);
      return program;
    },
    async stop() {
      for (const program of programs) await program.killEverything();
      await killNode(node);
      await redis?.stop();
      await postgres.stop();
    },
  };
}

/** A superuser `boss` with the password `secret`. */
export async function foundBoss({ run }: OutsideParts): Promise<void> {
  const founding = run('command-api/src/found-superuser.ts', ['boss'], { SUPERUSER_PASSWORD: 'secret' });
  expect(await founding.ended, founding.printed()).toBe(0);
}

export type Server = { readonly port: number; readonly program: RunningProgram };

export type Workspace = 'command-api' | 'query-api' | 'projectors';

/** One of the servers as a process of its own. @param port a free one, or that of one that was killed */
export async function startServer(
  { run }: OutsideParts,
  workspace: Workspace,
  settings: Readonly<Record<string, string>> = {},
  port?: number,
): Promise<Server> {
  const listens = port ?? (await freePort());
  const program = run(`${workspace}/src/main.ts`, [], { PORT: String(listens), ...settings });
  return { port: listens, program };
}

/** The three servers, when all are ready. */
export async function startServers(
  parts: OutsideParts,
  settings: Readonly<Record<string, string>> = {},
): Promise<{ readonly commandApi: Server; readonly queryApi: Server; readonly projectors: Server }> {
  const servers = {
    commandApi: await startServer(parts, 'command-api', settings),
    queryApi: await startServer(parts, 'query-api', settings),
    projectors: await startServer(parts, 'projectors', settings),
  };
  for (const server of Object.values(servers)) await isUp(server);
  return servers;
}

export const isUp = (server: Server): Promise<void> => ready(server.program, { apiUrl: urlOf(server) });

const urlOf = ({ port }: Server): string => `http://127.0.0.1:${port}`;

/** The place as seen through one of its servers. */
export const through = (place: StackPlace, server: Server): StackPlace => ({
  ...place,
  apiUrl: urlOf(server),
});
