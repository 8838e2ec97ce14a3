import type { PersonView } from '@ticketing/contracts/views.ts';
import type { ShownMessage } from '@ticketing/web-kit/chat/shown-messages.ts';
import type { TimelineResult } from '@ticketing/web-kit/chat/use-timeline.ts';
import { showClock, showInstant } from '@ticketing/web-kit/show-time.ts';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../shell/avatar.tsx';
import { MessageFiles } from './message-files.tsx';
import { MessageText } from './message-text.tsx';
import { type MessageActions, MessageTools } from './message-tools.tsx';
import { OutgoingState } from './outgoing-state.tsx';
import { Quoted } from './quoted.tsx';
import { Reactions } from './reactions.tsx';
import './message.css';

export type MessageRowProps = {
  readonly message: ShownMessage;
  readonly first: boolean;
  readonly last: boolean;
  readonly myId: string;
  readonly mayWrite: boolean;
  readonly mayModerate: boolean;
  readonly people: ReadonlyMap<string, PersonView>;
  /** What it answers: undefined when it answers nothing, null when that is not among what was read. */
  readonly answered: ShownMessage | null | undefined;
  /** Somebody is led to it. */
  readonly marked: boolean;
  readonly line: Pick<TimelineResult, 'passes' | 'readAgain'>;
  readonly actions: MessageActions;
  readonly onJump: (messageId: string) => void;
};

/** One message: a bubble, with the name over the first of a group. One's own stand at the right. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, first, last, myId, people, actions } = props;
  const { t } = useTranslation();
  const mine = message.authorId === myId;
  const name = people.get(message.authorId)?.displayName ?? t('person.unknown');
  const sent = message.outgoing === undefined;
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    if (props.marked) row.current?.focus({ preventScroll: true });
  }, [props.marked]);
  const classes = ['talk-row', mine && 'mine', first && 'first', last && 'last', props.marked && 'marked'];
  return (
    <article
      ref={row}
      tabIndex={-1}
      data-message={message.id}
      className={classes.filter(Boolean).join(' ')}
      aria-label={t('chat.messageOf', { name, time: showClock(message.at) })}
    >
      {!mine && (
        <span className="talk-face">{first && <Avatar id={message.authorId} name={name} size={28} />}</span>
      )}
      <div className="talk-stack">
        {first && (
          <div className="talk-head">
            {!mine && <strong>{name}</strong>}
            <time dateTime={message.at} title={showInstant(message.at)}>
              {showClock(message.at)}
            </time>
          </div>
        )}
        <div className="talk-line">
          {message.removed ? (
            <div className="bubble removed">{t('chat.removed')}</div>
          ) : (
            <div className={sent ? 'bubble' : 'bubble outgoing'} title={showInstant(message.at)}>
              {props.answered !== undefined && (
                <Quoted
                  message={props.answered}
                  people={people}
                  onJump={() => message.replyToId !== null && props.onJump(message.replyToId)}
                />
              )}
              {message.body !== '' && <MessageText text={message.body} people={people} />}
              {message.files.length > 0 && (
                <MessageFiles
                  roomId={message.roomId}
                  messageId={message.id}
                  files={message.files}
                  line={props.line}
                />
              )}
              {message.editedAt !== null && (
                <span className="talk-edited" title={showInstant(message.editedAt)}>
                  {t('chat.edited')}
                </span>
              )}
            </div>
          )}
          {sent && !message.removed && (
            <MessageTools
              message={message}
              myId={myId}
              mayWrite={props.mayWrite}
              mayModerate={props.mayModerate}
              actions={actions}
            />
          )}
        </div>
        <Reactions
          reactions={message.reactions}
          people={people}
          myId={myId}
          mayReact={props.mayWrite}
          onReact={(reaction, on) => actions.onReact(message, reaction, on)}
        />
        {message.outgoing && <OutgoingState outgoing={message.outgoing} actions={actions} />}
      </div>
    </article>
  );
});
