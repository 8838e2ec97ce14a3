import type { ColumnView } from '@ticketing/contracts/views.ts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CategoryRing } from '../category-ring.tsx';

type Props = { readonly columns: readonly ColumnView[]; readonly currentId: string };

/** The project's columns from first to last, as the way that a ticket goes; the one that it is in is marked. */
export function ProgressChain({ columns, currentId }: Props) {
  const { t } = useTranslation();
  const current = useRef<HTMLLIElement>(null);
  const position = columns.findIndex((column) => column.id === currentId);

  // On a narrow screen a long chain scrolls: keep the current step in sight, without moving the page itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: again whenever the ticket moved
  useEffect(() => {
    const step = current.current;
    const chain = step?.parentElement;
    if (!step || !chain) return;
    chain.scrollTo({
      left: step.offsetLeft - (chain.clientWidth - step.clientWidth) / 2,
      behavior: 'smooth',
    });
  }, [currentId]);

  return (
    <ol
      aria-label={t('desk.ticket.progress')}
      className="relative flex overflow-x-auto rounded-bubble border border-line bg-surface px-2 py-4 [scrollbar-width:none]"
    >
      {columns.map((column, index) => {
        const isCurrent = index === position;
        const line = 'absolute top-[9px] h-0.5 transition-colors duration-150';
        return (
          <li
            key={column.id}
            ref={isCurrent ? current : null}
            aria-current={isCurrent ? 'step' : undefined}
            className="relative flex min-w-[80px] flex-1 flex-col items-center gap-2 px-1 text-center"
          >
            {index > 0 && (
              <span
                className={`${line} right-[calc(50%+14px)] left-0 ${index <= position ? 'bg-accent' : 'bg-line'}`}
              />
            )}
            {index < columns.length - 1 && (
              <span
                className={`${line} right-0 left-[calc(50%+14px)] ${index < position ? 'bg-accent' : 'bg-line'}`}
              />
            )}
            <span className={isCurrent || index < position ? '' : 'opacity-55'}>
              <CategoryRing category={column.category} size={20} />
            </span>
            <span
              className={`text-[13px] leading-tight ${isCurrent ? 'font-semibold text-text' : 'text-muted'}`}
            >
              {column.name}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
