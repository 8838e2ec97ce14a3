import type { NotificationView } from '@ticketing/contracts/notifications.ts';
import type { NotificationCommands } from '@ticketing/web-kit/notifications.ts';
import { daysUntil, showDate } from '@ticketing/web-kit/show-time.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CheckIcon } from '../icons.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { byDay, notificationAddress, notificationWords } from './notification-words.ts';

/** What the person was told, day by day; each leads to what it is about, and is read by that. */
export function NotificationList(props: {
  notifications: readonly NotificationView[];
  commands: NotificationCommands;
  onOpen: () => void;
}) {
  const { t } = useTranslation();
  const dayName = (day: string): string => {
    const days = daysUntil(day);
    if (days === 0) return t('inbox.today');
    return days === -1 ? t('inbox.yesterday') : showDate(day);
  };
  return (
    <>
      {byDay(props.notifications).map(({ day, items }) => (
        <section key={day} className="inbox-day" aria-label={dayName(day)}>
          <h3>{dayName(day)}</h3>
          <ul>
            {items.map((item) => (
              <Told key={item.id} {...props} told={item} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Told(props: { told: NotificationView; commands: NotificationCommands; onOpen: () => void }) {
  const { told, commands } = props;
  const { t } = useTranslation();
  const name = told.actorName ?? t('person.system');
  const unread = told.readAt === null;
  return (
    <li className={unread ? 'told unread' : 'told'}>
      <Link
        to={notificationAddress(told)}
        onClick={() => {
          commands.read(told);
          props.onOpen();
        }}
      >
        <Avatar id={told.actorId} name={name} size={26} />
        <span className="told-words">
          <span>
            {unread && <span className="unseen">{t('inbox.new')}: </span>}
            <strong>{name}</strong> {notificationWords(t, told)}
          </span>
          {told.ticketKey !== null && (
            <span className="clip">
              <span className="key">{told.ticketKey}</span> {told.ticketTitle}
            </span>
          )}
          {told.ticketKey === null && told.projectName !== null && (
            <span className="clip muted">{told.projectName}</span>
          )}
        </span>
        <When at={told.at} className="muted" />
      </Link>
      {unread && (
        <button
          type="button"
          className="told-read"
          aria-label={t('inbox.read', { title: told.ticketKey ?? name })}
          title={t('inbox.markRead')}
          onClick={() => commands.read(told)}
        >
          <CheckIcon />
        </button>
      )}
    </li>
  );
}
