import type { TicketView } from '@ticketing/contracts/views.ts';
import { showDate } from '@ticketing/web-kit/show-time.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MessageText } from './message-text.tsx';
import type { EventWords, TimelineEntry } from './timeline.ts';

type Props = {
  readonly ticket: TicketView;
  readonly entries: readonly TimelineEntry[];
  /** Names from the history, for who has just come in and is not among the ticket's people yet. */
  readonly actorNames: ReadonlyMap<string, string>;
  readonly myId: string;
  /** Stands above the first entry, as what leads to earlier ones. */
  readonly before?: ReactNode;
};

/** The company on one side, staff on the other, what happened between them in small type. */
export function Conversation({ ticket, entries, actorNames, myId, before }: Props) {
  const { t } = useTranslation();
  const people = new Map(ticket.people.map((person) => [person.id, person]));
  const authorOf = (id: string): Author => {
    const person = people.get(id);
    // Colleagues are among the ticket's people as soon as it is read; who is not known yet is most likely staff.
    return {
      name: person?.displayName ?? actorNames.get(id),
      fromStaff: id !== myId && (person?.staff ?? true),
      isMine: id === myId,
    };
  };
  return (
    <section aria-label={t('desk.ticket.conversation')} className="mt-8 flex-1">
      {before}
      {/* A live region: what arrives is read out. */}
      <div role="log">
        <ol className="flex flex-col gap-3">
          {ticket.description !== '' && (
            <Message text={ticket.description} at={ticket.openedAt} author={authorOf(ticket.reporterId)} />
          )}
          {entries.map((entry) => (
            <Fragment key={entry.id}>
              {entry.kind === 'event' ? (
                <Happening words={entry.words} at={entry.at} />
              ) : (
                <Message
                  text={entry.comment.body}
                  at={entry.comment.postedAt}
                  author={authorOf(entry.comment.authorId)}
                  edited={entry.comment.editedAt !== null}
                  underway={entry.comment.id.startsWith('new-')}
                />
              )}
            </Fragment>
          ))}
        </ol>
      </div>
    </section>
  );
}

function Happening({ words, at }: { readonly words: EventWords; readonly at: string }) {
  const { t } = useTranslation();
  const { date, ...gaps } = words.gaps;
  return (
    <li className="animate-arrive px-6 py-0.5 text-center text-[13px] text-muted text-balance">
      {t(words.key, date === undefined ? gaps : { ...gaps, date: showDate(date) })}
      <span aria-hidden="true"> · </span>
      <When at={at} />
    </li>
  );
}

type Author = { readonly name: string | undefined; readonly fromStaff: boolean; readonly isMine: boolean };

type MessageProps = {
  readonly text: string;
  readonly at: string;
  readonly author: Author;
  readonly edited?: boolean;
  /** It is shown, but the server has not answered yet. */
  readonly underway?: boolean;
};

function Message({ text, at, author, edited = false, underway = false }: MessageProps) {
  const { t } = useTranslation();
  const { fromStaff, isMine } = author;
  const name = isMine ? t('desk.ticket.you') : (author.name ?? t('desk.ticket.someone'));
  return (
    <li className={`flex animate-arrive flex-col ${fromStaff ? 'items-start' : 'items-end'}`}>
      <div
        className={`max-w-[88%] rounded-bubble px-4 py-2.5 sm:max-w-[78%] ${
          fromStaff ? 'rounded-bl-[4px] border border-line bg-surface' : 'rounded-br-[4px] bg-wash'
        } ${underway ? 'opacity-70' : ''}`}
      >
        <MessageText text={text} />
      </div>
      <p className="mt-1 px-1 text-[13px] text-muted">
        <span className="font-medium">{name}</span>
        {fromStaff && `, ${t('desk.ticket.staff')}`}
        <span aria-hidden="true"> · </span>
        {underway ? t('desk.ticket.sending') : <When at={at} />}
        {edited && ` · ${t('desk.ticket.edited')}`}
      </p>
    </li>
  );
}
