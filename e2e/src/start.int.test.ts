import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoPerson, forgetWritten, signIn } from './person.ts';
import { allEnded, runs } from './process-tree.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import {
  isReady,
  printedBy,
  type RunningProgram,
  runProgram,
  spawnStack,
  startStackProcess,
} from './stack-process.ts';

/** What a person at the terminal sees of `npm start` and `npm run reset`. */

let place: StackPlace;
const programs: RunningProgram[] = [];

const watched = <P extends RunningProgram>(program: P): P => {
  programs.push(program);
  return program;
};

beforeEach(async () => {
  place = await createStackPlace();
});
afterEach(async () => {
  for (const program of programs.splice(0)) await program.killEverything();
  await place.remove();
});

describe('npm start', () => {
  test('with a taken port it says what to do, ends with code 1 and leaves nothing running', {
    timeout: 300_000,
  }, async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(place.ports.API_PORT, '127.0.0.1', listening));
    try {
      const stack = watched(spawnStack(place));
      const seen = new Map<number, ReturnType<typeof stack.processes>[number]>();
      const looking = setInterval(() => {
        for (const each of stack.processes()) seen.set(each.pid, each);
      }, 20);
      expect(await stack.ended.finally(() => clearInterval(looking))).toBe(1);
      expect(stack.printed()).toContain(
        `Port ${place.ports.API_PORT} on 127.0.0.1 is taken by another program.\n` +
          'Stop that program, or set API_PORT to a free port',
      );
      expect(stack.printed()).not.toMatch(/^\s+at /m);
      // It had started a database and an event node before it came to that port.
      expect(seen.size).toBeGreaterThan(3);
      await allEnded([...seen.values()]);
    } finally {
      await new Promise((closed) => other.close(closed));
    }
  });

  test('Ctrl-C ends everything with code 0, and the next start goes on with the same data', {
    timeout: 300_000,
  }, async () => {
    const first = watched(await startStackProcess(place));
    for (const shown of [place.adminUrl, place.deskUrl, `${place.apiUrl}/api`, 'admin', 'client', 'demo']) {
      expect(first.stdout()).toContain(shown);
    }
    for (const app of [place.adminUrl, place.deskUrl]) {
      const page = await fetch(app);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('<div id="root">');
    }
    const admin = await demoPerson(place, 'admin');
    const { id: projectId } = await admin.project('OPS');
    const opened = await admin.open({ projectId, title: 'Outlives a restart' });
    const metrics = await (await fetch(`${place.apiUrl}/metrics`)).text();
    for (const metric of [
      'ticketing_http_request_seconds_count{api="command",method="POST",route="/api/tickets",status="201"} 1',
      'ticketing_http_request_seconds_count{api="query",method="GET",route="/api/projects",status="200"} 1',
      'ticketing_commands_total{command="OpenTicket",outcome="done"} 1',
      'ticketing_append_seconds_count{category="ticket"} ',
      'ticketing_aggregate_lookups_total{result="hit"} ',
      'ticketing_projection_position{projection="board"} ',
      'ticketing_live_sockets ',
      'ticketing_database_waiting{pool="ticketing"} 0',
      'nodejs_eventloop_lag_p99_seconds ',
    ]) {
      expect(metrics).toContain(`\n${metric}`);
    }
    const running = first.processes();
    expect(running.length).toBeGreaterThan(3);
    expect(await first.stop()).toBe(0);
    expect(first.stdout()).toContain('Your data is kept');
    expect(running.filter(runs)).toEqual([]);

    const second = watched(await startStackProcess(place));
    expect(second.stdout()).not.toContain('First run');
    const again = await demoPerson(place, 'admin');
    expect(await again.ticket(opened.id)).toMatchObject({ key: opened.key, title: 'Outlives a restart' });
    const next = await again.open({ projectId, title: 'The next one' });
    expect(numberOf(next.key)).toBe(numberOf(opened.key) + 1);
    expect(await second.stop()).toBe(0);
  });

  test('Ctrl-C in the middle of the start leaves nothing running either', { timeout: 300_000 }, async () => {
    for (const moment of [
      'First run',
      'Starting PostgreSQL',
      'Starting the event node',
      'Starting the APIs',
    ]) {
      const stack = watched(spawnStack(place));
      await printedBy(stack, moment);
      const seen = new Map(stack.processes().map((each) => [each.pid, each]));
      const looking = setInterval(() => {
        for (const each of stack.processes()) seen.set(each.pid, each);
      }, 20);
      expect(await stack.stop().finally(() => clearInterval(looking)), moment).toBe(0);
      await allEnded([...seen.values()]);
      expect(stack.printed()).not.toMatch(/^\s+at /m);
    }
  });
});

describe('npm run reset', () => {
  const reset = (...args: readonly string[]) => watched(runProgram(place, 'embedded/src/reset.ts', args));

  test('touches nothing while the system runs; then it empties it, and the demo is opened anew', {
    timeout: 300_000,
  }, async () => {
    const stack = watched(await startStackProcess(place));
    const admin = await demoPerson(place, 'admin');
    const { id: projectId } = await admin.project('OPS');
    const opened = await admin.open({ projectId, title: 'Will be gone' });

    const refused = reset('--yes');
    expect(await refused.ended).toBe(1);
    expect(refused.printed()).toContain(
      'The system is running on this data folder.\nStop it with Ctrl-C first.',
    );
    expect(await isReady(place)).toBe(true);
    await stack.stop();

    const unanswered = reset();
    expect(await unanswered.ended).toBe(1);
    expect(unanswered.printed()).toContain('Give --yes');

    expect(await reset('--yes').ended).toBe(0);
    forgetWritten(place);
    const fresh = watched(await startStackProcess(place));
    expect(fresh.stdout()).toContain('First run');
    const again = await demoPerson(place, 'admin');
    const board = await again.board((await again.project('OPS')).id);
    expect(board.columns.map(({ tickets }) => tickets.length)).toEqual([12, 12, 12, 12]);
    expect((await again.send('GET', `/api/tickets/${opened.id}`)).status).toBe(404);
    await fresh.stop();
  });

  test('with a superuser it begins without the demo, and that person can sign in', {
    timeout: 300_000,
  }, async () => {
    const emptied = reset('--yes', '--superuser', 'boss', '--password', 'secretpw');
    expect(await emptied.ended).toBe(0);
    expect(emptied.printed()).toContain('boss is its superuser');
    const stack = watched(await startStackProcess(place));
    expect(stack.stdout()).not.toContain('First run');
    expect(stack.stdout()).not.toContain('Accounts of the demo');
    const boss = await signIn(place, 'boss', 'secretpw');
    expect((await boss.send('GET', '/api/me')).body).toMatchObject({ username: 'boss', superuser: true });
    expect((await boss.send('GET', '/api/projects')).body).toMatchObject({ items: [] });
    await expect(demoPerson(place, 'admin')).rejects.toThrow('401');
    await stack.stop();
  });
});

const numberOf = (key: string): number => Number(key.split('-')[1]);
