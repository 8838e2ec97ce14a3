import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EmbeddedStartError } from '../embedded-start-error.ts';

export type EventNodeOptions = {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly log: (line: string) => void;
};

export type EventNodeProcess = {
  readonly url: string;
  readonly pid: () => number | undefined;
  /** Ends the node after the appends under way. */
  stop(): Promise<void>;
};

/** How long a node that ended by itself is left alone before it is started again, in milliseconds. */
const RESTART_AFTER = [100, 500, 2_000, 5_000];

/**
 * Runs the event node as a process of its own (the client and the node would otherwise share one event loop), and
 * starts it again when it ends by itself.
 * @throws EmbeddedStartError when the first start fails
 */
export async function startEventNodeProcess(options: EventNodeOptions): Promise<EventNodeProcess> {
  let stopping = false;
  let restarts = 0;
  let child = await start(options);

  const guard = (running: ChildProcess) => {
    running.once('exit', (code, signal) => {
      if (stopping) return;
      const wait = RESTART_AFTER[Math.min(restarts++, RESTART_AFTER.length - 1)] ?? 0;
      options.log(`The event node ended (${signal ?? code}); starting it again.`);
      setTimeout(async () => {
        if (stopping) return;
        try {
          child = await start(options);
          guard(child);
        } catch (error) {
          options.log(error instanceof Error ? error.message : String(error));
          guard(running);
          running.emit('exit', null, null);
        }
      }, wait);
    });
  };
  guard(child);

  return {
    url: `esdb://${options.host}:${options.port}?tls=false`,
    pid: () => child.pid,
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Resolves when the node says that it is ready. */
async function start({ host, port, databaseUrl, log }: EventNodeOptions): Promise<ChildProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
    // Its own process group member, but not the terminal's Ctrl-C: the stack stops it when its turn comes.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      HOST: host,
      EVENTSTORE_PORT: String(port),
      DATABASE_URL: databaseUrl,
      // The node of the stack keeps to loopback and speaks plainly, whatever is set for a node of its own.
      EVENTSTORE_CERTIFICATE_FILE: '',
      EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE: '',
    },
  });
  const said: string[] = [];
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('the event node was started without pipes');
  createInterface({ input: stderr }).on('line', (line) => {
    said.push(line);
    if (said.length > 20) said.shift();
    log(line);
  });
  const lines = createInterface({ input: stdout });
  const ready = new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.startsWith('event node ready')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => {
      reject(
        new EmbeddedStartError(
          said.at(-1) ?? 'The event node ended before it was ready.',
          `Set EVENTSTORE_PORT to a free port if ${port} is taken, then start again.`,
        ),
      );
    });
  });
  await ready;
  return child;
}
