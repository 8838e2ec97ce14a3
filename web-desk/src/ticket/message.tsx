import { When } from '@ticketing/web-kit/when.tsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MessageText } from './message-text.tsx';
import { type MessageTools, OwnMessage } from './own-message.tsx';

export type Author = {
  readonly name: string | undefined;
  readonly fromStaff: boolean;
  readonly isMine: boolean;
};

export type MessageProps = {
  /** Of a comment, to which a link may lead, or of a chat message. */
  readonly id?: string;
  /** Whether a link has just led to it. */
  readonly led?: boolean;
  readonly text: string;
  readonly at: string;
  readonly author: Author;
  readonly edited?: boolean;
  /** `sending`: shown, but the server has not answered yet. `waiting`: there is no connection. */
  readonly underway?: 'sending' | 'waiting' | null;
  readonly files?: ReactNode;
  /** What its author may do with it. */
  readonly tools?: MessageTools;
  readonly takeBack?: (() => void) | undefined;
  /** Stands beside who wrote it and when. */
  readonly aside?: ReactNode;
  /** Stands below it all. */
  readonly below?: ReactNode;
};

/** The company's words on the right in colour, support's on the left on paper. */
export function Message({
  id,
  led = false,
  text,
  at,
  author,
  edited = false,
  underway = null,
  files,
  tools,
  takeBack,
  aside,
  below,
}: MessageProps) {
  const { t } = useTranslation();
  const { fromStaff, isMine } = author;
  const name = isMine ? t('desk.ticket.you') : (author.name ?? t('desk.ticket.someone'));
  const bubble = (
    <div
      className={`max-w-[88%] rounded-bubble px-4 py-2.5 sm:max-w-[78%] ${
        fromStaff ? 'rounded-bl-[4px] border border-line bg-surface' : 'rounded-br-[4px] on-wash'
      } ${underway === null ? '' : 'opacity-75'} ${led ? 'outline-2 outline-accent outline-offset-2' : ''}`}
    >
      {text !== '' && <MessageText text={text} />}
      {files}
    </div>
  );
  const byline = (
    <p className={`mt-1 px-1 text-[13px] text-muted ${fromStaff ? '' : 'text-right'}`}>
      <span className="font-medium">{name}</span>
      {fromStaff && `, ${t('desk.ticket.staff')}`}
      <span aria-hidden="true"> · </span>
      {underway === null ? <When at={at} /> : t(`desk.ticket.${underway}`)}
      {edited && ` · ${t('desk.ticket.edited')}`}
      {takeBack !== undefined && (
        <button type="button" className="link ml-2 min-h-11 align-middle" onClick={takeBack}>
          {t('desk.ticket.takeBack')}
        </button>
      )}
    </p>
  );
  return (
    <li
      data-comment={id}
      className={`flex animate-arrive flex-col outline-none ${fromStaff ? 'items-start' : 'items-end'}`}
    >
      {tools === undefined ? (
        <>
          {bubble}
          <div className="flex items-center gap-1">
            {byline}
            {aside}
          </div>
        </>
      ) : (
        <OwnMessage
          body={text}
          tools={tools}
          byline={
            <>
              {byline}
              {aside}
            </>
          }
        >
          {bubble}
        </OwnMessage>
      )}
      {below}
    </li>
  );
}
