import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from './find-program.ts';
import { missing } from './required-service.ts';

export interface TemporaryCaddy {
  stop(): Promise<void>;
}

export const findCaddy = (): string | undefined => findProgram('caddy');

/**
 * A real Caddy; undefined where none is installed.
 *
 * @param caddyfile its settings, as text
 * @param port one of those that the settings make it listen on: where it listens, it is ready
 * @throws Error when none is installed and REQUIRE_SERVICES=1, or when it does not start
 */
export async function temporaryCaddy(caddyfile: string, port: number): Promise<TemporaryCaddy | undefined> {
  const program = findCaddy();
  if (program === undefined) return missing('caddy');
  const folder = await mkdtemp(join(tmpdir(), 'ticketing-test-caddy-'));
  const file = join(folder, 'Caddyfile');
  await writeFile(file, caddyfile);
  const server = spawn(program, ['run', '--adapter', 'caddyfile', '--config', file], {
    env: { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  server.stderr.on('data', (chunk: Buffer) => {
    printed = (printed + chunk.toString('utf8')).slice(-4096);
  });
  const exited = once(server, 'exit');
  // A test process that ends without `stop` must not leave the server behind.
  const killAtExit = () => server.kill('SIGKILL');
  process.once('exit', killAtExit);
  const stop = async () => {
    process.off('exit', killAtExit);
    server.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  while (!(await listens(port))) {
    if (server.exitCode !== null || server.signalCode !== null) {
      await stop();
      throw new Error(`Caddy did not start. It printed: ${printed}`);
    }
    await sleep(20);
  }
  return { stop };
}

function listens(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', () => answer(false));
  });
}
