import { inboxStream } from '@ticketing/contracts/streams.ts';
import { decideInbox, type InboxCommand, inboxFold } from '@ticketing/domain/inbox/inbox.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { authorityAt } from '../authority.ts';

/**
 * Carries out a command on the actor's own inbox. What a person was told is known to a read model alone, which
 * commands do not ask: an id that names none of their notifications is written down and changes nothing, and the
 * answer is the same, so nobody learns from it what others were told.
 */
export async function commandInbox(
  app: Application,
  context: Commanded,
  command: InboxCommand,
): Promise<Answer> {
  await authorityAt(app, context, {});
  const done = await app.aggregates.execute(inboxStream(context.actorId), inboxFold, context, (inbox) =>
    decideInbox(command, inbox),
  );
  return { id: context.actorId, ...done };
}

/** @param upTo not later than now: what is caused later is not read yet, whatever was asked */
export async function readAllNotifications(
  app: Application,
  context: Commanded,
  upTo: bigint | undefined,
): Promise<Answer> {
  const head = await app.eventStore.head();
  const reached = upTo === undefined || upTo > head ? head : upTo;
  return commandInbox(app, context, { type: 'ReadAllNotifications', upTo: reached });
}
