import { ticketChannel } from '@ticketing/contracts/live.ts';
import { usePresence } from '@ticketing/web-kit/presence.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Button from 'antd/es/button';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkIcon, TypeIcon } from '../icons.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { useKeys } from '../shell/keys.ts';
import { useToast } from '../shell/toasts.tsx';
import { useScene } from './scene.ts';
import { drawerOf } from './ticket-address.ts';
import { BellIcon } from './ticket-icons.tsx';
import { TicketTime } from './ticket-time.tsx';
import './drawer.css';

/** What stands over a ticket: its key, who else is here, following, and looking back in time. */
export function TicketHead({ waiting, children }: { waiting: boolean; children: ReactNode }) {
  const { ticket, at } = useScene();
  const { t } = useTranslation();
  const toast = useToast();
  const copyLink = async () => {
    await navigator.clipboard?.writeText(window.location.origin + drawerOf(ticket.key));
    toast({ text: t('ticket.linkCopied') });
  };
  return (
    <header className="drawer-head">
      <span className="type-icon" title={t(`type.${ticket.type}`)}>
        <TypeIcon type={ticket.type} />
      </span>
      <span className="key">{ticket.key}</span>
      <Button
        type="text"
        icon={<LinkIcon />}
        aria-label={t('ticket.copyLink')}
        title={t('ticket.copyLink')}
        onClick={() => void copyLink()}
      />
      {at === null && <FollowButton />}
      {at === null && <Onlookers />}
      <span className="spread" />
      <TicketTime waiting={waiting} />
      {children}
    </header>
  );
}

function FollowButton() {
  const { ticket, commands, changed } = useScene();
  const { t } = useTranslation();
  const me = useMe();
  const following = ticket.followerIds.includes(me.id);
  const toggle = () => {
    const [doIt, undo] = following
      ? [commands.unfollow, commands.follow]
      : [commands.follow, commands.unfollow];
    void doIt(ticket.id);
    changed(t(following ? 'ticket.followsNoMore' : 'ticket.follows'), () => void undo(ticket.id));
  };
  useKeys(ticket.archived ? {} : { f: toggle });
  if (ticket.archived) return null;
  return (
    <button
      type="button"
      className="text-button follow"
      aria-pressed={following}
      title={`${t(following ? 'ticket.unfollow' : 'ticket.follow')} (F)`}
      onClick={toggle}
    >
      <BellIcon />
      <span>{t(following ? 'ticket.following' : 'ticket.follow')}</span>
    </button>
  );
}

/** Who else has the ticket open. */
function Onlookers() {
  const { ticket } = useScene();
  const { t } = useTranslation();
  const others = usePresence(ticketChannel(ticket.id));
  if (others.length === 0) return null;
  const names = others.map(({ name }) => name).join(', ');
  return (
    <span
      className="onlookers"
      role="img"
      aria-label={t('ticket.onlookers', { names })}
      title={t('ticket.onlookers', { names })}
    >
      {others.slice(0, 4).map(({ id, name, typing }) => (
        <span key={id} className={typing.length > 0 ? 'onlooker writing' : 'onlooker'} aria-hidden="true">
          <Avatar id={id} name={name} size={22} />
        </span>
      ))}
      {others.length > 4 && <span className="muted">+{others.length - 4}</span>}
    </span>
  );
}
