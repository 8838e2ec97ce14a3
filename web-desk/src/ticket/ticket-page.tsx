import type { TicketView } from '@ticketing/contracts/views.ts';
import { byRank } from '@ticketing/web-kit/column-order.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { isApiError } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { showDate } from '@ticketing/web-kit/show-time.ts';
import { useHistory, useTicket } from '@ticketing/web-kit/ticket.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Facts } from '../facts.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { MissingPage } from '../shell/missing-page.tsx';
import { Notice } from '../shell/states.tsx';
import { Conversation } from './conversation.tsx';
import { MessageBox } from './message-box.tsx';
import { ProgressChain } from './progress-chain.tsx';
import { useStayAtEnd } from './stay-at-end.ts';
import { TicketShape } from './ticket-shape.tsx';
import { timeline } from './timeline.ts';

export default function TicketPage() {
  const { t } = useTranslation();
  const { ticketId } = useParams();
  // An address that is no id names no ticket, and need not be asked for.
  const id = ticketId !== undefined && UUID.test(ticketId) ? ticketId : undefined;
  const { ticket, gone, error, retry } = useTicket(id);
  if (id === undefined || gone || isMissing(error)) {
    return <MissingPage title={t('desk.ticket.notFound')} hint={t('desk.ticket.notFoundHint')} />;
  }
  if (ticket !== undefined) return <Ticket key={ticket.id} ticket={ticket} />;
  if (error === null) return <TicketShape />;
  return (
    <>
      <BackLink />
      <div className="mt-6">
        <Notice
          alert
          title={t('desk.ticket.failed')}
          hint={t('state.errorText', { reason: errorWords(t, error) })}
        >
          <button type="button" className="button-primary" onClick={retry}>
            {t('desk.home.retry')}
          </button>
        </Notice>
      </div>
    </>
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isMissing = (error: Error | null): boolean =>
  isApiError(error) && (error.status === 404 || error.status === 403);

function Ticket({ ticket }: { readonly ticket: TicketView }) {
  const { t } = useTranslation();
  const me = useMe();
  const history = useHistory(ticket.id);
  const columns = useMemo(() => [...ticket.columns].sort(byRank), [ticket.columns]);
  const activities = useMemo(() => history.data?.pages.flatMap((page) => page.items) ?? [], [history.data]);
  const actorNames = useMemo(
    () => new Map(activities.map(({ actorId, actorName }) => [actorId, actorName])),
    [activities],
  );
  const entries = useMemo(() => timeline(ticket, activities), [ticket, activities]);
  const goToEnd = useStayAtEnd(entries.at(-1)?.id);
  const names = new Map(ticket.people.map((person) => [person.id, person.displayName]));
  const [first, ...others] = ticket.assigneeIds.flatMap((id) => names.get(id) ?? []);

  return (
    <>
      <title>{`${ticket.key} ${ticket.title} · ${t('desk.name')}`}</title>
      <BackLink />
      <h1 className="mt-2 break-words text-[22px] leading-snug sm:text-[26px]">{ticket.title}</h1>
      <Facts className="mt-1.5 mb-5">
        <span className="font-mono">{ticket.key}</span>
        {first !== undefined && (
          <span>
            {others.length === 0
              ? t('desk.home.onIt', { name: first })
              : t('desk.home.onItMore', { name: first, count: others.length })}
          </span>
        )}
        {ticket.companyName !== null && me.companies.length > 1 && (
          <span>{t('desk.ticket.company', { name: ticket.companyName })}</span>
        )}
        {ticket.dueDate !== null && <span>{t('desk.ticket.due', { date: showDate(ticket.dueDate) })}</span>}
        <When at={ticket.changedAt} />
      </Facts>
      <ProgressChain columns={columns} currentId={ticket.columnId} />
      <Conversation
        ticket={ticket}
        entries={entries}
        actorNames={actorNames}
        myId={me.id}
        before={
          history.hasNextPage && (
            <button
              type="button"
              disabled={history.isFetchingNextPage}
              className="button-quiet mb-5 w-full"
              onClick={() => void history.fetchNextPage()}
            >
              {history.isFetchingNextPage ? t('desk.home.loadingMore') : t('desk.ticket.earlier')}
            </button>
          )
        }
      />
      {ticket.archived ? (
        <p className="mt-8 rounded-bubble border border-line border-dashed px-4 py-4 text-center text-muted">
          {t('desk.ticket.archived')}
        </p>
      ) : (
        ticket.allowed.includes('comment.public') && <MessageBox ticket={ticket} onSend={goToEnd} />
      )}
    </>
  );
}
