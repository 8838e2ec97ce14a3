import { usernameStream, userStream } from '@ticketing/contracts/streams.ts';
import { type RegisteredUser, userFold } from '@ticketing/domain/user/user.ts';
import type { Application } from '../application.ts';
import { usernameHash } from './credentials.ts';

/** The active person who holds a name, by the name's reservation stream. */
export async function userByName(app: Application, username: string): Promise<RegisteredUser | undefined> {
  let userId: string | undefined;
  const stream = usernameStream(usernameHash(app.usernameKey, username));
  for await (const event of app.eventStore.readStream(stream)) {
    if (event.type === 'UsernameReserved') userId = event.data.userId;
  }
  if (!userId) return undefined;
  const { state } = await app.aggregates.fresh(userStream(userId), userFold);
  return state?.kind === 'registered' && state.active ? state : undefined;
}
