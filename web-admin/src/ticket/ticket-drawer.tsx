import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import Button from 'antd/es/button';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { CloseIcon } from '../icons.tsx';
import { EmptyState, Failed, NotFound } from '../shell/empty-states.tsx';
import { useKeys } from '../shell/keys.ts';
import { usePageTitle } from '../shell/page-title.ts';
import { useDrawerContext } from './drawer-context.ts';
import { drawerOf, pageOf, projectKeyOf, TicketAddress } from './ticket-address.ts';
import { TicketBody } from './ticket-body.tsx';
import { TicketHead } from './ticket-head.tsx';
import { PageIcon } from './ticket-icons.tsx';
import { TicketSceneProvider } from './ticket-scene.tsx';
import { TicketSkeleton } from './ticket-skeleton.tsx';
import { usePageKey } from './use-page-key.ts';
import { useShownTicket } from './use-shown-ticket.ts';
import { WalkButtons } from './walk-buttons.tsx';

/** The ticket over the page that it was opened from. The page stays usable; J and K walk without closing. */
export default function TicketDrawer() {
  const { t } = useTranslation();
  const { ticketKey = '' } = useParams();
  const { project, base, order, search = '' } = useDrawerContext();
  const navigate = useNavigate();
  const me = useMe();
  const commands = useTicketCommands(me.id);
  const index = order.findIndex((card) => card.key === ticketKey);
  const { ticket, at, missing, gone, waiting, error, retry } = useShownTicket(
    project.id,
    ticketKey,
    order[index]?.id,
  );
  const panel = useRef<HTMLDivElement>(null);
  usePageTitle(ticket === undefined ? ticketKey : `${ticketKey} ${ticket.title}`);

  const close = () => void navigate(base + search);
  const walk = (step: 1 | -1) => {
    const next = order[index + step];
    if (next !== undefined) void navigate(`${base}/tickets/${next.key}${search}`, { replace: true });
  };
  const openPage = () =>
    void navigate(pageOf(ticketKey) + (at === null ? '' : search), {
      state: { order: order.map(({ key }) => key), back: base + search },
    });
  usePageKey(openPage);
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
      <WalkButtons index={index} count={order.length} onWalk={walk} />
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
          {gone ? (
            <EmptyState title={t('ticket.gone')} text={t('ticket.goneText')} />
          ) : missing ? (
            <NotFound />
          ) : error ? (
            <Failed error={error} retry={retry} />
          ) : (
            <TicketSkeleton />
          )}
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
