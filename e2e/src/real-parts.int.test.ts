import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listenToChannels } from './channel-listener.ts';
import { signIn } from './person.ts';
import {
  foundBoss,
  type OutsideParts,
  startOutsideParts,
  startServers,
  through,
} from './separate-servers.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { printedBy, type StackProcess, startStackProcess } from './stack-process.ts';

/** PostgreSQL, the event store and Redis that somebody else runs, given by their addresses. */

let place: StackPlace;
let parts: OutsideParts;
let stack: StackProcess | undefined;

beforeEach(async () => {
  place = await createStackPlace();
  parts = await startOutsideParts(place);
});

afterEach(async () => {
  await stack?.killEverything();
  stack = undefined;
  await parts.stop();
  await place.remove();
});

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
    stack = await startStackProcess(place, parts.settings);
    expect(stack.printed()).not.toContain('Starting PostgreSQL');
    expect(stack.printed()).not.toContain('Starting the event node');
    expect(stack.printed()).toContain('There is no demo here.');
    await foundBoss(parts);
    await workAndListen(place, place);
    expect(await stack.stop()).toBe(0);
  });

  test('each server runs as a process of its own', { timeout: 300_000 }, async () => {
    await foundBoss(parts);
    const servers = await startServers(parts);
    await workAndListen(through(place, servers.commandApi), through(place, servers.queryApi));
    for (const { program } of Object.values(servers)) {
      program.child.kill('SIGTERM');
      expect(await program.ended).toBe(0);
    }
  });

  test('a server that lacks a setting says which and why', { timeout: 120_000 }, async () => {
    const lacking = parts.run('projectors/src/main.ts', [], { REDIS_URL: '', PORT: '0' });
    await printedBy(lacking, 'REDIS_URL is not set');
    expect(await lacking.ended).toBe(1);
  });
});
