import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { missing } from './required-service.ts';

export interface TemporaryRedis {
  readonly url: string;
  /** Kills it and starts it again at the same address, with what was saved (`SAVE`), if anything was. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const findRedis = (): string | undefined => findProgram('redis-server');

/**
 * A real Redis without persistence on a free port; undefined where none is installed.
 *
 * @throws Error when none is installed and REQUIRE_SERVICES=1, or when it does not start
 */
export async function temporaryRedis(): Promise<TemporaryRedis | undefined> {
  const program = findRedis();
  if (program === undefined) {
    return missing('redis');
  }
  const folder = await mkdtemp(join(tmpdir(), 'ticketing-test-redis-'));
  const port = await freePort();
  let server: RunningRedis;
  try {
    server = await startRedis(program, port, folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    async restart() {
      await server.stop('SIGKILL');
      server = await startRedis(program, port, folder);
    },
    async stop() {
      await server.stop('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type RunningRedis = { stop(signal: NodeJS.Signals): Promise<void> };

async function startRedis(program: string, port: number, folder: string): Promise<RunningRedis> {
  const server = spawn(
    program,
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  const hear = (chunk: Buffer) => {
    printed = (printed + chunk.toString('utf8')).slice(-4096);
  };
  server.stdout.on('data', hear);
  server.stderr.on('data', hear);
  const exited = once(server, 'exit');
  // A test process that ends without `stop` (a crash, process.exit) must not leave the server behind.
  const killAtExit = () => server.kill('SIGKILL');
  process.once('exit', killAtExit);
  while (!(await answersPing(port))) {
    if (server.exitCode !== null || server.signalCode !== null) {
      process.off('exit', killAtExit);
      throw new Error(`redis-server did not start. It printed: ${printed}`);
    }
    await sleep(20);
  }
  return {
    async stop(signal) {
      process.off('exit', killAtExit);
      server.kill(signal);
      await exited;
    },
  };
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((answered) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1000, () => socket.destroy());
    socket.once('data', (reply) => {
      answered(reply.toString('latin1').startsWith('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => answered(false));
    socket.once('close', () => answered(false));
  });
}
