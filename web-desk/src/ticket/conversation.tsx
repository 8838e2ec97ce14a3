import type { AttachmentView, TicketView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { showDate } from '@ticketing/web-kit/show-time.ts';
import { useTicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import { Fragment, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Letter } from '../unsent/letter.ts';
import { pendingCommentId, useLetters, useUnsent } from '../unsent/use-unsent.tsx';
import { type Author, Message } from './message.tsx';
import { type EventWords, firstFiles, type TimelineEntry } from './timeline.ts';

/** Files of one message as they stand below its words; nothing when there are none. */
export type ShowFiles = (files: readonly AttachmentView[]) => ReactNode;

type PutBack = (words: string, letter: Letter) => void;

type Props = {
  readonly ticket: TicketView;
  readonly entries: readonly TimelineEntry[];
  readonly list: RefObject<HTMLOListElement | null>;
  /** Names from the history, for who has just come in and is not among the ticket's people yet. */
  readonly actorNames: ReadonlyMap<string, string>;
  readonly myId: string;
  /** The comment to which a link has just led. */
  readonly ledTo: string | undefined;
  /** What came after this instant is new to the reader; null marks nothing. */
  readonly readTo: string | null;
  /** Whether there is a connection at this moment. */
  readonly online: boolean;
  /** Puts words, and the files of their letter, back into the box. */
  readonly putBack: PutBack;
  readonly show: ShowFiles;
  /** Stands between what the ticket was opened with and the entries: what leads to those that are not here yet. */
  readonly before?: ReactNode;
  /** Stands after the entries: what leads on from a part of them. */
  readonly after?: ReactNode;
};

/** The company on one side, staff on the other, what happened between them in small type. */
export function Conversation({
  ticket,
  entries,
  actorNames,
  myId,
  ledTo,
  readTo,
  online,
  putBack,
  show,
  before,
  after,
  list,
}: Props) {
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
  const first = firstFiles(ticket);
  const filesOf = (commentId: string) =>
    ticket.attachments.filter((attachment) => attachment.commentId === commentId);
  const firstNew = entries.find(
    (entry) =>
      readTo !== null &&
      entry.kind === 'comment' &&
      entry.comment.authorId !== myId &&
      Date.parse(entry.at) > Date.parse(readTo),
  );
  return (
    <section aria-label={t('desk.ticket.conversation')} className="mt-6 flex-1">
      {/* A live region: what arrives is read out. */}
      <div role="log">
        <ol className="flex flex-col gap-3">
          {(ticket.description !== '' || first.length > 0) && (
            <Message
              text={ticket.description}
              at={ticket.openedAt}
              author={authorOf(ticket.reporterId)}
              files={show(first)}
            />
          )}
          {before && <li>{before}</li>}
        </ol>
        <ol ref={list} className="mt-3 flex flex-col gap-3">
          {entries.map((entry) => (
            <Fragment key={entry.id}>
              {entry === firstNew && (
                <li className="flex items-center gap-3 py-1 font-medium text-[13px] text-accent">
                  <span className="h-px flex-1 bg-accent" />
                  {t('desk.ticket.new')}
                  <span className="h-px flex-1 bg-accent" />
                </li>
              )}
              {entry.kind === 'event' ? (
                <Happening words={entry.words} at={entry.at} />
              ) : entry.kind === 'files' ? (
                <Message
                  text=""
                  at={entry.at}
                  author={authorOf(entry.files[0]?.addedById ?? '')}
                  files={show(entry.files)}
                />
              ) : entry.comment.authorId === myId ? (
                <MyMessage
                  ticketId={ticket.id}
                  myId={myId}
                  comment={entry.comment}
                  led={ledTo === entry.comment.id}
                  online={online}
                  putBack={putBack}
                  files={show(filesOf(entry.comment.id))}
                />
              ) : (
                <Message
                  id={entry.comment.id}
                  led={ledTo === entry.comment.id}
                  text={entry.comment.body}
                  at={entry.comment.postedAt}
                  author={authorOf(entry.comment.authorId)}
                  edited={entry.comment.editedAt !== null}
                  files={show(filesOf(entry.comment.id))}
                />
              )}
            </Fragment>
          ))}
        </ol>
        {after}
      </div>
    </section>
  );
}

type MyMessageProps = {
  readonly ticketId: string;
  readonly myId: string;
  readonly comment: TicketView['comments'][number];
  readonly led: boolean;
  readonly online: boolean;
  readonly putBack: PutBack;
  readonly files: ReactNode;
};

/** What I wrote: on its way it can be taken back, once it is there it can be edited and removed. */
function MyMessage({ ticketId, myId, comment, led, online, putBack, files }: MyMessageProps) {
  const { pending } = useKit();
  const unsent = useUnsent();
  const letters = useLetters();
  const commands = useTicketCommands(myId);
  const letter = letters.find(({ id }) => pendingCommentId(id) === comment.id);
  const isPending = comment.id.startsWith('new-');
  const waits = letter !== undefined && !online;

  function takeBack() {
    if (letter === undefined || unsent.takeBack(letter.id) === undefined) return;
    pending.remove(letter.id);
    putBack(comment.body, letter);
  }

  return (
    <Message
      id={comment.id}
      led={led}
      text={comment.body}
      at={comment.postedAt}
      author={{ name: undefined, fromStaff: false, isMine: true }}
      edited={comment.editedAt !== null}
      files={files}
      underway={isPending ? (waits ? 'waiting' : 'sending') : null}
      takeBack={waits ? takeBack : undefined}
      {...(isPending
        ? {}
        : {
            tools: {
              edit: (body: string) => void commands.editComment(ticketId, comment.id, body),
              remove: () => void commands.removeComment(ticketId, comment.id),
            },
          })}
    />
  );
}

function Happening({ words, at }: { readonly words: EventWords; readonly at: string }) {
  const { t } = useTranslation();
  const { date, ...gaps } = words.gaps;
  return (
    <li className="animate-arrive px-6 py-0.5 text-center text-[13px] text-muted text-balance [overflow-wrap:anywhere]">
      {t(words.key, date === undefined ? gaps : { ...gaps, date: showDate(date) })}
      <span aria-hidden="true"> · </span>
      <When at={at} />
    </li>
  );
}
