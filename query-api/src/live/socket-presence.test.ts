import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { expect, test } from 'vitest';
import { createSocketPresence } from './socket-presence.ts';

const root: Viewer = {
  userId: newId(),
  superuser: true,
  staff: true,
  roles: new Map(),
  companyIds: new Set(),
  adminOfCompanyIds: new Set(),
};
const ticket = { projectId: newId(), reporterId: newId(), companyId: null, assigneeIds: [] };
const channel = `ticket:${newId()}`;

test('of what somebody types ten are taken at once and two a second after that', () => {
  let now = 0;
  const typed: (string | undefined)[] = [];
  const presence = createSocketPresence({
    userId: root.userId,
    hub: {
      enter: () => undefined,
      leave: () => undefined,
      typing: (_channel, _member, what) => typed.push(what),
      tellAnew: () => undefined,
      heard: () => undefined,
      end: async () => undefined,
    },
    standing: () => ({ viewer: root, ticket }),
    send: () => undefined,
    now: () => now,
  });
  for (let count = 0; count < 50; count++) presence.typing(channel, 'comment');
  expect(typed).toHaveLength(10);
  now += 2_000;
  for (let count = 0; count < 50; count++) presence.typing(channel, 'comment');
  expect(typed).toHaveLength(14);
});
