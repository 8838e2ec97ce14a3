import type { Typing } from '@ticketing/contracts/live.ts';
import { usePresence } from '@ticketing/web-kit/presence.ts';
import { useTranslation } from 'react-i18next';

type Props = {
  readonly channel: string;
  /** What they must be writing to be told of here. */
  readonly what: Typing;
};

/** Who is writing an answer at this moment. Its line is always there, so that nothing jumps. */
export function WritingSign({ channel, what }: Props) {
  const { t } = useTranslation();
  const writers = usePresence(channel).filter(({ typing }) => typing.includes(what));
  const [first, ...others] = writers;
  return (
    <p role="status" className="mt-3 flex min-h-6 items-center gap-2 px-1 text-[13px] text-muted">
      {first !== undefined && (
        <>
          <span aria-hidden="true" className="flex gap-1">
            {[0, 1, 2].map((dot) => (
              <span
                key={dot}
                className="size-1.5 animate-breathe rounded-full bg-accent"
                style={{ animationDelay: `${dot * 200}ms` }}
              />
            ))}
          </span>
          {others.length === 0
            ? t('desk.ticket.writing', { name: first.name })
            : t('desk.ticket.writingMore', { name: first.name, count: others.length })}
        </>
      )}
    </p>
  );
}
