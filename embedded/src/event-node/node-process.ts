import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The event node as a child process, for tests that kill it. */
export type NodeProcess = {
  readonly child: ChildProcess;
  /** Standard output and error so far. */
  readonly output: () => string;
  /** Resolves with the exit code, or with the name of the signal that ended it. */
  readonly ended: Promise<number | string>;
};

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

export type NodeProcessSettings = {
  readonly port: number;
  readonly databaseUrl: string;
  readonly ipc?: boolean;
  /** Further settings, by their names in the environment. */
  readonly environment?: Readonly<Record<string, string>>;
};

/** Starts `main.ts` and does not wait for anything. */
export function spawnNode(settings: NodeProcessSettings): NodeProcess {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      EVENTSTORE_PORT: String(settings.port),
      HOST: '127.0.0.1',
      DATABASE_URL: settings.databaseUrl,
      NODE_OPTIONS: '',
      ...settings.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', ...(settings.ipc ? (['ipc'] as const) : [])],
  });
  let output = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    output += bytes.toString();
  });
  child.stderr?.on('data', (bytes: Buffer) => {
    output += bytes.toString();
  });
  const ended = once(child, 'exit').then(
    ([code, signal]: (number | string | null)[]) => code ?? signal ?? -1,
  );
  return { child, output: () => output, ended };
}

/** Starts the node and waits until it says that it is ready. */
export async function startNodeProcess(settings: NodeProcessSettings): Promise<NodeProcess> {
  const node = spawnNode(settings);
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      if (node.output().includes('event node ready on')) resolve();
    };
    node.child.stdout?.on('data', look);
    node.ended.then((how) =>
      reject(new Error(`The event node ended (${how}) before it was ready: ${node.output()}`)),
    );
  });
  return node;
}

export async function killNode(node: NodeProcess): Promise<void> {
  node.child.kill('SIGKILL');
  await node.ended;
}
