import { randomUUID } from 'node:crypto';
import {
  EventStoreDBClient,
  persistentSubscriptionToStreamSettingsFromDefaults,
} from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { errorOf, newStream, positionNow, readWhole, someEvents } from './node-under-test.ts';
import { isSecureNodeThere, type SecureNode, secureNode, type Users, usersOf } from './secure-node.ts';

/** Against a given server these run when its URL has TLS and an administrator's credentials. */
describe.runIf(isSecureNodeThere)('a server with TLS and users', () => {
  const run = randomUUID().slice(0, 8);
  const [somebody, other] = [`somebody-${run}`, `other-${run}`];
  const password = 'a:Pass-word with 7 colons::::::';
  let node: SecureNode;
  let users: Users;
  /** Clients that are closed at the end. */
  const clients: EventStoreDBClient[] = [];
  const clientOf = (name?: string, secret = password) => {
    const client = EventStoreDBClient.connectionString(node.urlFor(name, secret));
    clients.push(client);
    return client;
  };
  beforeAll(async () => {
    node = await secureNode();
    users = await usersOf(node.url);
    await users.create(somebody, password);
    await users.create(other, password, [`team-${run}`]);
  });
  afterAll(async () => {
    for (const client of clients) await client.dispose();
    for (const name of [somebody, other]) await users.remove(name);
    users.close();
    await node.close();
  });

  it('lets an administrator write, read and follow everything', async () => {
    const stream = newStream('admin');
    const from = await positionNow(node.client);
    await node.client.appendToStream(stream, someEvents(2));
    expect(await readWhole(node.client.readStream(stream))).toHaveLength(2);
    expect((await readWhole(node.client.readAll({ fromPosition: from }))).length).toBeGreaterThan(2);
    const streams: string[] = [];
    const subscription = node.client.subscribeToAll({ fromPosition: from });
    const reading = (async () => {
      for await (const { event } of subscription) if (event !== undefined) streams.push(event.streamId);
    })();
    await vi.waitFor(() => expect(streams.filter((name) => name === stream)).toHaveLength(2), {
      timeout: 30_000,
    });
    await subscription.unsubscribe();
    await reading;
  });

  it('refuses whoever gives no credentials', async () => {
    const stream = newStream('anonymous');
    await node.client.appendToStream(stream, someEvents(1));
    const anonymous = clientOf();
    const attempts = [
      () => anonymous.appendToStream(stream, someEvents(1)),
      () => readWhole(anonymous.readStream(stream)),
      () => readWhole(anonymous.readAll({ maxCount: 1 })),
      () => anonymous.deleteStream(stream),
      () => anonymous.tombstoneStream(stream),
      () => readWhole(anonymous.subscribeToStream(stream)),
    ];
    for (const attempt of attempts) expect((await errorOf(attempt())).type).toBe('access-denied');
    expect(await readWhole(node.client.readStream(stream))).toHaveLength(1);
  });

  it('refuses wrong passwords and unknown names', async () => {
    for (const client of [clientOf(somebody, 'not the password'), clientOf(`nobody-${run}`)]) {
      expect((await errorOf(readWhole(client.readStream(newStream('wrong'))))).type).toBe('access-denied');
      expect((await errorOf(client.appendToStream(newStream('wrong'), someEvents(1)))).type).toBe(
        'access-denied',
      );
    }
  });

  it('takes the credentials of one call before those of the connection', async () => {
    const stream = newStream('per-call');
    const credentials = { username: somebody, password };
    const anonymous = clientOf();
    const written = await anonymous.appendToStream(stream, someEvents(2), { credentials });
    expect(written.nextExpectedRevision).toBe(1n);
    expect(await readWhole(anonymous.readStream(stream, { credentials }))).toHaveLength(2);
    const wrong = await errorOf(
      anonymous.appendToStream(stream, someEvents(1), { credentials, expectedRevision: 7n }),
    );
    expect(wrong).toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n });
    await anonymous.deleteStream(stream, { credentials });
    const denied = await errorOf(
      node.client.appendToStream(stream, someEvents(1), {
        credentials: { username: somebody, password: 'not the password' },
      }),
    );
    expect(denied.type).toBe('access-denied');
  });

  it('lets everybody with a name use ordinary streams, and no system stream', async () => {
    const stream = newStream('ordinary');
    const client = clientOf(somebody);
    await client.appendToStream(stream, someEvents(3));
    expect(await readWhole(client.readStream(stream))).toHaveLength(3);
    await client.setStreamMetadata(stream, { maxCount: 2 });
    expect((await client.getStreamMetadata(stream)).metadata).toEqual({ maxCount: 2 });
    await client.deleteStream(stream);
    const system = newStream('$system');
    await node.client.appendToStream(system, someEvents(1));
    const attempts = [
      () => readWhole(client.readAll({ maxCount: 1 })),
      () => readWhole(client.subscribeToAll()),
      () => readWhole(client.readStream(system)),
      () => client.appendToStream(system, someEvents(1)),
      () => client.setStreamMetadata(system, {}),
      () => client.deleteStream(system),
    ];
    for (const attempt of attempts) expect((await errorOf(attempt())).type).toBe('access-denied');
  });

  it('keeps a stream to those whom its access control list names, by name or by group', async () => {
    const stream = newStream('acl');
    await node.client.setStreamMetadata(stream, {
      acl: {
        readRoles: [somebody, `team-${run}`],
        writeRoles: [`team-${run}`],
        deleteRoles: [],
        metaReadRoles: [somebody],
        metaWriteRoles: ['$admins'],
      },
    });
    const [one, two] = [clientOf(somebody), clientOf(other)];
    await two.appendToStream(stream, someEvents(1));
    const refused = [
      () => one.appendToStream(stream, someEvents(1)),
      () => one.deleteStream(stream),
      () => two.deleteStream(stream),
      () => two.getStreamMetadata(stream),
      () => one.setStreamMetadata(stream, {}),
    ];
    for (const attempt of refused) expect((await errorOf(attempt())).type).toBe('access-denied');
    expect(await readWhole(one.readStream(stream))).toHaveLength(1);
    expect(await readWhole(two.readStream(stream))).toHaveLength(1);
    expect((await one.getStreamMetadata(stream)).metadata?.acl?.readRoles).toEqual([somebody, `team-${run}`]);
    // The list can be taken back, and administrators are never kept out.
    await node.client.setStreamMetadata(stream, {});
    await one.appendToStream(stream, someEvents(1));
    await node.client.appendToStream(stream, someEvents(1));
  });

  it('keeps the order of one client’s appends also while its rights are looked up', async () => {
    const stream = newStream('in-order');
    const client = clientOf(somebody);
    // What the client asks a server at first it asks beside its first append, which may come late.
    await client.appendToStream(newStream('first'), someEvents(1));
    const appends = Array.from({ length: 50 }, (_, n) =>
      // Every other one goes to a stream that is new to the server.
      client.appendToStream(n % 2 === 0 ? stream : newStream('beside'), someEvents(1, `T${n}`)),
    );
    await Promise.all(appends);
    const types = (await readWhole(client.readStream(stream))).map((event) => event.type);
    expect(types).toEqual(Array.from({ length: 25 }, (_, n) => `T${2 * n}`));
  });

  it('lets operators make persistent subscriptions, and those consume them who may read the source', async () => {
    const stream = newStream('source');
    await node.client.appendToStream(stream, someEvents(1));
    await node.client.setStreamMetadata(stream, { acl: { readRoles: [somebody] } });
    const settings = persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: 'start' });
    const [one, two] = [clientOf(somebody), clientOf(other)];
    const made = one.createPersistentSubscriptionToStream(stream, 'group', settings);
    expect((await errorOf(made)).type).toBe('access-denied');
    await node.client.createPersistentSubscriptionToStream(stream, 'group', settings);
    const firstOf = async (client: EventStoreDBClient) => {
      const subscription = client.subscribeToPersistentSubscriptionToStream(stream, 'group');
      for await (const resolved of subscription) {
        await subscription.ack(resolved);
        await subscription.unsubscribe();
        return resolved.event?.streamId;
      }
      return undefined;
    };
    expect((await errorOf(firstOf(two))).type).toBe('access-denied');
    expect(await firstOf(one)).toBe(stream);
    const removed = one.deletePersistentSubscriptionToStream(stream, 'group');
    expect((await errorOf(removed)).type).toBe('access-denied');
    await node.client.deletePersistentSubscriptionToStream(stream, 'group');
  });

  describe('its users', () => {
    it('are looked after by administrators only', async () => {
      const asSomebody = await usersOf(node.urlFor(somebody, password));
      const name = `made-${run}`;
      const attempts = [
        () => asSomebody.create(name, password),
        () => asSomebody.disable(other),
        () => asSomebody.remove(other),
        () => asSomebody.resetPassword(other, password),
        () => asSomebody.details(other),
        () => asSomebody.changePassword(other, password, 'Another-password-1'),
      ];
      for (const attempt of attempts) expect((await errorOf(attempt())).code).toBe(status.PERMISSION_DENIED);
      expect(await asSomebody.details(somebody)).toMatchObject([
        { loginName: somebody, fullName: `Full ${somebody}`, disabled: false },
      ]);
      asSomebody.close();
      expect(await users.details(other)).toMatchObject([{ groupsList: [`team-${run}`] }]);
    });

    it('have names that are taken once, and those that do not exist are not found', async () => {
      const taken = await errorOf(users.create(somebody, password));
      expect(trailer(taken, 'exception')).toBe('user-conflict');
      for (const attempt of [
        () => users.remove(`nobody-${run}`),
        () => users.disable(`nobody-${run}`),
        () => users.details(`nobody-${run}`),
      ]) {
        expect(trailer(await errorOf(attempt()), 'exception')).toBe('user-not-found');
      }
    });

    it('change their passwords, and the old one opens nothing any more', async () => {
      const name = `changing-${run}`;
      await users.create(name, password);
      const stream = newStream('changing');
      const read = (secret: string) => readWhole(clientOf(name, secret).readStream(stream));
      await clientOf(name).appendToStream(stream, someEvents(1));
      const self = await usersOf(node.urlFor(name, password));
      await self.changePassword(name, password, 'Another-password-1');
      self.close();
      expect((await errorOf(read(password))).type).toBe('access-denied');
      expect(await read('Another-password-1')).toHaveLength(1);
      await users.resetPassword(name, 'Third-password-1');
      expect((await errorOf(read('Another-password-1'))).type).toBe('access-denied');
      expect(await read('Third-password-1')).toHaveLength(1);
      await users.remove(name);
      expect((await errorOf(read('Third-password-1'))).type).toBe('access-denied');
    });

    it('can be disabled and enabled again', async () => {
      const name = `disabled-${run}`;
      await users.create(name, password);
      const stream = newStream('disabled');
      await clientOf(name).appendToStream(stream, someEvents(1));
      await users.disable(name);
      expect((await users.details(name))[0]?.disabled).toBe(true);
      expect((await errorOf(readWhole(clientOf(name).readStream(stream)))).type).toBe('access-denied');
      await users.enable(name);
      expect(await readWhole(clientOf(name).readStream(stream))).toHaveLength(1);
      await users.remove(name);
    });
  });
});

function trailer(error: Record<string, unknown>, name: string): unknown {
  const { metadata } = error;
  // An error of grpc-js.
  return (metadata as { get(name: string): unknown[] }).get(name)[0];
}
