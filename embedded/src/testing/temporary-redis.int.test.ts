import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { describeWithService } from './services.ts';
import { temporaryRedis } from './temporary-redis.ts';

describeWithService('redis', 'a temporary Redis', () => {
  test('answers with streams, keeps nothing on disk and is gone after stop', async () => {
    const redis = await temporaryRedis();
    if (redis === undefined) {
      throw new Error('Redis was found a moment ago.');
    }
    const port = Number(new URL(redis.url).port);
    expect(await ask(port, 'XADD changes * what moved')).toMatch(/^\$\d+\r\n\d+-\d+/);
    expect(await ask(port, 'CONFIG GET save')).toBe('*2\r\n$4\r\nsave\r\n$0\r\n\r\n');
    await redis.stop();
    await expect(ask(port, 'PING')).rejects.toThrow('ECONNREFUSED');
  });
});

async function ask(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`${command}\r\n`);
  const [reply] = await once(socket, 'data');
  socket.destroy();
  return String(reply);
}
