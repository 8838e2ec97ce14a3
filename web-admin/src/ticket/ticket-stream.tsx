import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import type { ActivityView, CommentView, TicketView } from '@ticketing/contracts/views.ts';
import { activityWords } from '@ticketing/web-kit/activity-words.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useHistory } from '@ticketing/web-kit/ticket.ts';
import type { TicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import Segmented from 'antd/es/segmented';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LockIcon } from '../icons.tsx';
import { Avatar, type PeopleById } from '../shell/avatar.tsx';
import { ListSkeleton } from '../shell/empty-states.tsx';
import { CommentBox } from './comment-box.tsx';
import { MarkdownText } from './markdown-text.tsx';

type Tab = 'all' | 'comments' | 'notes' | 'history';
type Entry =
  | { readonly kind: 'comment'; readonly at: string; readonly comment: CommentView }
  | { readonly kind: 'activity'; readonly at: string; readonly activity: ActivityView };

/** Comments are shown as themselves, so their entries in the history would say them twice. */
const told = new Set(['CommentPosted', 'CommentEdited', 'CommentRemoved']);

/** One stream of comments, notes and what happened, oldest first, narrowed by tabs; writing stands at its end. */
export function TicketStream(props: { ticket: TicketView; people: PeopleById; commands: TicketCommands }) {
  const { ticket, people, commands } = props;
  const { t } = useTranslation();
  const me = useMe();
  const [tab, setTab] = useState<Tab>('all');
  const history = useHistory(ticket.id);
  const activities = useMemo(() => history.data?.pages.flatMap((page) => page.items) ?? [], [history.data]);
  const seesNotes = ticket.allowed.includes('internal-notes.read');
  const entries = useMemo(
    () => streamOf(tab, ticket.comments, activities),
    [tab, ticket.comments, activities],
  );
  const tabs: readonly Tab[] = seesNotes
    ? ['all', 'comments', 'notes', 'history']
    : ['all', 'comments', 'history'];

  return (
    <section className="stream" aria-label={t('ticket.stream')}>
      <div className="stream-head">
        <h3>{t('ticket.stream')}</h3>
        <Segmented<Tab>
          size="small"
          aria-label={t('ticket.stream')}
          value={tab}
          onChange={setTab}
          options={tabs.map((each) => ({ value: each, label: t(`ticket.${each}`) }))}
        />
      </div>
      {history.hasNextPage && (tab === 'all' || tab === 'history') && (
        <Button
          size="small"
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t('state.more')}
        </Button>
      )}
      {history.isPending && tab !== 'comments' && tab !== 'notes' && <ListSkeleton rows={2} />}
      <ol className="entries">
        {entries.map((entry) =>
          entry.kind === 'comment' ? (
            <Comment
              key={entry.comment.id}
              comment={entry.comment}
              name={people.get(entry.comment.authorId)?.displayName ?? t('person.unknown')}
              mayRemove={entry.comment.authorId === me.id || ticket.allowed.includes('comment.moderate')}
              mayEdit={entry.comment.authorId === me.id && !ticket.archived}
              onEdit={(body) => void commands.editComment(ticket.id, entry.comment.id, body)}
              onRemove={() => void commands.removeComment(ticket.id, entry.comment.id)}
            />
          ) : (
            <Activity key={entry.activity.id} activity={entry.activity} />
          ),
        )}
      </ol>
      {entries.length === 0 && tab === 'comments' && <p className="muted">{t('ticket.noComments')}</p>}
      {entries.length === 0 && tab === 'notes' && <p className="muted">{t('ticket.noNotes')}</p>}
      {!ticket.archived && tab !== 'history' && (
        <CommentBox ticket={ticket} commands={commands} start={tab === 'notes' ? 'internal' : 'public'} />
      )}
    </section>
  );
}

export function streamOf(
  tab: Tab,
  comments: readonly CommentView[],
  activities: readonly ActivityView[],
): Entry[] {
  const wanted = comments.filter((comment) => {
    if (tab === 'all') return true;
    if (tab === 'history') return false;
    return (comment.visibility === 'internal') === (tab === 'notes');
  });
  const happened =
    tab === 'history' ? activities : tab === 'all' ? activities.filter((each) => !told.has(each.type)) : [];
  const entries: Entry[] = [
    ...wanted.map((comment) => ({ kind: 'comment' as const, at: comment.postedAt, comment })),
    ...[...happened].reverse().map((activity) => ({ kind: 'activity' as const, at: activity.at, activity })),
  ];
  return entries.sort((left, right) => Date.parse(left.at) - Date.parse(right.at));
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

function Comment(props: {
  comment: CommentView;
  name: string;
  mayEdit: boolean;
  mayRemove: boolean;
  onEdit: (body: string) => void;
  onRemove: () => void;
}) {
  const { comment, name } = props;
  const { t } = useTranslation();
  const [draft, setDraft] = useState<string>();
  const sending = comment.id.startsWith('new-');
  const internal = comment.visibility === 'internal';
  return (
    <li className={internal ? 'comment internal' : 'comment'}>
      <div className="comment-head">
        <Avatar id={comment.authorId} name={name} size={22} />
        <strong>{name}</strong>
        {internal && (
          <span className="with-icon note-mark">
            <LockIcon /> {t('visibility.internal')}
          </span>
        )}
        <span className="muted">{sending ? t('ticket.sending') : <When at={comment.postedAt} />}</span>
        {comment.editedAt !== null && <span className="muted">{t('ticket.edited')}</span>}
        <span className="spread" />
        {!sending && draft === undefined && (
          <span className="comment-tools">
            {props.mayEdit && (
              <Button type="text" size="small" onClick={() => setDraft(comment.body)}>
                {t('ticket.edit')}
              </Button>
            )}
            {props.mayRemove && (
              <Button type="text" size="small" onClick={props.onRemove}>
                {t('ticket.removeComment')}
              </Button>
            )}
          </span>
        )}
      </div>
      {draft === undefined ? (
        <MarkdownText text={comment.body} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const trimmed = draft.trim();
            if (trimmed !== '' && trimmed !== comment.body) props.onEdit(trimmed);
            setDraft(undefined);
          }}
        >
          <textarea
            className="comment-edit"
            rows={4}
            maxLength={10_000}
            aria-label={t('ticket.comment')}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
          />
          <div className="form-actions">
            <Button type="primary" size="small" htmlType="submit">
              {t('ticket.save')}
            </Button>
            <Button size="small" onClick={() => setDraft(undefined)}>
              {t('ticket.cancel')}
            </Button>
          </div>
        </form>
      )}
    </li>
  );
}
