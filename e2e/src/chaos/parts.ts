import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '@ticketing/embedded/postgres/embedded-postgres.ts';
import { type KafkaPlace, spawnKafka } from '@ticketing/embedded/testing/kafka-broker.ts';
import { findRedis } from '@ticketing/embedded/testing/temporary-redis.ts';
import { checkout } from '../stack-process.ts';
import type { StartedPart } from './part.ts';

/** A program with its output in a file, so that a run of ten minutes can be read afterwards. */
function startProgram(
  command: string,
  args: readonly string[],
  logFile: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<StartedPart> {
  const child = spawn(command, args, {
    cwd: checkout,
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = createWriteStream(logFile, { flags: 'a' });
  output.write(`--- started at ${new Date().toISOString()}\n`);
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  return startedPart(child, () => output.end());
}

async function startedPart(child: ReturnType<typeof spawn>, onEnd: () => void): Promise<StartedPart> {
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error('a process that was spawned has no id');
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => {
    onEnd();
    return String(signal ?? code);
  });
  return { pid, ended };
}

/** A TypeScript file of the checkout, on this Node. */
export const startService =
  (file: string, logFile: string, environment: Readonly<Record<string, string>>) => () =>
    startProgram(process.execPath, [join(checkout, file)], logFile, environment);

/** Redis that keeps nothing, as in production: what it had is gone with its process. */
export const startRedis = (port: number, folder: string, logFile: string) => () =>
  startProgram(
    findRedis() ?? 'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
    logFile,
  );

export const startKafkaBroker = (place: KafkaPlace, logFile: string) => async (): Promise<StartedPart> => {
  const { child } = spawnKafka(place);
  const output = createWriteStream(logFile, { flags: 'a' });
  child.stdout?.pipe(output, { end: false });
  child.stderr?.pipe(output, { end: false });
  return startedPart(child, () => output.end());
};

/**
 * PostgreSQL on the same folder again and again. No wait for the disk: what is killed are processes, and what they
 * wrote is the system's by then.
 *
 * @param onUrl hears where it is
 */
export const startDatabase =
  (port: number, dataDir: string, onUrl: (url: string) => void) => async (): Promise<StartedPart> => {
    const server = await startPostgres({
      dataDir,
      port,
      settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
    });
    onUrl(server.url);
    return { pid: server.pid, ended: server.died.then(({ message }) => message) };
  };
