import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import { dayOf } from '@ticketing/web-kit/chat/conversation.ts';
import type { ShownMessage } from '@ticketing/web-kit/chat/shown-messages.ts';
import { systemWords } from '@ticketing/web-kit/chat/system-words.ts';
import { showClock, showDate, showInstant } from '@ticketing/web-kit/show-time.ts';
import { useTranslation } from 'react-i18next';

/** The day of what stands below it. */
export function DayLine({ date }: { date: string }) {
  const { t } = useTranslation();
  const now = Date.now();
  const words = () => {
    if (date === dayOf(new Date(now).toISOString())) return t('chat.today');
    if (date === dayOf(new Date(now - 86_400_000).toISOString())) return t('chat.yesterday');
    return showDate(date);
  };
  return (
    <p className="talk-day">
      <time dateTime={date}>{words()}</time>
    </p>
  );
}

/** What stands below it came since one was here last. */
export function UnreadLine() {
  const { t } = useTranslation();
  return <p className="talk-unread">{t('chat.newSince')}</p>;
}

/** What happened to the ticket of the room, in words. */
export function SystemLine({
  message,
  people,
}: {
  message: ShownMessage;
  people: ReadonlyMap<string, PersonView>;
}) {
  const { t } = useTranslation();
  if (message.event === null) return null;
  const actor =
    message.authorId === SYSTEM_ACTOR
      ? t('person.system')
      : (people.get(message.authorId)?.displayName ?? t('person.unknown'));
  return (
    <p className="talk-system">
      <strong>{actor}</strong> {systemWords(t, message.event, people)}{' '}
      <time dateTime={message.at} title={showInstant(message.at)}>
        {showClock(message.at)}
      </time>
    </p>
  );
}
