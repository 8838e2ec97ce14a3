import { setTimeout as sleep } from 'node:timers/promises';
import { createStackPlace } from '@ticketing/e2e/stack-place.ts';
import { startStackProcess } from '@ticketing/e2e/stack-process.ts';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { secretsOf } from '@ticketing/embedded/secrets.ts';
import { runningStack } from '@ticketing/embedded/stack-file.ts';
import { createTokens, type Tokens } from '@ticketing/platform/tokens.ts';
import pg from 'pg';
import { type Session, signIn } from './session.ts';

/** The whole system with the demo, at work in processes of its own. */
export type BenchStack = {
  readonly pid: number;
  readonly session: Session;
  /** Where the admin app is. */
  readonly adminUrl: string;
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  /** Those of the stack itself, so that somebody can be signed in without a password. */
  readonly tokens: Tokens;
  /** From its start to its readiness in seconds, with everything installed and built. */
  readonly readyAfter: number;
  /** Resolves when every projection has applied the log up to a position. */
  caughtUp(position: bigint): Promise<void>;
};

/**
 * Starts a stack twice, since the first start builds the apps and opens the demo, and stops it when `work` is done.
 * @param settings what else the stack is told
 */
export async function withStack<Result>(
  work: (stack: BenchStack) => Promise<Result>,
  settings: Readonly<Record<string, string>> = {},
): Promise<Result> {
  // A token lives a quarter of an hour; nothing here takes longer.
  const place = await createStackPlace({ LOG_LEVEL: 'error', ...settings });
  try {
    await (await startStackProcess(place)).stop();
    const began = performance.now();
    const stack = await startStackProcess(place, profiled());
    try {
      const readyAfter = (performance.now() - began) / 1000;
      const { pid } = stack.child;
      const stores = await runningStack(place.dataDir);
      if (pid === undefined || !stores) throw new Error('the stack did not say where its stores are');
      const { eventStoreUrl, databaseUrl } = stores;
      return await work({
        pid,
        adminUrl: place.adminUrl,
        session: await signIn(place.apiUrl, 'admin', DEMO_PASSWORD),
        eventStoreUrl,
        databaseUrl,
        tokens: createTokens((await secretsOf(place.dataDir)).jwtSecret),
        readyAfter,
        caughtUp: (position) => caughtUp(databaseUrl, position),
      });
    } finally {
      await stack.stop();
    }
  } finally {
    await place.remove();
  }
}

/** With PROFILE_IN=<folder> each Node process of the stack leaves a CPU profile there when it ends. */
function profiled(): Record<string, string> {
  const { PROFILE_IN } = process.env;
  return PROFILE_IN ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${PROFILE_IN}` } : {};
}

const MINUTES_AT_MOST = 10;

async function caughtUp(databaseUrl: string, position: bigint): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const deadline = performance.now() + MINUTES_AT_MOST * 60_000;
    while (performance.now() < deadline) {
      const { rows } = await client.query<{ behind: number }>(
        'select count(*)::int as behind from read_model.projection_positions where position < $1',
        [position],
      );
      if (rows[0]?.behind === 0) return;
      await sleep(50);
    }
    throw new Error(`the read models did not catch up within ${MINUTES_AT_MOST} minutes`);
  } finally {
    await client.end();
  }
}
