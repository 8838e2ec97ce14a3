import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { ticketChannel } from '@ticketing/contracts/live.ts';
import type { ActivityView } from '@ticketing/contracts/views.ts';
import { activityWords } from '@ticketing/web-kit/activity-words.ts';
import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import { commentElement, commentIn, useLedTo } from '@ticketing/web-kit/led-to.ts';
import { usePresence } from '@ticketing/web-kit/presence.ts';
import { useHistory } from '@ticketing/web-kit/ticket.ts';
import { useOlderComments } from '@ticketing/web-kit/ticket-past.ts';
import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { useStretch } from '@ticketing/web-kit/use-stretch.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import Segmented from 'antd/es/segmented';
import { Suspense, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { ListSkeleton } from '../../shell/empty-states.tsx';
import { useToast } from '../../shell/toasts.tsx';
import { useScene } from '../scene.ts';
import { Comment } from './comment.tsx';
import { type StreamTab, streamOf } from './stream-entries.ts';
import './stream.css';

const Room = lazyPart(() => import('../../chat/room.tsx'));
const CommentBox = lazyPart(() => import('./comment-box.tsx'));

/** One stream of comments, notes and what happened, oldest first, narrowed by tabs; writing stands at its end. */
export function TicketStream({ onLook }: { onLook: (fileId: string) => void }) {
  const { ticket, at } = useScene();
  const { t } = useTranslation();
  const [params, setParams] = useAddress();
  const history = useHistory(ticket.id);
  const until = at === null ? undefined : new Date(at).toISOString();
  const older = useOlderComments(ticket.id, ticket.olderComments, until);
  // In the past nothing is allowed; the notes that the view carries are there for who may read them.
  const seesNotes =
    ticket.allowed.includes('internal-notes.read') ||
    ticket.comments.some(({ visibility }) => visibility === 'internal');
  const tabs: readonly StreamTab[] = [
    'all',
    'comments',
    ...(seesNotes ? (['notes'] as const) : []),
    'history',
    // A room is of the present.
    ...(at === null ? (['chat'] as const) : []),
  ];
  const tab = tabs.find((each) => each === params.get('show')) ?? 'all';
  const activities = useMemo(() => {
    const all = history.data?.pages.flatMap((page) => page.items) ?? [];
    return at === null ? all : all.filter((each) => Date.parse(each.at) <= at);
  }, [history.data, at]);
  const comments = useMemo(() => {
    const before = older.data?.pages.flatMap((page) => page.items) ?? [];
    const known = new Set(ticket.comments.map(({ id }) => id));
    return [...before.filter(({ id }) => !known.has(id)), ...ticket.comments];
  }, [older.data, ticket.comments]);
  const entries = useMemo(() => streamOf(tab, comments, activities), [tab, comments, activities]);
  const showsHistory = tab === 'all' || tab === 'history';
  const writes = at === null && tab !== 'history' && tab !== 'chat';
  const hasOlder = older.data === undefined ? ticket.olderComments !== null : older.hasNextPage;

  const list = useRef<HTMLOListElement>(null);
  const { hash, key } = useLocation();
  const wish = { id: commentIn(hash), wish: `${key} ${hash}` };
  const part = useStretch(entries, list, wish, `${ticket.id} ${tab}`);
  const showOlder = (read: () => unknown) => () => {
    part.showEarlier();
    read();
  };

  const readOlder = () => void (older.data === undefined ? older.refetch() : older.fetchNextPage());
  const led = useLedToComment({
    isThere: (id) => entries.some((entry) => entry.kind === 'comment' && entry.comment.id === id),
    isHidden: (id) => comments.some((comment) => comment.id === id),
    reading: older.isFetching || older.isError,
    // A tab without comments is left for the one with everything in it, where more can be read.
    readMore: hasOlder ? readOlder : undefined,
    showsComments: tab !== 'history' && tab !== 'chat',
  });

  const show = (next: StreamTab) =>
    setParams(
      (old) => {
        const changed = new URLSearchParams(old);
        if (next === 'all') changed.delete('show');
        else changed.set('show', next);
        return changed;
      },
      { replace: true },
    );

  return (
    <section className="stream" aria-label={t('ticket.stream')}>
      <div className="stream-head">
        <h3>{t('ticket.stream')}</h3>
        <Segmented<StreamTab>
          size="small"
          aria-label={t('ticket.stream')}
          value={tab}
          onChange={show}
          options={tabs.map((each) => ({ value: each, label: t(`ticket.${each}`) }))}
        />
      </div>
      {part.before > 0 && (
        <Button size="small" className="older" onClick={part.showEarlier}>
          {t('ticket.earlier', { count: part.before })}
        </Button>
      )}
      {part.before === 0 && hasOlder && tab !== 'history' && tab !== 'chat' && (
        <Button size="small" className="older" loading={older.isFetching} onClick={showOlder(readOlder)}>
          {t('ticket.olderComments')}
        </Button>
      )}
      {part.before === 0 && history.hasNextPage && showsHistory && (
        <Button
          size="small"
          className="older"
          loading={history.isFetchingNextPage}
          onClick={showOlder(history.fetchNextPage)}
        >
          {t('ticket.olderHistory')}
        </Button>
      )}
      {history.isPending && showsHistory && <ListSkeleton rows={2} />}
      {tab === 'chat' && (
        <div className="ticket-room">
          <Suspense fallback={<ListSkeleton rows={3} />}>
            <Room roomId={ticket.id} />
          </Suspense>
        </div>
      )}
      <ol ref={list} className="entries">
        {part.shown.map((entry) =>
          entry.kind === 'comment' ? (
            <Comment
              key={entry.comment.id}
              comment={entry.comment}
              led={led === entry.comment.id}
              onLook={onLook}
            />
          ) : (
            <Activity key={entry.activity.id} activity={entry.activity} />
          ),
        )}
      </ol>
      {part.after > 0 && (
        <p className="later">
          <Button size="small" onClick={part.showLater}>
            {t('ticket.later', { count: part.after })}
          </Button>
          <Button size="small" onClick={part.showNewest}>
            {t('ticket.newest')}
          </Button>
        </p>
      )}
      {entries.length === 0 && tab === 'comments' && <p className="muted">{t('ticket.noComments')}</p>}
      {entries.length === 0 && tab === 'notes' && <p className="muted">{t('ticket.noNotes')}</p>}
      {writes && <Writers />}
      {writes && !ticket.archived && (
        <Suspense fallback={<div className="skeleton comment-skeleton" />}>
          <CommentBox start={tab === 'notes' ? 'internal' : 'public'} />
        </Suspense>
      )}
    </section>
  );
}

/** Leads to the comment that the address names, out of a tab that does not show it. @returns its id for a moment */
function useLedToComment(stream: {
  isThere: (id: string) => boolean;
  /** Whether it was read, but stands in another tab. */
  isHidden: (id: string) => boolean;
  reading: boolean;
  readMore: (() => void) | undefined;
  showsComments: boolean;
}): string | undefined {
  const { hash, search, key } = useLocation();
  const navigate = useNavigate();
  const toast = useToast();
  const { t } = useTranslation();
  const id = commentIn(hash);
  const isThere = id !== undefined && stream.isThere(id);
  const elsewhere =
    id !== undefined &&
    !isThere &&
    (!stream.showsComments || stream.isHidden(id)) &&
    /[?&]show=/.test(search);
  useEffect(() => {
    if (!elsewhere) return;
    const params = new URLSearchParams(search);
    params.delete('show');
    void navigate({ search: params.toString(), hash }, { replace: true });
  }, [elsewhere, search, hash, navigate]);
  return useLedTo({
    id: elsewhere ? undefined : id,
    // The browser's own step to another anchor has no key of its own.
    wish: `${key} ${hash}`,
    isThere,
    reading: stream.reading,
    readMore: stream.readMore,
    find: commentElement,
    onMissing: () => toast({ text: t('ticket.commentMissing') }),
  });
}

/** Who is writing right now. */
function Writers() {
  const { ticket } = useScene();
  const { t } = useTranslation();
  const others = usePresence(ticketChannel(ticket.id));
  const writing = (what: 'comment' | 'note') =>
    others.filter(({ typing }) => typing.includes(what)).map(({ name }) => name);
  const [comments, notes] = [writing('comment'), writing('note')];
  return (
    <p className="writers muted" role="status">
      {comments.length > 0 && t('ticket.writesComment', { names: comments.join(', ') })}
      {comments.length > 0 && notes.length > 0 && ' '}
      {notes.length > 0 && t('ticket.writesNote', { names: notes.join(', ') })}
    </p>
  );
}

function Activity({ activity }: { activity: ActivityView }) {
  const { t } = useTranslation();
  const actor = activity.actorId === SYSTEM_ACTOR ? t('person.system') : activity.actorName;
  return (
    <li className="activity">
      <span className="activity-dot" aria-hidden="true" />
      <span>
        <strong>{actor}</strong> {activityWords(t, activity)}
      </span>
      <When at={activity.at} />
    </li>
  );
}
