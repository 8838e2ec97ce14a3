import { useTicketId } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTicket } from '@ticketing/web-kit/ticket.ts';
import { useTicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import Button from 'antd/es/button';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { CloseIcon, DownIcon, LinkIcon, TypeIcon, UpIcon } from '../icons.tsx';
import { EmptyState, Failed, ListSkeleton, NotFound } from '../shell/empty-states.tsx';
import { useKeys } from '../shell/keys.ts';
import { usePageTitle } from '../shell/page-title.ts';
import { useToast } from '../shell/toasts.tsx';
import { useDrawerContext } from './drawer-context.ts';
import { TicketBody } from './ticket-body.tsx';

/** The ticket over the page that it was opened from. The page stays usable; J and K walk without closing. */
export default function TicketDrawer() {
  const { t } = useTranslation();
  const { ticketKey = '' } = useParams();
  const { project, base, search = '', order } = useDrawerContext();
  const navigate = useNavigate();
  const toast = useToast();
  const me = useMe();
  const commands = useTicketCommands(me.id);
  const index = order.findIndex((card) => card.key === ticketKey);
  const found = useTicketId(project.id, ticketKey, order[index]?.id);
  const { ticket, gone, error, retry } = useTicket(found.id ?? undefined);
  const panel = useRef<HTMLDivElement>(null);
  usePageTitle(ticket === undefined ? ticketKey : `${ticketKey} ${ticket.title}`);

  const close = () => void navigate(base + search);
  const walk = (step: 1 | -1) => {
    const next = order[index + step];
    if (next !== undefined) void navigate(`${base}/tickets/${next.key}${search}`, { replace: true });
  };
  useKeys({
    Escape: (event) => {
      // The first Escape leaves a field, the second one the ticket.
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea')) {
        event.target.blur();
        panel.current?.focus();
      } else close();
    },
    j: () => walk(1),
    k: () => walk(-1),
  });

  // Focus comes along when it opens, and goes back to the card when it closes.
  useEffect(() => {
    const opener = document.activeElement;
    panel.current?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);

  const copyLink = async () => {
    await navigator.clipboard?.writeText(
      `${window.location.origin}/projects/${project.key}/tickets/${ticketKey}`,
    );
    toast({ text: t('ticket.linkCopied') });
  };

  const content = () => {
    if (gone) return <EmptyState title={t('ticket.gone')} />;
    if (found.id === null) return <NotFound />;
    if (ticket !== undefined) return <TicketBody key={ticket.id} ticket={ticket} commands={commands} />;
    if (found.error) return <Failed error={found.error} retry={found.retry} />;
    if (error) return <Failed error={error} retry={retry} />;
    return <ListSkeleton />;
  };

  return (
    <div
      ref={panel}
      className="drawer"
      role="dialog"
      aria-label={ticket === undefined ? ticketKey : `${ticketKey} ${ticket.title}`}
      tabIndex={-1}
    >
      <header className="drawer-head">
        {ticket && (
          <span className="type-icon" title={t(`type.${ticket.type}`)}>
            <TypeIcon type={ticket.type} />
          </span>
        )}
        <span className="key">{ticketKey}</span>
        <Button
          type="text"
          icon={<LinkIcon />}
          aria-label={t('ticket.copyLink')}
          title={t('ticket.copyLink')}
          onClick={() => void copyLink()}
        />
        <span className="spread" />
        <Button
          type="text"
          icon={<DownIcon />}
          disabled={index < 0 || index === order.length - 1}
          aria-label={t('ticket.next')}
          title={t('ticket.next')}
          onClick={() => walk(1)}
        />
        <Button
          type="text"
          icon={<UpIcon />}
          disabled={index <= 0}
          aria-label={t('ticket.previous')}
          title={t('ticket.previous')}
          onClick={() => walk(-1)}
        />
        <Button
          type="text"
          icon={<CloseIcon />}
          aria-label={t('ticket.close')}
          title={`${t('ticket.close')} (Esc)`}
          onClick={close}
        />
      </header>
      <div className="drawer-content">{content()}</div>
    </div>
  );
}
