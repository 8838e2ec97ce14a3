import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { allEnded, killAll, type ProcessIdentity, processTree } from './process-tree.ts';
import type { StackPlace } from './stack-place.ts';

export const checkout = join(import.meta.dirname, '../..');

/** A program of the checkout that was started as its own process. */
export type RunningProgram = {
  readonly child: ChildProcess;
  /** Standard output and error so far. */
  printed(): string;
  /** What standard output alone said so far. */
  stdout(): string;
  /** Resolves with the exit code, or with the signal that ended it, when all that it printed was read. */
  readonly ended: Promise<number | NodeJS.Signals>;
  hasEnded(): boolean;
  /** It and what it started, as of now. */
  processes(): ProcessIdentity[];
  /** `kill -9` of it and of everything that it started; resolves when all of them are gone. */
  killEverything(): Promise<void>;
};

/** Starts a TypeScript file of the checkout on this Node, with the place's settings, and waits for nothing. */
export function runProgram(
  place: Pick<StackPlace, 'environment'>,
  file: string,
  args: readonly string[] = [],
  settings: Readonly<Record<string, string>> = {},
): RunningProgram {
  const child = spawn(process.execPath, [join(checkout, file), ...args], {
    cwd: checkout,
    env: { ...process.env, NODE_OPTIONS: '', ...place.environment, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  let hasEnded = false;
  const ended = once(child, 'close').then(([code, signal]: (number | NodeJS.Signals | null)[]) => {
    hasEnded = true;
    process.off('exit', killAtExit);
    return code ?? signal ?? -1;
  });
  const processes = () => (child.pid === undefined ? [] : processTree(child.pid));
  // A test process that ends without stopping it must not leave it behind.
  const killAtExit = () => killAll(processes());
  process.once('exit', killAtExit);
  return {
    child,
    printed: () => printed,
    stdout: () => stdout,
    ended,
    hasEnded: () => hasEnded,
    processes,
    async killEverything() {
      const all = processes();
      killAll(all);
      await allEnded(all);
      await ended;
    },
  };
}

export type StackProcess = RunningProgram & {
  readonly place: StackPlace;
  /** Ctrl-C. Resolves with the exit code. */
  stop(): Promise<number | NodeJS.Signals>;
};

/** `npm start` at that place, without waiting for anything. */
export function spawnStack(place: StackPlace, settings: Readonly<Record<string, string>> = {}): StackProcess {
  const program = runProgram(place, 'embedded/src/main.ts', [], settings);
  return {
    ...program,
    place,
    stop() {
      program.child.kill('SIGINT');
      return program.ended;
    },
  };
}

/**
 * `npm start` at that place, until it says that it is ready and `/health/ready` agrees.
 * @throws Error with what it printed when it ends before that; then nothing of it is left
 */
export async function startStackProcess(
  place: StackPlace,
  settings: Readonly<Record<string, string>> = {},
): Promise<StackProcess> {
  const stack = spawnStack(place, settings);
  await printedBy(stack, 'Ticketing is ready');
  await ready(stack, place);
  return stack;
}

/** Resolves when the program has printed the words. @throws Error with what it printed when it ends without them */
export async function printedBy(program: RunningProgram, words: string): Promise<void> {
  while (!program.printed().includes(words)) {
    if (program.hasEnded()) throw endedEarly(program);
    await delay(10);
  }
}

/** Resolves when the program answers at its API that it is ready. @throws Error with what it printed when it ends before */
export async function ready(program: RunningProgram, place: Pick<StackPlace, 'apiUrl'>): Promise<void> {
  while (!(await isReady(place))) {
    if (program.hasEnded()) throw endedEarly(program);
    await delay(20);
  }
}

/** Whether `/health/ready` answers 200. */
export async function isReady(place: Pick<StackPlace, 'apiUrl'>): Promise<boolean> {
  try {
    const answer = await fetch(`${place.apiUrl}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

const endedEarly = (program: RunningProgram): Error =>
  new Error(`The program ended too early. It printed:\n${program.printed()}`);
