import type { MessageView } from '@ticketing/contracts/room-views.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import type { TFunction } from 'i18next';
import { activityWords } from '../activity-words.ts';

/** What a ticket tells in its room, as a phrase that stands behind the name of who did it. */
export function systemWords(
  t: TFunction,
  event: NonNullable<MessageView['event']>,
  people: ReadonlyMap<string, PersonView>,
): string {
  const { userId } = event.details;
  const person = typeof userId === 'string' ? people.get(userId) : undefined;
  const userName = person?.displayName ?? t('person.unknown');
  return activityWords(t, { type: event.type, details: { userName, ...event.details } });
}
