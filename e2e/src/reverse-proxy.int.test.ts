import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWindow, signInByForm, type Window } from './browser.ts';
import { type ProxiedSite, startProxiedSite } from './proxied-site.ts';

const suite = () => {
  let site: ProxiedSite;
  const windows: Window[] = [];

  beforeAll(async () => {
    site = await startProxiedSite();
    const boss = await site.boss();
    await boss.command('POST', '/api/projects', { key: 'PROXY', name: 'Behind the proxy' });
  }, 300_000);

  afterAll(async () => {
    for (const window of windows) await window.close();
    await site?.stop();
  }, 60_000);

  test('both apps sign in, read and hear at an origin of their own, within its content security policy', async () => {
    for (const name of ['admin', 'desk'] as const) {
      const window = await openWindow(name);
      windows.push(window);
      const socket = window.page.waitForEvent('websocket').then((one) => ({
        url: one.url(),
        heard: one.waitForEvent('framereceived'),
      }));
      await signInByForm(window.page, site.urls[name], 'boss', 'secret');
      const { url, heard } = await socket;
      expect(url).toBe(`${site.urls[name].replace('http', 'ws')}/ws`);
      await heard;
      await window.page.getByText(/, boss\b/).waitFor();
      expect(window.complaints).toEqual([]);
    }
  });

  test('a card that a command adds shows on a board that is open, through the proxy alone', async () => {
    const boss = await site.boss();
    const { id: projectId } = await boss.project('PROXY');
    const [admin] = windows;
    await admin?.page.goto(`${site.urls.admin}/projects/PROXY`);
    await admin?.page.getByRole('heading', { name: 'To do' }).waitFor();
    await boss.open({ projectId, title: 'Seen through Caddy' });
    await admin?.page.getByText('Seen through Caddy').waitFor();
  });

  test('what has its content in its name is kept for ever, the page never, and what the build left is not shown', async () => {
    const page = await fetch(site.urls.admin);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1];
    const kept = await fetch(site.urls.admin + script);
    expect(kept.status).toBe(200);
    expect(kept.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${site.urls.admin}/.built-from`)).status).toBe(404);
    expect((await fetch(`${site.urls.desk}/tickets/unknown`)).headers.get('content-type')).toContain(
      'text/html',
    );
    expect((await fetch(`${site.urls.desk}/api/unknown`)).headers.get('content-type')).toContain('json');
  });
};

describeWithService('caddy', 'behind the reverse proxy of the deployment', () =>
  describeWithService('redis', 'with separate servers', () =>
    describeWithService('chromium', 'in a browser', suite),
  ),
);
