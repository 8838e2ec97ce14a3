import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtAppFolder, ensureSpasBuilt } from '@ticketing/embedded/spa-build.ts';
import { quietPort } from '@ticketing/embedded/testing/free-port.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { type TemporaryCaddy, temporaryCaddy } from '@ticketing/embedded/testing/temporary-caddy.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWindow, signInByForm, type Window } from './browser.ts';
import { signIn } from './person.ts';
import {
  foundBoss,
  type OutsideParts,
  startOutsideParts,
  startServers,
  through,
} from './separate-servers.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { checkout } from './stack-process.ts';

/** The Caddyfile of the deployment with other addresses. @throws Error when it has lost one that is to be replaced */
async function caddyfile(addresses: Readonly<Record<string, string>>): Promise<string> {
  let text = await readFile(join(checkout, 'deploy/Caddyfile'), 'utf8');
  for (const [deployed, here] of Object.entries(addresses)) {
    if (!text.includes(deployed)) throw new Error(`deploy/Caddyfile says nothing of ${deployed}`);
    text = text.replaceAll(deployed, here);
  }
  return text;
}

const suite = () => {
  let place: StackPlace;
  let parts: OutsideParts;
  let caddy: TemporaryCaddy | undefined;
  const windows: Window[] = [];
  const urls = { api: '', admin: '', desk: '' };

  beforeAll(async () => {
    await ensureSpasBuilt({ log: () => undefined });
    place = await createStackPlace();
    parts = await startOutsideParts(place);
    await foundBoss(parts);
    const { commandApi, queryApi } = await startServers(parts, { TRUST_PROXY: 'true' });
    const api = await quietPort();
    const admin = await quietPort();
    const desk = await quietPort();
    caddy = await temporaryCaddy(
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
    urls.api = `http://127.0.0.1:${api}`;
    urls.admin = `http://127.0.0.1:${admin}`;
    urls.desk = `http://127.0.0.1:${desk}`;
    const boss = await signIn({ ...through(place, commandApi), apiUrl: urls.api }, 'boss', 'secret');
    await boss.command('POST', '/api/projects', { key: 'PROXY', name: 'Behind the proxy' });
  }, 300_000);

  afterAll(async () => {
    for (const window of windows) await window.close();
    await caddy?.stop();
    await parts?.stop();
    await place?.remove();
  }, 60_000);

  test('both apps sign in, read and hear at an origin of their own, within its content security policy', async () => {
    for (const name of ['admin', 'desk'] as const) {
      const window = await openWindow(name);
      windows.push(window);
      const socket = window.page.waitForEvent('websocket');
      await signInByForm(window.page, urls[name], 'boss', 'secret');
      const { url, heard } = await socket.then((one) => ({
        url: one.url(),
        heard: one.waitForEvent('framereceived'),
      }));
      expect(url).toBe(`${urls[name].replace('http', 'ws')}/ws`);
      await heard;
      await window.page.getByText(/, boss\b/).waitFor();
      expect(window.complaints).toEqual([]);
    }
  });

  test('a card that a command adds shows on a board that is open, through the proxy alone', async () => {
    const boss = await signIn({ ...place, apiUrl: urls.api }, 'boss', 'secret');
    const { id: projectId } = await boss.project('PROXY');
    const [admin] = windows;
    await admin?.page.goto(`${urls.admin}/projects/PROXY`);
    await admin?.page.getByRole('heading', { name: 'To do' }).waitFor();
    await boss.open({ projectId, title: 'Seen through Caddy' });
    await admin?.page.getByText('Seen through Caddy').waitFor();
  });

  test('what has its content in its name is kept for ever, the page never, and what the build left is not shown', async () => {
    const page = await fetch(urls.admin);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1];
    const kept = await fetch(urls.admin + script);
    expect(kept.status).toBe(200);
    expect(kept.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${urls.admin}/.built-from`)).status).toBe(404);
    expect((await fetch(`${urls.desk}/tickets/unknown`)).headers.get('content-type')).toContain('text/html');
    expect((await fetch(`${urls.desk}/api/unknown`)).headers.get('content-type')).toContain('json');
  });
};

describeWithService('caddy', 'behind the reverse proxy of the deployment', () =>
  describeWithService('redis', 'with separate servers', () =>
    describeWithService('chromium', 'in a browser', suite),
  ),
);
