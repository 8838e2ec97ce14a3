import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { SettingsError } from '@ticketing/platform/settings.ts';
import { EmbeddedStartError } from './embedded-start-error.ts';
import { type Parts, startParts } from './parts.ts';
import { startReadModels } from './read-models-alone.ts';
import { secretsOf } from './secrets.ts';
import { runningStack } from './stack-file.ts';
import { readStackSettings, type StackSettings } from './stack-settings.ts';

/**
 * Runs a command-line tool against the stores that the environment names, or against the embedded stack of this
 * data folder: the running one, or its parts, started for as long as the tool needs them.
 *
 * Usage: with-parts.ts <tool's main.ts> [arguments]
 */
async function main([tool, ...args]: readonly string[]): Promise<number> {
  if (!tool) throw new Error('Usage: with-parts.ts <tool> [arguments]');
  const settings = readStackSettings();
  const asksOnly = args.length === 0 || args.some((arg) => ['--help', '-h', '--version', '-V'].includes(arg));
  if (asksOnly) return runTool(tool, args, {});
  if (settings.DATABASE_URL && settings.EVENTSTORE_URL) {
    return runTool(tool, args, { ...(await keys(settings)), ...embeddedParts(settings) });
  }
  const running = await runningStack(settings.DATA_DIR);
  if (running) {
    const { databaseUrl, eventStoreUrl } = running;
    return runTool(tool, args, {
      ...(await keys(settings)),
      ...embeddedParts(settings),
      DATABASE_URL: databaseUrl,
      EVENTSTORE_URL: eventStoreUrl,
    });
  }
  // The tool's own output stays clean: what is said here goes to standard error.
  const parts = await startParts(settings, (line) => console.error(line));
  try {
    const readModels = needsReadModels(tool, args) ? await startReadModels(parts, settings) : undefined;
    const code = await runTool(tool, args, {
      ...embeddedParts(settings),
      DATABASE_URL: parts.databaseUrl,
      EVENTSTORE_URL: parts.eventStoreUrl,
      ...environmentOf(parts.secrets),
    });
    await readModels?.stop();
    return code;
  } finally {
    await parts.stop();
  }
}

/** Says to a tool whether the stores which it is given are the embedded ones, or others that somebody else may use. */
const embeddedParts = ({ DATABASE_URL, EVENTSTORE_URL }: StackSettings) => ({
  EMBEDDED_PARTS: DATABASE_URL || EVENTSTORE_URL ? '' : '1',
});

/** These wait for what the projectors do, which somebody has to run. */
const needsReadModels = (tool: string, args: readonly string[]): boolean =>
  ['verify', 'rebuild', 'replay'].includes(args[0] ?? '') || /generate[/\\]main\.ts$/.test(tool);

const environmentOf = ({ jwtSecret, usernameKey }: Parts['secrets']) => ({
  JWT_SECRET: jwtSecret,
  USERNAME_KEY: usernameKey,
});

async function keys(settings: StackSettings): Promise<Record<string, string>> {
  const stored = environmentOf(await secretsOf(settings.DATA_DIR));
  return {
    JWT_SECRET: settings.JWT_SECRET ?? stored.JWT_SECRET,
    USERNAME_KEY: settings.USERNAME_KEY ?? stored.USERNAME_KEY,
  };
}

async function runTool(
  tool: string,
  args: readonly string[],
  environment: Record<string, string>,
): Promise<number> {
  const child = spawn(process.execPath, [resolve(tool), ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  // Ctrl-C reaches the tool by itself; this process stays until the tool has ended, then stops the parts.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, 'exit');
  return code ?? 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (error instanceof EmbeddedStartError) console.error(`${error.message}\n${error.hint}`);
    else if (error instanceof SettingsError) console.error(error.message);
    else console.error(error);
    process.exit(3);
  },
);
