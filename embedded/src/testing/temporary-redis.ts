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
      await rm(folder, { recursive: true, force: true });
      throw new Error(`redis-server did not start. It printed: ${printed}`);
    }
    await sleep(20);
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      process.off('exit', killAtExit);
      server.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true, force: true });
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
