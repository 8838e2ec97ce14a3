import type { NodeUsers } from './node-users.ts';
import { ADMINS, OPERATORS } from './stream-acl.ts';

/** Passwords for the first start with users; they change nothing later. */
export type FirstPasswords = { readonly admin?: string; readonly ops?: string };

export class FirstPasswordError extends Error {}

const SHORTEST_PASSWORD = 8;

/**
 * Makes sure that the users that every server has are there. Nobody gets a password that is written in a manual:
 * without one given, `admin` stops the start and `ops` is left out.
 * @throws FirstPasswordError
 */
export async function ensureFirstUsers(users: NodeUsers, passwords: FirstPasswords): Promise<void> {
  if ((await users.find('admin')) === undefined) {
    if (passwords.admin === undefined) {
      throw new FirstPasswordError(
        'The event node has no users yet. Set EVENTSTORE_DEFAULT_ADMIN_PASSWORD to the password that its user "admin" shall have.',
      );
    }
    checkPassword(passwords.admin, 'EVENTSTORE_DEFAULT_ADMIN_PASSWORD');
    await users.create(
      { loginName: 'admin', fullName: 'Event Store Administrator', groups: [ADMINS] },
      passwords.admin,
    );
  }
  if (passwords.ops !== undefined && (await users.find('ops')) === undefined) {
    checkPassword(passwords.ops, 'EVENTSTORE_DEFAULT_OPS_PASSWORD');
    await users.create(
      { loginName: 'ops', fullName: 'Event Store Operations', groups: [OPERATORS] },
      passwords.ops,
    );
  }
}

export function isUsablePassword(password: string): boolean {
  return password.length >= SHORTEST_PASSWORD && password !== 'changeit';
}

function checkPassword(password: string, setting: string): void {
  if (isUsablePassword(password)) return;
  throw new FirstPasswordError(
    `${setting} is not usable: take at least ${SHORTEST_PASSWORD} characters, and not the one from the manual.`,
  );
}
