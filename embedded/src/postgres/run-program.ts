import { spawn } from 'node:child_process';
import type { asIdentity } from './unprivileged-user.ts';

type Run = ReturnType<typeof asIdentity>;

/** Runs a program of PostgreSQL and gathers what it prints. Never rejects: a program that cannot run has no code. */
export function runToEnd(run: Run): Promise<{ code: number | null; output: string }> {
  return new Promise((ended) => {
    let output = '';
    const child = spawn(run.command, run.args, {
      ...run.options,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: serverEnvironment(),
      windowsHide: true,
    });
    const hear = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (error) =>
      ended({ code: null, output: `${output}\ncannot execute: ${error.message}` }),
    );
    child.once('close', (code) => ended({ code, output }));
  });
}

/** Messages in English whatever the user's language: the explanations read them. No PG* of the user's. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  return { ...Object.fromEntries(own), LC_ALL: 'C', LC_MESSAGES: 'C' };
}
