import type { MessageView } from '@ticketing/contracts/room-views.ts';
import { useTranslation } from 'react-i18next';
import { SmileIcon } from '../icons.tsx';

/** What one says without words; whoever wants another has words. */
const offered = ['👍', '❤️', '🎉', '🙏', '✅', '😢'] as const;

type ButtonProps = { readonly open: boolean; readonly onPress: () => void };

/** Opens the few reactions that there are to give. */
export function ReactButton({ open, onPress }: ButtonProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-label={t('desk.chat.react')}
      title={t('desk.chat.react')}
      className="-my-2 flex size-11 items-center justify-center rounded-base text-muted hover:text-text"
      onClick={onPress}
    >
      <SmileIcon />
    </button>
  );
}

type Props = {
  readonly given: MessageView['reactions'];
  readonly myId: string;
  readonly nameOf: (id: string) => string | undefined;
  /** Whether those are offered that nobody has given yet. */
  readonly offering: boolean;
  readonly mayReact: boolean;
  readonly react: (reaction: string, on: boolean) => void;
};

/** What was given to a message and by how many; one's own is taken back by the same button. */
export function Reactions({ given, myId, nameOf, offering, mayReact, react }: Props) {
  const { t } = useTranslation();
  const chips = [
    ...given,
    ...(offering ? offered : [])
      .filter((reaction) => !given.some((each) => each.reaction === reaction))
      .map((reaction) => ({ reaction, userIds: [] })),
  ];
  if (chips.length === 0) return null;
  return (
    <ul aria-label={t('desk.chat.reactions')} className="mt-1 flex flex-wrap gap-1.5">
      {chips.map(({ reaction, userIds }) => {
        const isMine = userIds.includes(myId);
        const names = userIds.map((id) =>
          id === myId ? t('desk.ticket.you') : (nameOf(id) ?? t('desk.ticket.someone')),
        );
        return (
          <li key={reaction}>
            <button
              type="button"
              aria-pressed={isMine}
              aria-label={
                userIds.length === 0
                  ? t('desk.chat.reactWith', { reaction })
                  : t('desk.chat.reactedBy', { reaction, number: userIds.length, names: names.join(', ') })
              }
              title={names.join(', ')}
              disabled={!mayReact}
              className="figures flex min-h-9 min-w-11 items-center justify-center gap-1.5 rounded-full border border-line bg-surface px-3 text-[13px] enabled:hover:bg-hover aria-pressed:border-accent aria-pressed:on-wash pointer-coarse:min-h-11"
              onClick={() => react(reaction, !isMine)}
            >
              <span aria-hidden="true">{reaction}</span>
              {userIds.length > 0 && userIds.length}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
