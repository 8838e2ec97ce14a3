import { setTimeout as delay } from 'node:timers/promises';
import { killAll, type ProcessIdentity, processTree, runs } from '../process-tree.ts';
import type { Guardian } from './guardian.ts';

export const partKinds = [
  'postgres',
  'event-node',
  'redis',
  'kafka',
  'projector',
  'command-api',
  'query-api',
] as const;
export type PartKind = (typeof partKinds)[number];

/** A process of a part, as it was started once. */
export type StartedPart = {
  readonly pid: number;
  /** Resolves when it has ended, with how. */
  readonly ended: Promise<string>;
};

/** A part of the cluster: a process, or a few, that are started again when they end. */
export type Part = {
  readonly name: string;
  readonly kind: PartKind;
  /** `kill -9` of all its processes. */
  kill(): void;
  /** SIGSTOP to all its processes; false when none runs. */
  pause(): boolean;
  /** SIGCONT to those that were paused and still run. */
  resume(): void;
  /** How often it was started after the first time. */
  restarts(): number;
  /** Ends it for good. */
  stop(): Promise<void>;
};

export type PartOptions = {
  readonly name: string;
  readonly kind: PartKind;
  /** Starts it, without waiting for it to be ready. @throws when it cannot be started now */
  readonly start: () => Promise<StartedPart>;
  /** Milliseconds that it stays away after its end. */
  readonly restartAfter: () => number;
  readonly guardian: Guardian;
  readonly log: (line: string) => void;
};

/** Starts a part and keeps it running, as an orchestrator does. */
export function supervise(options: PartOptions): Part {
  const { name, kind, guardian, log } = options;
  let stopping = false;
  let starts = 0;
  let running: StartedPart | undefined;
  let paused: readonly ProcessIdentity[] = [];
  const away = new AbortController();

  const processes = () => (running ? processTree(running.pid) : []);

  async function keepRunning(): Promise<void> {
    while (!stopping) {
      try {
        running = await options.start();
        starts++;
        const { pid } = running;
        guardian.watch([pid]);
        if (stopping) kill();
        const how = await running.ended;
        running = undefined;
        guardian.forget([pid]);
        if (!stopping) log(`${name} ended (${how})`);
      } catch (error) {
        log(`${name} did not start: ${error instanceof Error ? error.message : String(error)}`);
      }
      if (stopping) return;
      await delay(options.restartAfter(), undefined, { signal: away.signal }).catch(() => undefined);
      if (!stopping) log(`${name} is started again`);
    }
  }

  const kill = () => killAll([...processes(), ...paused]);
  const keeping = keepRunning();
  return {
    name,
    kind,
    kill,
    pause() {
      paused = processes();
      // They are told one by one to the guardian: a stopped process hears of no other end.
      guardian.watch(paused.map(({ pid }) => pid));
      signal(paused, 'SIGSTOP');
      return paused.length > 0;
    },
    resume() {
      signal(paused, 'SIGCONT');
      guardian.forget(paused.map(({ pid }) => pid).filter((pid) => pid !== running?.pid));
      paused = [];
    },
    restarts: () => Math.max(0, starts - 1),
    async stop() {
      stopping = true;
      away.abort();
      kill();
      await keeping;
    },
  };
}

function signal(processes: readonly ProcessIdentity[], name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const each of processes) {
    if (!runs(each)) continue;
    try {
      process.kill(each.pid, name);
    } catch {
      // It ended this instant.
    }
  }
}
