import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, newStream, readWhole, someEvents } from '../contract/node-under-test.ts';
import { type SecureNode, secureNode, type Users, usersOf } from '../contract/secure-node.ts';

/** What would disturb a server that others use, or is the embedded node's own. */
let node: SecureNode;
let users: Users;
let somebody: EventStoreDBClient;
beforeAll(async () => {
  node = await secureNode();
  users = await usersOf(node.url);
  await users.create('somebody', 'some-password');
  somebody = EventStoreDBClient.connectionString(node.urlFor('somebody', 'some-password'));
});
afterAll(async () => {
  await somebody.dispose();
  users.close();
  await node.close();
});

describe('access to streams', () => {
  it('follows the defaults of $settings, until they are changed again', async () => {
    const own = newStream('$own');
    await node.client.appendToStream(own, someEvents(1));
    const everybody = { $r: '$all', $w: '$all', $d: '$all', $mr: '$all', $mw: '$all' };
    const settings = (data: object) =>
      node.client.appendToStream('$settings', [jsonEvent({ type: 'update-default-acl', data: { ...data } })]);
    await settings({
      $userStreamAcl: { ...everybody, $w: '$admins' },
      $systemStreamAcl: { ...everybody, $w: ['$admins', '$ops'] },
    });
    expect(await readWhole(somebody.readStream(own))).toHaveLength(1);
    expect(await readWhole(somebody.readAll({ maxCount: 1 }))).toHaveLength(1);
    const write = () => somebody.appendToStream(newStream('settled'), someEvents(1));
    expect((await errorOf(write())).type).toBe('access-denied');
    await settings({});
    await write();
    expect((await errorOf(readWhole(somebody.readStream(own)))).type).toBe('access-denied');
  });

  it('of $all is given by the list of $all', async () => {
    expect((await errorOf(readWhole(somebody.readAll({ maxCount: 1 })))).type).toBe('access-denied');
    await node.client.setStreamMetadata('$all', { acl: { readRoles: ['somebody'] } });
    expect(await readWhole(somebody.readAll({ maxCount: 1 }))).toHaveLength(1);
    await node.client.setStreamMetadata('$all', {});
    expect((await errorOf(readWhole(somebody.readAll({ maxCount: 1 })))).type).toBe('access-denied');
  });

  it('is not got round by a link', async () => {
    const secret = newStream('secret');
    await node.client.appendToStream(secret, someEvents(1));
    await node.client.setStreamMetadata(secret, { acl: { readRoles: ['$admins'] } });
    const links = newStream('links');
    const link = {
      ...jsonEvent({ type: '$>', data: {} }),
      contentType: 'application/octet-stream' as const,
      data: Buffer.from(`0@${secret}`),
    };
    await somebody.appendToStream(links, [link]);
    const resolved = async (client: EventStoreDBClient) => {
      const streams = [];
      for await (const { event } of client.readStream(links, { resolveLinkTos: true })) {
        streams.push(event?.streamId);
      }
      return streams;
    };
    expect(await resolved(somebody)).toEqual([undefined]);
    expect(await resolved(node.client)).toEqual([secret]);
  });
});

describe('operators', () => {
  it('may not read what is for administrators', async () => {
    const ops = EventStoreDBClient.connectionString(node.urlFor('ops', 'first-ops-password'));
    expect((await errorOf(readWhole(ops.readAll({ maxCount: 1 })))).type).toBe('access-denied');
    await ops.appendToStream(newStream('by-ops'), someEvents(1));
    await ops.dispose();
  });
});

describe('a connection that stays open', () => {
  it('writes nothing more once its user is removed', async () => {
    await users.create('leaving', 'some-password');
    const client = EventStoreDBClient.connectionString(node.urlFor('leaving', 'some-password'));
    const stream = newStream('leaving');
    await client.appendToStream(stream, someEvents(1));
    await users.remove('leaving');
    expect((await errorOf(client.appendToStream(stream, someEvents(1)))).type).toBe('access-denied');
    expect(await readWhole(node.client.readStream(stream))).toHaveLength(1);
    await client.dispose();
  });
});

describe('the user admin', () => {
  it('cannot be removed or disabled, so that somebody can always let others in', async () => {
    expect((await errorOf(users.remove('admin'))).code).toBe(9);
    expect((await errorOf(users.disable('admin'))).code).toBe(9);
  });
});

it('passwords that are short, or stand in the manual, are not taken', async () => {
  for (const password of ['', 'short', 'changeit']) {
    expect((await errorOf(users.create('weak', password))).code).toBe(3);
  }
});
