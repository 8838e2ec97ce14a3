import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedStartError } from './embedded-start-error.ts';
import { claimDataFolder } from './postgres/previous-server.ts';

const root = join(import.meta.dirname, '../..');

const apps = ['web-admin', 'web-desk'] as const;

export type WebApp = (typeof apps)[number];

/** Where Vite puts the app: static files with `index.html` for every path that is no file. */
export const builtAppFolder = (app: WebApp): string => join(root, app, 'dist');

/** What an app is made of beside its own folder. */
const sharedSources = [
  'web-kit',
  'contracts',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.web.json',
];

/**
 * Builds each web app whose sources, by content, are not those of its last build. Vite runs as a process of
 * its own, one app after the other: what it needs (some 300 MB) is gone before the servers start. Two stacks
 * that start at the same time build once: the second waits for the first.
 *
 * @throws EmbeddedStartError with what Vite said when a build fails; the next start builds again
 */
export async function ensureSpasBuilt(options: {
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal;
}): Promise<void> {
  for (const app of apps) {
    options.signal?.throwIfAborted();
    if (await isBuilt(app)) continue;
    const turn = await myTurn(app, options.signal);
    try {
      if (!(await isBuilt(app))) await buildAndStamp(app, options);
    } finally {
      await turn.release();
    }
  }
}

/** Names the sources of the last whole build. */
const stampFile = (app: WebApp) => join(builtAppFolder(app), '.built-from');

const sourcesOf = (app: WebApp): Promise<string> => sourceHash([app, ...sharedSources]);

async function isBuilt(app: WebApp): Promise<boolean> {
  return (await readFile(stampFile(app), 'utf8').catch(() => '')) === (await sourcesOf(app));
}

async function buildAndStamp(
  app: WebApp,
  { log, signal }: Parameters<typeof ensureSpasBuilt>[0],
): Promise<void> {
  log(`Building ${app} (its sources have changed since the last build, or it was never built).`);
  const started = performance.now();
  const sources = await sourcesOf(app);
  await rm(stampFile(app), { force: true }); // an interrupted build must not pass for a whole one
  await build(app, signal);
  await mkdir(builtAppFolder(app), { recursive: true });
  await writeFile(stampFile(app), sources);
  log(`Built ${app} in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

/** Vite empties the folder that it builds into, so only one process may build an app at a time. */
async function myTurn(
  app: WebApp,
  signal: AbortSignal | undefined,
): Promise<Awaited<ReturnType<typeof claimDataFolder>>> {
  const folder = join(root, '.cache', `build-${app}`);
  await mkdir(folder, { recursive: true });
  for (;;) {
    try {
      return await claimDataFolder(folder);
    } catch (error) {
      if (!(error instanceof EmbeddedStartError)) throw error;
      await sleep(200, undefined, signal ? { signal } : {});
    }
  }
}

/** SHA-256 over path and content of every source file; a file renamed or removed changes it too. */
export async function sourceHash(sources: readonly string[], folder: string = root): Promise<string> {
  const files: string[] = [];
  for (const source of sources) {
    files.push(...(await filesBelow(join(folder, source))));
  }
  const hash = createHash('sha256');
  for (const file of files.toSorted()) {
    const content = await readFile(file);
    hash.update(`${relative(folder, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

const notSources = new Set(['node_modules', 'dist']);

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) {
    return [path]; // a file
  }
  const nested = await Promise.all(
    entries
      .filter((entry) => !notSources.has(entry.name) && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)])),
  );
  return nested.flat();
}

function build(app: WebApp, signal: AbortSignal | undefined): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  return new Promise((built, failed) => {
    let printed = '';
    const child = spawn(process.execPath, [vite, 'build', join(root, app), '--logLevel', 'warn'], {
      cwd: join(root, app),
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    });
    // A process that ends in the middle must not leave the build running.
    const endWithUs = () => child.kill();
    process.once('exit', endWithUs);
    const hear = (chunk: Buffer) => {
      printed += chunk.toString('utf8');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', failed);
    child.once('close', (code) => {
      process.off('exit', endWithUs);
      if (code === 0) {
        built();
      } else {
        failed(
          new EmbeddedStartError(
            `${app} could not be built:\n${printed.trim()}`,
            'Correct what Vite names above, then start again. "npm run check" finds type errors.',
          ),
        );
      }
    });
  });
}
