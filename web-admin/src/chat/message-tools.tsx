import type { ShownMessage } from '@ticketing/web-kit/chat/shown-messages.ts';
import { useTranslation } from 'react-i18next';
import { Popover } from '../shell/popover.tsx';
import { MoreIcon, ReplyIcon } from './chat-icons.tsx';
import { hasReacted, quickReactions, ReactButton } from './reactions.tsx';
import './message-tools.css';

export type MessageActions = {
  readonly onReply: (message: ShownMessage) => void;
  readonly onEdit: (message: ShownMessage) => void;
  readonly onRemove: (message: ShownMessage) => void;
  readonly onCopyLink: (message: ShownMessage) => void;
  readonly onReact: (message: ShownMessage, reaction: string, on: boolean) => void;
  /** Of one's own that were refused, by their command. */
  readonly onRetry: (commandId: string) => void;
  readonly onDiscard: (commandId: string) => void;
};

/** What can be done with a message; shown beside it while the mouse or the keyboard is there. */
export function MessageTools(props: {
  message: ShownMessage;
  myId: string;
  mayWrite: boolean;
  mayModerate: boolean;
  actions: MessageActions;
}) {
  const { message, myId, mayWrite, actions } = props;
  const { t } = useTranslation();
  const mine = message.authorId === myId;
  const mayRemove = mayWrite && (mine || props.mayModerate);
  return (
    <div className="talk-tools">
      {mayWrite && (
        <>
          <ReactButton
            reactions={message.reactions}
            myId={myId}
            onReact={(reaction, on) => actions.onReact(message, reaction, on)}
          />
          <button
            type="button"
            className="talk-tool quick"
            aria-label={t('chat.reply')}
            title={t('chat.reply')}
            onClick={() => actions.onReply(message)}
          >
            <ReplyIcon />
          </button>
        </>
      )}
      <Popover
        label={t('chat.more')}
        title={t('chat.more')}
        className="talk-tool"
        panelLabel={t('chat.more')}
        face={<MoreIcon />}
      >
        {(close) => {
          const item = (words: string, run: (message: ShownMessage) => void, harm = false) => (
            <button
              type="button"
              className={harm ? 'menu-item harm' : 'menu-item'}
              onClick={() => {
                close();
                run(message);
              }}
            >
              {words}
            </button>
          );
          return (
            <div className="menu">
              {mayWrite && (
                <div className="quick-emoji">
                  {quickReactions.map((reaction) => {
                    const reacted = hasReacted(message.reactions, reaction, myId);
                    return (
                      <button
                        key={reaction}
                        type="button"
                        aria-pressed={reacted}
                        onClick={() => {
                          close();
                          actions.onReact(message, reaction, !reacted);
                        }}
                      >
                        {reaction}
                      </button>
                    );
                  })}
                </div>
              )}
              {mayWrite && item(t('chat.reply'), actions.onReply)}
              {mine && mayWrite && item(t('chat.edit'), actions.onEdit)}
              {item(t('chat.copyLink'), actions.onCopyLink)}
              {mayRemove && item(t('chat.remove'), actions.onRemove, true)}
            </div>
          );
        }}
      </Popover>
    </div>
  );
}
