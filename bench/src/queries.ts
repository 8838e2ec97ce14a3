import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createStackPlace } from '@ticketing/e2e/stack-place.ts';
import { startStackProcess } from '@ticketing/e2e/stack-process.ts';
import { secretsOf } from '@ticketing/embedded/secrets.ts';
import { runningStack } from '@ticketing/embedded/stack-file.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { createTokens } from '@ticketing/platform/tokens.ts';
import { percentile } from './percentile.ts';
import { queries, type Subject } from './query-list.ts';

/**
 * `npm run bench -- queries`: generates tickets into a stack of its own, once for each number of them, and asks
 * every query of `query-list.ts` one after the other over HTTP.
 * TICKETS (1000,100000) is how many tickets, ASKED (200) how often each query is asked. With KEPT_IN=<folder> what was
 * generated stays there, and a later run finds it: a hundred thousand tickets take minutes to make.
 */
const sizes = (process.env.TICKETS ?? '1000,100000').split(',').map(Number);
const ASKED = Number(process.env.ASKED ?? '200');
const { KEPT_IN } = process.env;
const UNTIL = '2026-06-15T12:00:00Z';

type Times = { readonly p50: number; readonly p99: number };

const root = fileURLToPath(new URL('../..', import.meta.url));
const measured = new Map<string, (Times | undefined)[]>();
for (const [index, tickets] of sizes.entries()) {
  for (const [what, times] of await measure(tickets)) {
    const row = measured.get(what) ?? sizes.map(() => undefined);
    row[index] = times;
    measured.set(what, row);
  }
}
console.log(
  `Node ${process.version}, ${availableParallelism()} cores, each asked ${ASKED} times; milliseconds\n`,
);
console.log(`| query | ${sizes.map((size) => `${size} tickets, p50 | p99`).join(' | ')} |`);
console.log(`|---|${sizes.map(() => '---|---|').join('')}`);
for (const [what, row] of measured) {
  const cells = row.map((times) => (times ? `${times.p50.toFixed(1)} | ${times.p99.toFixed(1)}` : '– | –'));
  console.log(`| ${what} | ${cells.join(' | ')} |`);
}

async function measure(tickets: number): Promise<Map<string, Times>> {
  const kept = KEPT_IN === undefined ? undefined : join(KEPT_IN, `${tickets}-tickets`);
  const place = await createStackPlace({ LOG_LEVEL: 'error', ...(kept ? { DATA_DIR: kept } : {}) });
  const dataDir = kept ?? place.dataDir;
  const marker = join(dataDir, 'generated');
  const stack = await startStackProcess(place);
  try {
    if (!existsSync(marker)) {
      await generated(tickets, place.environment);
      await writeFile(marker, '');
    }
    const stores = await runningStack(dataDir);
    if (!stores) throw new Error('the stack did not say where its stores are');
    const tokens = createTokens((await secretsOf(dataDir)).jwtSecret);
    const { subject, people } = await whoAndWhat(stores.databaseUrl);
    const found = new Map<string, Times>();
    for (const [what, path] of Object.entries(queries)) {
      for (const [who, userId] of Object.entries(people)) {
        const url = `${place.apiUrl}/api${path(subject)}`;
        const times = await timesOf(url, () => tokens.issueAccess(userId));
        if (times) found.set(`${what}, ${who}`, times);
      }
    }
    return found;
  } finally {
    await stack.stop();
    await place.remove();
  }
}

async function generated(tickets: number, environment: Readonly<Record<string, string>>): Promise<void> {
  const args = ['embedded/src/with-parts.ts', 'importer/src/generate/main.ts', '--tickets', String(tickets)];
  const child = spawn(process.execPath, [...args, '--until', UNTIL], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...environment },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`generating ${tickets} tickets ended with ${code}`);
}

/** The busiest project and people to whom a usual part of everything belongs. */
async function whoAndWhat(
  databaseUrl: string,
): Promise<{ subject: Subject; people: Record<string, string> }> {
  const pool = createPool(databaseUrl, 'bench');
  try {
    // As after a while of running; on a database that was filled at once the planner knows nothing yet.
    await pool.query('vacuum analyze');
    const one = async (query: string, values: readonly string[] = []): Promise<string> => {
      const { rows } = await pool.query<{ id: string }>(query, [...values]);
      const id = rows[0]?.id;
      if (id === undefined) throw new Error(`nothing was found by ${query}`);
      return id;
    };
    const projectId = await one(
      `select project_id as id from read_model.cards group by 1 order by count(*) desc limit 1`,
    );
    const companyId = await one(
      `select company_id as id from read_model.cards where project_id = $1 and company_id is not null
       group by 1 order by count(*) desc limit 1`,
      [projectId],
    );
    const agent = await one(
      `select user_id as id from read_model.roles where project_id = $1 and role = 'admin' limit 1`,
      [projectId],
    );
    return {
      subject: {
        projectId,
        companyId,
        personId: agent,
        columnId: await one(
          `select column_id as id from read_model.cards where project_id = $1 and not archived
           group by 1 order by count(*) desc limit 1`,
          [projectId],
        ),
        ticketId: await one(`select id from read_model.cards where company_id = $1 limit 1`, [companyId]),
        today: UNTIL.slice(0, 10),
      },
      people: {
        superuser: await one('select id from read_model.users where superuser limit 1'),
        staff: agent,
        client: await one(
          `select user_id as id from read_model.company_users where company_id = $1 limit 1`,
          [companyId],
        ),
      },
    };
  } finally {
    await pool.end();
  }
}

/** Undefined when this person may not ask it. */
async function timesOf(url: string, access: () => Promise<string>): Promise<Times | undefined> {
  const headers = { authorization: `Bearer ${await access()}` };
  const times: number[] = [];
  // The first ones find the caches cold.
  for (let asked = -5; asked < ASKED; asked++) {
    const began = performance.now();
    const response = await fetch(url, { headers });
    await response.arrayBuffer();
    if (response.status === 404 || response.status === 403) return undefined;
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    if (asked >= 0) times.push(performance.now() - began);
  }
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}
