import { setTimeout as delay } from 'node:timers/promises';
import { audit } from '@ticketing/audit-replay/testing/real-installation.ts';
import { POSITION } from '@ticketing/contracts/endpoints/endpoint.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { readModels } from '@ticketing/projectors/read-models/all.ts';
import { LiveSocket, type Socket } from '@ticketing/web-kit/live-socket.ts';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { keepView } from './chaos/kept-view.ts';
import { boardView, type Read } from './chaos/view-kinds.ts';
import { type Done, type Person, type RunningSystem, runningSystem } from './running-system.ts';

/** `REBUILD_ROUNDS=20 REBUILD_TICKETS=2000 npm test -- e2e/src/rebuild` is the long form. */
const ROUNDS = Number(process.env.REBUILD_ROUNDS ?? 2);
const TICKETS = Number(process.env.REBUILD_TICKETS ?? 60);
const WRITERS = 3;
const READERS = 3;
/** Commands between two rebuilds at least. */
const COMMANDS = 40;

type Opened = { readonly id: string; readonly position: bigint };
type Rebuilds = {
  readonly rebuilds: readonly { projection: string; failure: string | null; swapMs: number }[];
};

describe('a rebuild of everything while people work', () => {
  let system: RunningSystem;
  let pool: pg.Pool;
  let boss: Person;
  let projectId: string;
  let columnIds: readonly string[];
  const opened: Opened[] = [];
  beforeAll(async () => {
    system = await runningSystem();
    pool = createPool(system.stores.DATABASE_URL, 'rebuild test', undefined, 2);
    boss = await system.person('boss', true);
    const project = await system.command(boss, 'POST', '/projects', { key: 'WEB', name: 'Web' });
    projectId = project.id;
    const shown = await system.read<{ columns: { id: string }[] }>(boss, `/projects/${projectId}`, project);
    columnIds = shown.columns.map(({ id }) => id);
    for (let count = 0; count < TICKETS; count++) await work(count * 4);
  });
  afterAll(async () => {
    await pool?.end();
    await system?.stop();
  });

  /** One command of a working day; a ticket counts as opened once that was answered. */
  async function work(turn: number): Promise<Done> {
    const ticket = opened[turn % Math.max(1, opened.length)];
    if (!ticket || turn % 4 === 0) {
      const title = `Printer ${turn} is on fire`;
      const done = await system.command(boss, 'POST', '/tickets', { projectId, type: 'task', title });
      opened.push({ id: done.id, position: BigInt(done.position) });
      return done;
    }
    const path = `/tickets/${ticket.id}`;
    switch (turn % 4) {
      case 1:
        return system.command(boss, 'POST', `${path}/comments`, { body: `It still burns, says ${turn}` });
      case 2:
        return system.command(boss, 'POST', `${path}/move`, { columnId: columnIds[turn % columnIds.length] });
      default:
        return system.command(boss, 'PATCH', path, { title: `Printer ${turn} was renamed` });
    }
  }

  const readPaths = (): string[] => [
    `/projects/${projectId}/board`,
    `/projects/${projectId}/board`,
    `/tickets?projectId=${projectId}&limit=20`,
    `/tickets/${opened.at(-1)?.id}`,
    `/tickets/${opened[0]?.id}/history`,
    `/search?q=printer`,
    `/projects/${projectId}/activity`,
    '/notifications',
    '/rooms',
    `/projects/${projectId}/board?at=${new Date().toISOString()}`,
    `/projects/${projectId}/contacts`,
  ];

  test(
    'fails no read, shows no half of anything, loses no change, and leaves every row as it should be',
    async () => {
      const troubles: string[] = [];
      let working = true;
      let commands = 0;
      let reads = 0;
      const writers = Array.from({ length: WRITERS }, async (_, index) => {
        for (let turn = index; working; turn += WRITERS) {
          await work(turn).catch((error: unknown) => troubles.push(String(error)));
          commands++;
        }
      });
      const readers = Array.from({ length: READERS }, async (_, index) => {
        let furthest = 0n;
        for (let turn = index; working; turn++) {
          const paths = readPaths();
          const path = paths[turn % paths.length] ?? '';
          const known = [...opened];
          const answer = await system.ask(boss, 'GET', path);
          const text = await answer.text();
          reads++;
          if (answer.status !== 200) {
            // A ticket of a moment ago may not be there yet, which is no failure; anything else is.
            if (answer.status !== 404) troubles.push(`${path}: ${answer.status} ${text}`);
            continue;
          }
          if (!path.endsWith('/board')) continue;
          const position = BigInt(answer.headers.get(POSITION) ?? 0);
          if (position < furthest) troubles.push(`position ${position} after ${furthest}`);
          furthest = position;
          const due = known.filter((ticket) => ticket.position <= position);
          const missing = due.filter(({ id }) => !text.includes(id));
          if (missing.length > 0)
            troubles.push(`${missing.length} of ${due.length} are not there at ${position}`);
        }
      });
      const view = keepView(liveOf(boss), boardView(reading, projectId, true));

      const pauses: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const before = commands;
        while (commands < before + COMMANDS) await delay(5);
        const ran = await audit(system.stores, 'rebuild', 'all', '--json');
        expect(ran, ran.stderr).toMatchObject({ code: 0 });
        const { rebuilds } = JSON.parse(ran.stdout) as Rebuilds; // what --json is documented to write
        expect(rebuilds.map(({ projection, failure }) => [projection, failure])).toHaveLength(15);
        pauses.push(...rebuilds.map(({ swapMs }) => swapMs));
      }
      working = false;
      await Promise.all([...writers, ...readers]);
      expect(troubles).toEqual([]);
      const sorted = pauses.toSorted((one, other) => one - other);
      console.log(
        `${ROUNDS} rebuilds of 15 projections beside ${commands} commands and ${reads} reads; readers waited for at most ` +
          `${sorted.at(-1)} ms, in half of the exchanges for less than ${sorted[sorted.length >> 1]} ms`,
      );

      const verified = await audit(system.stores, 'verify', '--json');
      expect(verified, verified.stdout + verified.stderr).toMatchObject({ code: 0 });
      await expect
        .poll(
          async () => view.settled() && JSON.stringify(view.shown()) === JSON.stringify(await view.read()),
          {
            timeout: 30_000,
            interval: 50,
          },
        )
        .toBe(true);
      view.close();
    },
    60_000 + ROUNDS * 60_000,
  );

  test('makes the same rows in every table of every read model', async () => {
    const before = await allRows();
    expect(Object.keys(before).length).toBeGreaterThan(30);
    const ran = await audit(system.stores, 'rebuild', 'all');
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stdout).toMatch(/^board +\d+ events in .*readers waited for at most [\d.]+ ms$/m);
    expect(await allRows()).toEqual(before);
  });

  test('says what it does not know, and that nobody begins', async () => {
    expect(await audit(system.stores, 'rebuild', 'boards')).toMatchObject({ code: 2 });
    await pool.query(
      `update read_model.projection_checkpoints set version = version + 1 where name = 'files'`,
    );
    const ran = await audit(system.stores, 'rebuild', 'files', '--wait', '0');
    expect(ran).toMatchObject({ code: 4 });
    expect(ran.stderr).toMatch(/No projector process begins with files/);
    await pool.query(`delete from read_model.rebuilds where projection = 'files'`);
    expect(await audit(system.stores, 'rebuild', 'files', '--older')).toMatchObject({ code: 0 });
  });

  async function allRows(): Promise<Record<string, unknown[]>> {
    const rows: Record<string, unknown[]> = {};
    for (const table of readModels.flatMap(({ tableNames }) => tableNames)) {
      const found = await pool.query(`select to_jsonb(t)::text as row from read_model.${table} t order by 1`);
      rows[table] = found.rows;
    }
    return rows;
  }

  const reading: Read = async (path) => {
    const answer = await system.ask(boss, 'GET', path.replace('/api', ''));
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
    return { data: await answer.json(), position: answer.headers.get(POSITION) ?? '0' };
  };

  const liveOf = (person: Person): LiveSocket =>
    new LiveSocket({
      url: '',
      accessToken: async () => person.access,
      // The same interface as the browser's; only the types of the events differ.
      open: () => new WebSocket(`${system.origin.replace('http', 'ws')}/ws`) as unknown as Socket,
    });
});
