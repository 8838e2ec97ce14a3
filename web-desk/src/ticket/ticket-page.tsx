import { ticketChannel } from '@ticketing/contracts/live.ts';
import type { TicketView } from '@ticketing/contracts/views.ts';
import { byRank } from '@ticketing/web-kit/column-order.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { isApiError } from '@ticketing/web-kit/kit.tsx';
import { commentElement, commentIn, useLedTo } from '@ticketing/web-kit/led-to.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { showDate } from '@ticketing/web-kit/show-time.ts';
import { useHistory, useTicket } from '@ticketing/web-kit/ticket.ts';
import { useFileAddresses } from '@ticketing/web-kit/uploads/attachments.ts';
import { useKeptUploads } from '@ticketing/web-kit/uploads/use-kept-uploads.ts';
import { useOnline } from '@ticketing/web-kit/use-online.ts';
import { useStretch } from '@ticketing/web-kit/use-stretch.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useParams } from 'react-router';
import { TalkTabs, TicketChat, useTalk } from '../chat/ticket-chat.tsx';
import { Facts } from '../facts.tsx';
import { AttachedFiles, isPicture } from '../files/attached-files.tsx';
import { DropPlace } from '../files/drop-place.tsx';
import { useReadOnSight } from '../notifications/unread-tickets.ts';
import { BackLink } from '../shell/back-link.tsx';
import { MissingPage } from '../shell/missing-page.tsx';
import { Notice } from '../shell/states.tsx';
import { filesNamedIn, type Letter } from '../unsent/letter.ts';
import { RefusedLetters } from '../unsent/refused-letters.tsx';
import { ClosedNote } from './closed-note.tsx';
import { Conversation } from './conversation.tsx';
import { FollowButton } from './follow-button.tsx';
import { KnownNamesContext } from './known-names.ts';
import { MessageBox } from './message-box.tsx';
import { useOlderComments } from './older-comments.ts';
import { PeopleLine } from './people-line.tsx';
import { ProgressChain } from './progress-chain.tsx';
import { useReadMark } from './read-mark.ts';
import { RemoteAssist } from './remote-assist.tsx';
import { ReviewPanel } from './review-panel.tsx';
import { ReviewRounds } from './review-rounds.tsx';
import { useStayAtEnd } from './stay-at-end.ts';
import { TicketShape } from './ticket-shape.tsx';
import { timeline } from './timeline.ts';
import { ToNewest } from './to-newest.tsx';
import { WritingSign } from './writing-sign.tsx';

const Lightbox = lazy(() => import('../files/lightbox.tsx'));

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

function Ticket({ ticket: latest }: { readonly ticket: TicketView }) {
  const older = useOlderComments(latest);
  const { ticket } = older;
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
  const readTo = useReadMark(me.id, ticket.id, entries.at(-1)?.at);
  const online = useOnline();
  const draft = useDraft(me.id, `ticket.${ticket.id}`);
  const uploads = useKeptUploads(`ticket.${ticket.id}`);
  const putBack = (words: string, letter: Letter) => {
    draft.putBack(words);
    void uploads.takeBack(letter.id, filesNamedIn(letter.errand));
  };
  const addresses = useFileAddresses(ticket.id, ticket.attachments);
  const [looked, look] = useState<string | null>(null);
  const fetchingEarlier = history.isFetchingNextPage || older.fetching;
  const names = useMemo(() => {
    const people = new Map(ticket.people.map((person) => [person.id, person.displayName]));
    return { nameOf: (id: string) => people.get(id), fileAddress: addresses.content };
  }, [ticket.people, addresses]);
  const talk = useTalk();
  const { hash, key } = useLocation();
  const linked = talk.chat ? undefined : commentIn(hash);
  const ledTo = useLedTo({
    id: linked,
    wish: `${key} ${hash}`,
    isThere: ticket.comments.some(({ id }) => id === linked),
    reading: older.fetching,
    readMore: older.hasMore ? older.more : undefined,
    find: commentElement,
    // The ticket itself is what is left of it.
    onMissing: () => undefined,
  });
  const list = useRef<HTMLOListElement>(null);
  const part = useStretch(entries, list, { id: linked, wish: `${key} ${hash}` }, ticket.id);
  useReadOnSight(ticket.id);
  const mayWrite = !ticket.archived && ticket.allowed.includes('comment.public');
  const awaitsReview = ticket.review === 'awaiting' && ticket.allowed.includes('ticket.review');

  return (
    <KnownNamesContext value={names}>
      <DropPlace add={uploads.add} disabled={!mayWrite || talk.chat} className="flex flex-1 flex-col">
        <title>{`${ticket.key} ${ticket.title} · ${t('desk.name')}`}</title>
        <BackLink />
        <div className="mt-2 flex items-start justify-between gap-3">
          <h1 className="min-w-0 break-words text-[22px] leading-snug sm:text-[26px]">{ticket.title}</h1>
          {!ticket.archived && <FollowButton ticket={ticket} />}
        </div>
        <Facts className="mt-1.5 mb-5">
          <span className="font-mono">{ticket.key}</span>
          {ticket.companyName !== null && me.companies.length > 1 && (
            <span>{t('desk.ticket.company', { name: ticket.companyName })}</span>
          )}
          {ticket.dueDate !== null && <span>{t('desk.ticket.due', { date: showDate(ticket.dueDate) })}</span>}
          <When at={ticket.changedAt} />
        </Facts>
        <ProgressChain columns={columns} currentId={ticket.columnId} />
        <PeopleLine ticket={ticket} />
        {awaitsReview && <ReviewPanel key={ticket.reviews.length} ticket={ticket} />}
        {!talk.chat && (
          <>
            <ReviewRounds ticket={ticket} />
            <RemoteAssist ticket={ticket} />
          </>
        )}
        <TalkTabs ticketId={ticket.id} />
        {talk.chat ? (
          <Suspense>
            <TicketChat ticketId={ticket.id} />
          </Suspense>
        ) : (
          <>
            {/* What leads to the newest floats over the conversation, and over nothing above it. */}
            <div className="flex flex-1 flex-col">
              <Conversation
                ticket={ticket}
                entries={part.shown}
                list={list}
                actorNames={actorNames}
                myId={me.id}
                ledTo={ledTo}
                readTo={readTo}
                online={online}
                putBack={putBack}
                show={(files) =>
                  files.length > 0 && <AttachedFiles files={files} addresses={addresses} look={look} />
                }
                before={
                  (part.before > 0 || history.hasNextPage || older.hasMore) && (
                    <button
                      type="button"
                      disabled={fetchingEarlier}
                      className="button-quiet my-2 w-full"
                      onClick={() => {
                        part.showEarlier();
                        if (part.before > 0) return;
                        if (older.hasMore) older.more();
                        if (history.hasNextPage) void history.fetchNextPage();
                      }}
                    >
                      {fetchingEarlier ? t('desk.home.loadingMore') : t('desk.ticket.earlier')}
                    </button>
                  )
                }
                after={
                  part.after > 0 && (
                    <button type="button" className="button-quiet my-2 w-full" onClick={part.showLater}>
                      {t('desk.ticket.later')}
                    </button>
                  )
                }
              />
              <ToNewest />
            </div>
            {ticket.archived ? (
              <ClosedNote ticket={ticket} />
            ) : (
              <>
                <WritingSign channel={ticketChannel(ticket.id)} what="comment" />
                <RefusedLetters ticketId={ticket.id} putBack={putBack} />
                {mayWrite && <MessageBox ticket={ticket} draft={draft} uploads={uploads} onSend={goToEnd} />}
              </>
            )}
          </>
        )}
        {looked !== null && (
          <Suspense>
            <Lightbox
              pictures={ticket.attachments.filter(isPicture)}
              shownId={looked}
              addresses={addresses}
              show={look}
            />
          </Suspense>
        )}
      </DropPlace>
    </KnownNamesContext>
  );
}
