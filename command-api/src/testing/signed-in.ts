import type { FastifyInstance } from 'fastify';
import type { Application } from '../application.ts';
import { systemCommand } from '../users/found-superuser.ts';
import { registerUser } from '../users/register-user.ts';
import { commandUser } from '../users/user-command.ts';

export type Person = { readonly id: string; readonly call: Call };
export type Reply = { readonly status: number; readonly body: Record<string, unknown> };
export type Call = (
  method: string,
  path: string,
  body?: object,
  headers?: Record<string, string>,
) => Promise<Reply>;

/** Registers a person and answers how to call the API as that person. */
export async function signedIn(
  app: Application,
  server: FastifyInstance,
  username: string,
  what: { readonly staff?: boolean; readonly superuser?: boolean } = {},
): Promise<Person> {
  const { id } = await registerUser(app, systemCommand('RegisterUser'), {
    username,
    displayName: username,
    email: null,
    staff: what.staff ?? false,
  });
  if (what.superuser) {
    await commandUser(app, systemCommand('GrantSuperuser'), id, 'user.administer', {
      type: 'GrantSuperuser',
    });
  }
  const access = await app.tokens.issueAccess(id);
  return { id, call: caller(server, { authorization: `Bearer ${access}` }) };
}

export function caller(server: FastifyInstance, common: Record<string, string> = {}): Call {
  return async (method, path, body, headers = {}) => {
    const response = await server.inject({
      method: method as 'GET',
      url: `/api${path}`,
      headers: { ...common, ...headers },
      ...(body ? { payload: body } : {}),
    });
    return { status: response.statusCode, body: response.body ? response.json() : {} };
  };
}
