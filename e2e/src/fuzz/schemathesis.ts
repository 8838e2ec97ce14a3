import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from '../stack-process.ts';

/** The version that the figures of docs/performance.md and the notes speak of. */
const VERSION = '4.32.5';
const home = join(checkout, '.cache', `schemathesis-${VERSION}`);
const program = join(home, 'bin/st');

/**
 * Schemathesis, in a Python environment of its own below `.cache/`.
 * @returns the path of its program
 * @throws Error when Python 3 with venv is not there, or the package cannot be had
 */
export async function installedSchemathesis(): Promise<string> {
  if (await exists(program)) return program;
  await run('python3', ['-m', 'venv', home]);
  await run(join(home, 'bin/pip'), ['install', '--quiet', `schemathesis==${VERSION}`]);
  return program;
}

/** Runs a program to its end with its output shown. @returns its exit code */
export async function runShown(file: string, args: readonly string[], cwd: string): Promise<number> {
  const child = spawn(file, args, { stdio: 'inherit', cwd });
  const [code]: (number | null)[] = await once(child, 'close');
  return code ?? -1;
}

async function run(file: string, args: readonly string[]): Promise<void> {
  const code = await runShown(file, args, checkout).catch(() => -1);
  if (code !== 0) {
    throw new Error(
      `“${file} ${args.join(' ')}” failed. The fuzz run needs Python 3 with venv and access to PyPI.`,
    );
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
