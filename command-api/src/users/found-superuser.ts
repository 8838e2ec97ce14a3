import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { newId } from '@ticketing/platform/ids.ts';
import type { Application, Commanded } from '../application.ts';
import { registerUser } from './register-user.ts';
import { commandUser } from './user-command.ts';

/** The first superuser of an installation, whom nobody within it could register. Answers the person's id. */
export async function foundSuperuser(app: Application, username: string, password: string): Promise<string> {
  const person = { username, displayName: username, email: null, staff: true, password };
  const { id } = await registerUser(app, systemCommand('RegisterUser'), person);
  await commandUser(app, systemCommand('GrantSuperuser'), id, 'user.administer', { type: 'GrantSuperuser' });
  return id;
}

/** A command of the installation itself, now. */
export function systemCommand(command: string): Commanded {
  const commandId = newId();
  return {
    commandId,
    command,
    actorId: SYSTEM_ACTOR,
    at: new Date().toISOString(),
    correlationId: commandId,
    causationId: commandId,
    retryable: false,
    authority: 'system',
  };
}
