import { useProjects } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import Button from 'antd/es/button';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { ProjectBar } from '../board/project-bar.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { TicketAbsence } from './ticket-absence.tsx';
import { drawerOf, pageOf, projectKeyOf, TicketAddress } from './ticket-address.ts';
import { TicketBody } from './ticket-body.tsx';
import { TicketHead } from './ticket-head.tsx';
import { PanelIcon } from './ticket-icons.tsx';
import { TicketSceneProvider } from './ticket-scene.tsx';
import { useShownTicket } from './use-shown-ticket.ts';
import { useWalk } from './walk.tsx';

/** A ticket on a page of its own. Where it was opened from a list J and K walk along that list. */
export default function TicketPage() {
  const { t } = useTranslation();
  const { ticketKey = '' } = useParams();
  const navigate = useNavigate();
  const location = useLocation();
  const me = useMe();
  const commands = useTicketCommands(me.id);
  const projects = useProjects();
  const project = projects.data?.find(({ key }) => key === projectKeyOf(ticketKey));
  const shown = useShownTicket(project?.id, ticketKey, undefined);
  const { ticket, at, gone, waiting } = shown;
  const root = useRef<HTMLDivElement>(null);
  const { order, back } = cameFrom(location.state);
  usePageTitle(ticket === undefined ? ticketKey : `${ticketKey} ${ticket.title}`);

  const leave = () => void navigate(back ?? `/projects/${projectKeyOf(ticketKey)}`);
  const openDrawer = () =>
    void navigate(back === undefined ? drawerOf(ticketKey) : withTicket(back, ticketKey));
  const walk = useWalk({
    ticketKey,
    order,
    root,
    goTo: (key) => void navigate(pageOf(key), { replace: true, state: location.state }),
    leave,
    turn: openDrawer,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another ticket begins at its top, with the focus there
  useEffect(() => {
    root.current?.focus();
  }, [ticketKey]);

  const missing = shown.missing || (projects.data !== undefined && project === undefined);
  const error = projects.error ?? shown.error;
  const content = () => {
    if (ticket !== undefined && !gone) {
      return (
        <TicketSceneProvider key={ticket.id} ticket={ticket} at={at} commands={commands} root={root}>
          <TicketHead waiting={waiting}>
            <Button
              type="text"
              icon={<PanelIcon />}
              aria-label={t('ticket.openOverBoard')}
              title={`${t('ticket.openOverBoard')} (Ctrl+Enter)`}
              onClick={openDrawer}
            />
            {walk}
          </TicketHead>
          <TicketBody />
        </TicketSceneProvider>
      );
    }
    const retry = projects.error ? projects.refetch : shown.retry;
    return <TicketAbsence gone={gone} missing={missing} error={error} retry={() => void retry()} />;
  };

  return (
    <TicketAddress value={pageOf}>
      <div className="ticket-page">
        {project !== undefined && <ProjectBar project={project} />}
        <div ref={root} className="ticket-sheet" tabIndex={-1}>
          {content()}
        </div>
      </div>
    </TicketAddress>
  );
}

/** What the page was told by where it was opened from; anybody may write a history state, so it is looked at closely. */
function cameFrom(state: unknown): { order: readonly string[]; back: string | undefined } {
  if (typeof state !== 'object' || state === null) return { order: [], back: undefined };
  const order =
    'order' in state && Array.isArray(state.order)
      ? state.order.filter((each): each is string => typeof each === 'string')
      : [];
  const back = 'back' in state && typeof state.back === 'string' ? state.back : undefined;
  return { order, back };
}

/** `/projects/OPS?group=person` → `/projects/OPS/tickets/OPS-12?group=person` */
function withTicket(page: string, key: string): string {
  const [path = '', query] = page.split('?');
  return `${path}/tickets/${key}${query === undefined ? '' : `?${query}`}`;
}
