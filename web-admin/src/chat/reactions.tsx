import type { MessageView } from '@ticketing/contracts/room-views.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import { useTranslation } from 'react-i18next';
import { Popover } from '../shell/popover.tsx';
import { SmileIcon } from './chat-icons.tsx';

const palette = [
  '👍', '❤️', '😂', '🎉', '🙏', '👀', '✅', '😢', '😮', '🔥', '👏', '💯',
  '🤔', '👎', '😊', '😅', '🚀', '⏳', '❗', '❓', '💡', '🐞', '☕', '👋',
] as const; // biome-ignore format: three rows as on the screen

/** Who reacted with what; one's own can be taken back by the same button. */
export function Reactions(props: {
  reactions: MessageView['reactions'];
  people: ReadonlyMap<string, PersonView>;
  myId: string;
  mayReact: boolean;
  onReact: (reaction: string, on: boolean) => void;
}) {
  const { t } = useTranslation();
  if (props.reactions.length === 0) return null;
  return (
    <div className="talk-reactions">
      {props.reactions.map(({ reaction, userIds }) => {
        const mine = userIds.includes(props.myId);
        const names = userIds.map((id) =>
          id === props.myId ? t('chat.you') : (props.people.get(id)?.displayName ?? t('person.unknown')),
        );
        return (
          <button
            key={reaction}
            type="button"
            className="talk-reaction"
            aria-pressed={mine}
            aria-label={t('chat.reactedBy', { reaction, count: userIds.length, names: names.join(', ') })}
            title={names.join(', ')}
            disabled={!props.mayReact}
            onClick={() => props.onReact(reaction, !mine)}
          >
            <span aria-hidden="true">{reaction}</span> {userIds.length}
          </button>
        );
      })}
    </div>
  );
}

/** Tells whether somebody reacted so. */
export const hasReacted = (reactions: MessageView['reactions'], reaction: string, userId: string): boolean =>
  reactions.some((each) => each.reaction === reaction && each.userIds.includes(userId));

/** Those that are used most, for a menu. */
export const quickReactions = palette.slice(0, 6);

/** Opens the palette of emoji. */
export function ReactButton(props: {
  reactions: MessageView['reactions'];
  myId: string;
  onReact: (reaction: string, on: boolean) => void;
}) {
  const { t } = useTranslation();
  return (
    <Popover
      label={t('chat.react')}
      title={t('chat.react')}
      className="talk-tool quick"
      panelLabel={t('chat.react')}
      face={<SmileIcon />}
    >
      {(close) => (
        <div className="emoji-palette">
          {palette.map((reaction) => {
            const mine = hasReacted(props.reactions, reaction, props.myId);
            return (
              <button
                key={reaction}
                type="button"
                aria-pressed={mine}
                onClick={() => {
                  props.onReact(reaction, !mine);
                  close();
                }}
              >
                {reaction}
              </button>
            );
          })}
        </div>
      )}
    </Popover>
  );
}
