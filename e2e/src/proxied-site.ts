import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtAppFolder, ensureSpasBuilt } from '@ticketing/embedded/spa-build.ts';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import { temporaryCaddy } from '@ticketing/embedded/testing/temporary-caddy.ts';
import { type Person, signIn } from './person.ts';
import { foundBoss, isUp, startOutsideParts, startServer, startServers } from './separate-servers.ts';
import { createStackPlace } from './stack-place.ts';
import { checkout } from './stack-process.ts';

/** The system as it is deployed: three servers, each a process of its own, and both apps behind Caddy. */
export type ProxiedSite = {
  readonly urls: { readonly api: string; readonly admin: string; readonly desk: string };
  /** The superuser `boss` with the password `secret`, by HTTP. */
  boss(): Promise<Person>;
  /** Somebody else, by HTTP. */
  person(username: string, password: string): Promise<Person>;
  /** `kill -9` of the two servers that answer requests; everything else goes on. */
  killApi(): Promise<void>;
  /** Starts them again where they were, and resolves when they are ready. */
  startApi(): Promise<void>;
  stop(): Promise<void>;
};

/** The Caddyfile of the deployment with other addresses. @throws Error when it has lost one that is to be replaced */
async function caddyfile(addresses: Readonly<Record<string, string>>): Promise<string> {
  let text = await readFile(join(checkout, 'deploy/Caddyfile'), 'utf8');
  for (const [deployed, here] of Object.entries(addresses)) {
    if (!text.includes(deployed)) throw new Error(`deploy/Caddyfile says nothing of ${deployed}`);
    text = text.replaceAll(deployed, here);
  }
  return text;
}

const settings = { TRUST_PROXY: 'true' };

export async function startProxiedSite(): Promise<ProxiedSite> {
  await ensureSpasBuilt({ log: () => undefined });
  const place = await createStackPlace();
  const parts = await startOutsideParts(place);
  await foundBoss(parts);
  let { commandApi, queryApi } = await startServers(parts, settings);
  const api = await freePort();
  const admin = await freePort();
  const desk = await freePort();
  const caddy = await temporaryCaddy(
    await caddyfile({
      'command-api:8000': `127.0.0.1:${commandApi.port}`,
      'query-api:8000': `127.0.0.1:${queryApi.port}`,
      ':8000 {': `http://127.0.0.1:${api} {`,
      ':5173 {': `http://127.0.0.1:${admin} {`,
      ':3001 {': `http://127.0.0.1:${desk} {`,
      '/srv/web-admin': builtAppFolder('web-admin'),
      '/srv/web-desk': builtAppFolder('web-desk'),
    }),
    api,
  );
  const urls = {
    api: `http://127.0.0.1:${api}`,
    admin: `http://127.0.0.1:${admin}`,
    desk: `http://127.0.0.1:${desk}`,
  };
  const there = { ...place, apiUrl: urls.api };
  return {
    urls,
    boss: () => signIn(there, 'boss', 'secret'),
    person: (username, password) => signIn(there, username, password),
    async killApi() {
      await Promise.all([commandApi.program.killEverything(), queryApi.program.killEverything()]);
    },
    async startApi() {
      commandApi = await startServer(parts, 'command-api', settings, commandApi.port);
      queryApi = await startServer(parts, 'query-api', settings, queryApi.port);
      await Promise.all([isUp(commandApi), isUp(queryApi)]);
    },
    async stop() {
      await caddy?.stop();
      await parts.stop();
      await place.remove();
    },
  };
}
