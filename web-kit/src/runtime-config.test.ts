import { expect, test } from 'vitest';
import { readRuntimeConfig, socketUrl } from './runtime-config.ts';

const serving =
  (body: string, type: string, status = 200) =>
  async () =>
    new Response(body, { status, headers: { 'content-type': type } });

test('the API is where config.json says', async () => {
  const file = serving('{"apiUrl":"http://127.0.0.1:8000/"}', 'application/json');
  expect(await readRuntimeConfig(file)).toEqual({ apiUrl: 'http://127.0.0.1:8000' });
});

test('without config.json it is on the page’s own origin', async () => {
  expect(await readRuntimeConfig(serving('Not found', 'text/plain', 404))).toEqual({ apiUrl: '' });
  expect(await readRuntimeConfig(serving('<!doctype html>', 'text/html'))).toEqual({ apiUrl: '' });
  expect(await readRuntimeConfig(serving('{"apiUrl":7}', 'application/json'))).toEqual({ apiUrl: '' });
  expect(await readRuntimeConfig(() => Promise.reject(new TypeError('no network')))).toEqual({ apiUrl: '' });
});

test('the socket is where the API is, encrypted where the API is', () => {
  expect(socketUrl('http://127.0.0.1:8000', 'http://127.0.0.1:5173/x')).toBe('ws://127.0.0.1:8000/ws');
  expect(socketUrl('', 'https://tickets.example.org/projects/OPS')).toBe('wss://tickets.example.org/ws');
});
