import { killNode, type NodeProcess, startNodeProcess } from '@ticketing/embedded/event-node/node-process.ts';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { type TemporaryPostgres, temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { type TemporaryRedis, temporaryRedis } from '@ticketing/embedded/testing/temporary-redis.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listenToChannels } from './channel-listener.ts';
import { signIn } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { printedBy, type RunningProgram, runProgram, startStackProcess } from './stack-process.ts';

/** PostgreSQL, the event store and Redis that somebody else runs, given by their addresses. */

let place: StackPlace;
let postgres: TemporaryPostgres;
let node: NodeProcess;
let redis: TemporaryRedis | undefined;
let addresses: Record<string, string>;
const programs: RunningProgram[] = [];

const watched = <P extends RunningProgram>(program: P): P => {
  programs.push(program);
  return program;
};

beforeEach(async () => {
  place = await createStackPlace();
  postgres = await temporaryPostgres();
  const port = await freePort();
  node = await startNodeProcess({ port, databaseUrl: postgres.url });
  redis = await temporaryRedis();
  addresses = {
    DATABASE_URL: postgres.url,
    EVENTSTORE_URL: `esdb://127.0.0.1:${port}?tls=false`,
    REDIS_URL: redis?.url ?? '',
    JWT_SECRET: 'a secret that only this test run knows, 32+',
    USERNAME_KEY: 'a key that only this test run knows, 32 bytes+',
    BLOB_STORE_URL: `file:${place.dataDir}/files`,
    LOG_LEVEL: 'info',
  };
});

afterEach(async () => {
  for (const program of programs.splice(0)) await program.killEverything();
  await killNode(node);
  await redis?.stop();
  await postgres.stop();
  await place.remove();
});

async function foundSuperuser(): Promise<void> {
  const founding = watched(
    runProgram(place, 'command-api/src/found-superuser.ts', ['boss'], {
      ...addresses,
      SUPERUSER_PASSWORD: 'secret',
    }),
  );
  expect(await founding.ended).toBe(0);
}

/** Creates a project and a ticket and waits for the ticket's card on the project's channel. */
async function workAndListen(where: StackPlace, listenWhere: StackPlace): Promise<void> {
  const boss = await signIn(where, 'boss', 'secret');
  const created = await boss.command('POST', '/api/projects', { key: 'REAL', name: 'Real parts' });
  const listener = await listenToChannels(listenWhere, boss);
  await expect
    .poll(() => listener.subscribe(`project:${created.id}`), { timeout: 30_000 })
    .toBe('subscribed');
  const opened = await boss.command('POST', '/api/tickets', {
    projectId: created.id,
    title: 'Seen through Redis',
  });
  await expect
    .poll(() => listener.frames.some((frame) => frame.includes(opened.id)), { timeout: 30_000 })
    .toBe(true);
  listener.close();
}

describeWithService('redis', 'with parts that run elsewhere', () => {
  test('npm start uses them, starts none of its own and opens no demo', { timeout: 300_000 }, async () => {
    const stack = watched(await startStackProcess(place, addresses));
    expect(stack.printed()).not.toContain('Starting PostgreSQL');
    expect(stack.printed()).not.toContain('Starting the event node');
    expect(stack.printed()).toContain('There is no demo here.');
    await foundSuperuser();
    await workAndListen(place, place);
    expect(await stack.stop()).toBe(0);
  });

  test('each server runs as a process of its own', { timeout: 300_000 }, async () => {
    const ports = { command: await freePort(), query: await freePort(), projectors: await freePort() };
    await foundSuperuser();
    const start = (workspace: string, port: number) =>
      watched(runProgram(place, `${workspace}/src/main.ts`, [], { ...addresses, PORT: String(port) }));
    const servers = [
      start('command-api', ports.command),
      start('query-api', ports.query),
      start('projectors', ports.projectors),
    ];
    for (const port of Object.values(ports)) {
      const ready = () =>
        fetch(`http://127.0.0.1:${port}/health/ready`).then(
          ({ status }) => status,
          () => 0,
        );
      await expect.poll(ready, { timeout: 60_000 }).toBe(200);
    }
    const at = (port: number): StackPlace => ({ ...place, apiUrl: `http://127.0.0.1:${port}` });
    await workAndListen(at(ports.command), at(ports.query));
    for (const server of servers) {
      server.child.kill('SIGTERM');
      expect(await server.ended).toBe(0);
    }
  });

  test('a server that lacks a setting says which and why', { timeout: 120_000 }, async () => {
    const lacking = watched(
      runProgram(place, 'projectors/src/main.ts', [], { ...addresses, REDIS_URL: '', PORT: '0' }),
    );
    await printedBy(lacking, 'REDIS_URL is not set');
    expect(await lacking.ended).toBe(1);
  });
});
