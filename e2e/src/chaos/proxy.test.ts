import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Link, startLink } from './proxy.ts';

describe('a link between two parts', () => {
  let echo: Server;
  let heard: string;
  let link: Link;
  const clients: Socket[] = [];

  beforeEach(async () => {
    heard = '';
    echo = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        heard += String(data);
        socket.write(data);
      });
    });
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const { port: target } = echo.address() as AddressInfo; // a server that listens on TCP has one
    link = await startLink({ name: 'one → other', port: await freePort(), target, chance: () => 0.5 });
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await link.stop();
    echo.close();
  });

  async function open(): Promise<{ client: Socket; answers: () => string; ended: Promise<unknown> }> {
    const client = connect(link.port, '127.0.0.1');
    clients.push(client);
    let answers = '';
    client.on('data', (data) => {
      answers += String(data);
    });
    const ended = new Promise((resolve) => {
      client.on('error', resolve).on('close', resolve);
    });
    await once(client, 'connect');
    return { client, answers: () => answers, ended };
  }

  test('hands on what is sent, in both directions and in order', async () => {
    const { client, answers } = await open();
    for (let number = 0; number < 50; number++) client.write(`${number},`);
    const all = Array.from({ length: 50 }, (_, number) => `${number},`).join('');
    await expect.poll(answers).toBe(all);
    expect(heard).toBe(all);
  });

  test('keeps the order of what it delays, and of what follows the delay', async () => {
    await link.be({ kind: 'delay', leastMs: 20, mostMs: 60 });
    const { client, answers } = await open();
    const began = performance.now();
    client.write('first ');
    await expect.poll(() => heard).toBe('first ');
    expect(performance.now() - began).toBeGreaterThan(19);
    client.write('second ');
    await link.be({ kind: 'open' });
    client.write('third');
    await expect.poll(answers).toBe('first second third');
  });

  test('cuts connections and takes new ones at once', async () => {
    const before = await open();
    link.cut();
    await before.ended;
    const after = await open();
    after.client.write('again');
    await expect.poll(after.answers).toBe('again');
  });

  test('refuses connections until it opens again', async () => {
    const before = await open();
    await link.be({ kind: 'refuse' });
    await before.ended;
    const refused = connect(link.port, '127.0.0.1');
    const [error] = await once(refused, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    await link.be({ kind: 'open' });
    await open();
  });

  test('as a black hole takes everything and hands on nothing, and what it swallowed never comes late', async () => {
    await link.be({ kind: 'black-hole' });
    const { client, answers, ended } = await open();
    client.write('lost');
    await expect.poll(() => client.bytesWritten).toBe(4);
    await link.be({ kind: 'open' });
    await ended;
    const after = await open();
    after.client.write('heard');
    await expect.poll(after.answers).toBe('heard');
    expect(answers()).toBe('');
    expect(heard).toBe('heard');
  });

  test('half-open hands on what the client sends and swallows every answer', async () => {
    await link.be({ kind: 'half-open' });
    const { client, answers, ended } = await open();
    client.write('done?');
    await expect.poll(() => heard).toBe('done?');
    await link.be({ kind: 'open' });
    await ended;
    expect(answers()).toBe('');
  });
});
