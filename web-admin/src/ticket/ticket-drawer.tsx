import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import Button from 'antd/es/button';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { CloseIcon } from '../icons.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { useDrawerContext } from './drawer-context.ts';
import { TicketAbsence } from './ticket-absence.tsx';
import { drawerOf, pageOf, projectKeyOf, TicketAddress } from './ticket-address.ts';
import { TicketBody } from './ticket-body.tsx';
import { TicketHead } from './ticket-head.tsx';
import { PageIcon } from './ticket-icons.tsx';
import { TicketSceneProvider } from './ticket-scene.tsx';
import { useShownTicket } from './use-shown-ticket.ts';
import { useWalk } from './walk.tsx';
import './drawer.css';

/** The ticket over the page that it was opened from. The page stays usable; J and K walk without closing. */
export default function TicketDrawer() {
  const { t } = useTranslation();
  const { ticketKey = '' } = useParams();
  const { project, base, order, search = '' } = useDrawerContext();
  const navigate = useNavigate();
  const me = useMe();
  const commands = useTicketCommands(me.id);
  const keys = useMemo(() => order.map(({ key }) => key), [order]);
  const { ticket, at, missing, gone, waiting, error, retry } = useShownTicket(
    project.id,
    ticketKey,
    order.find(({ key }) => key === ticketKey)?.id,
  );
  const panel = useRef<HTMLDivElement>(null);
  usePageTitle(ticket === undefined ? ticketKey : `${ticketKey} ${ticket.title}`);

  const close = () => void navigate(base + search);
  const openPage = () =>
    void navigate(pageOf(ticketKey) + (at === null ? '' : search), {
      state: { order: keys, back: base + search },
    });
  const walk = useWalk({
    ticketKey,
    order: keys,
    root: panel,
    goTo: (key) => void navigate(`${base}/tickets/${key}${search}`, { replace: true }),
    leave: close,
    turn: openPage,
  });

  // Focus comes along when it opens, and goes back to the card when it closes.
  useEffect(() => {
    const opener = document.activeElement;
    panel.current?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);

  // A ticket of the same project opens over the same page.
  const addressOf = useCallback(
    (key: string) => (projectKeyOf(key) === project.key ? `${base}/tickets/${key}${search}` : drawerOf(key)),
    [project.key, base, search],
  );
  const tools = (
    <>
      <Button
        type="text"
        className="page-switch"
        icon={<PageIcon />}
        aria-label={t('ticket.openAsPage')}
        title={`${t('ticket.openAsPage')} (Ctrl+Enter)`}
        onClick={openPage}
      />
      {walk}
      <Button
        type="text"
        icon={<CloseIcon />}
        aria-label={t('ticket.close')}
        title={`${t('ticket.close')} (Esc)`}
        onClick={close}
      />
    </>
  );

  const content = () => {
    if (ticket !== undefined && !gone) {
      return (
        <TicketSceneProvider key={ticket.id} ticket={ticket} at={at} commands={commands} root={panel}>
          <TicketHead waiting={waiting}>{tools}</TicketHead>
          <div className="drawer-content">
            <TicketBody />
          </div>
        </TicketSceneProvider>
      );
    }
    return (
      <>
        <header className="drawer-head">
          <span className="key">{ticketKey}</span>
          <span className="spread" />
          {tools}
        </header>
        <div className="drawer-content">
          <TicketAbsence gone={gone} missing={missing} error={error} retry={retry} />
        </div>
      </>
    );
  };

  return (
    <TicketAddress value={addressOf}>
      <div
        ref={panel}
        className="drawer"
        role="dialog"
        aria-label={ticket === undefined ? ticketKey : `${ticketKey} ${ticket.title}`}
        tabIndex={-1}
      >
        {content()}
      </div>
    </TicketAddress>
  );
}
