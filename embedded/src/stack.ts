import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { demoState, refuseDemoOnNetwork } from './demo/demo-marker.ts';
import { seedDemo } from './demo/seed-demo.ts';
import { EmbeddedStartError } from './embedded-start-error.ts';
import { closeServer, listen } from './listen.ts';
import { startParts } from './parts.ts';
import { startServices } from './services.ts';
import { createSpaServer } from './spa-server.ts';
import { removeStackFile, writeStackFile } from './stack-file.ts';
import { projectRoot, type StackSettings } from './stack-settings.ts';

export type Stack = {
  readonly apiUrl: string;
  readonly adminUrl: string;
  readonly deskUrl: string;
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  /** The demo's accounts are there. */
  readonly hasDemo: boolean;
  /** Resolves with the reason when the stack cannot go on. */
  readonly died: Promise<EmbeddedStartError>;
  stop(): Promise<void>;
};

/** The whole system on one machine: parts, services, both apps; started and stopped together. */
export async function startStack(settings: StackSettings, say: (line: string) => void): Promise<Stack> {
  await refuseDemoOnNetwork(settings);
  await makeDataFolder(settings.DATA_DIR);
  const parts = await startParts(settings, say);
  let complete = false;
  const stops: (() => Promise<unknown>)[] = [() => parts.stop()];
  const stop = async () => {
    await removeStackFile(settings.DATA_DIR);
    for (const stopOne of stops.splice(0).reverse()) await stopOne();
  };
  try {
    say('Starting the APIs and the projectors …');
    const services = await startServices(parts, settings, () => complete);
    stops.push(() => services.stop());
    const shown = settings.HOST === '0.0.0.0' || settings.HOST === '::' ? '127.0.0.1' : settings.HOST;
    const apiUrl = `http://${shown}:${services.apiPort}`;
    const serve = async (app: string, port: number, setting: string) => {
      const server = createSpaServer({ folder: join(projectRoot, app, 'dist'), apiPort: services.apiPort });
      const listening = await listen(server, settings.HOST, port, setting);
      stops.push(() => closeServer(server));
      return `http://${shown}:${listening}`;
    };
    const adminUrl = await serve('web-admin', settings.ADMIN_PORT, 'ADMIN_PORT');
    const deskUrl = await serve('web-desk', settings.DESK_PORT, 'DESK_PORT');
    const demo = await demoState(settings);
    if (demo === 'wanted') {
      say('First run: opening the demo’s companies, projects and tickets …');
      await seedDemo(services.application, settings.DATA_DIR);
    }
    complete = true;
    const { databaseUrl, eventStoreUrl } = parts;
    await writeStackFile(settings.DATA_DIR, { pid: process.pid, apiUrl, databaseUrl, eventStoreUrl });
    return {
      apiUrl,
      adminUrl,
      deskUrl,
      eventStoreUrl,
      databaseUrl,
      hasDemo: demo !== 'none',
      died: parts.died,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
  } catch (cause) {
    throw new EmbeddedStartError(
      `The data folder ${dataDir} cannot be made: ${cause instanceof Error ? cause.message : cause}.`,
      'Set DATA_DIR to a folder that you may write to.',
      { cause },
    );
  }
}
