import type { CardView, ColumnView } from '@ticketing/contracts/views.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { When } from '@ticketing/web-kit/when.tsx';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { CategoryRing } from '../category-ring.tsx';
import { Facts } from '../facts.tsx';

type Props = {
  readonly card: CardView;
  readonly column: ColumnView | undefined;
  /** Names of those who are assigned, as far as they are known. */
  readonly assignees: readonly string[];
  /** Name of who asked, said when it is somebody else. */
  readonly reporter: string | undefined;
  /** Something about it was not read. */
  readonly unread: boolean;
  /** It waits for the reader's word. */
  readonly asks: boolean;
};

/** One ticket in a list: how far it is, what it is about, who is on it, when it last changed. */
export function TicketRow({ card, column, assignees, reporter, unread, asks }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const { search } = useLocation();
  const [first, ...others] = assignees;
  const status = card.archived ? t('desk.home.closed') : column?.name;
  const details = [
    card.reporterId === me.id ? undefined : reporter,
    first === undefined || card.archived
      ? undefined
      : others.length === 0
        ? t('desk.home.onIt', { name: first })
        : t('desk.home.onItMore', { name: first, count: others.length }),
    card.commentCount > 0 ? t('desk.home.comments', { count: card.commentCount }) : undefined,
  ].filter((detail) => detail !== undefined);

  return (
    <li className="border-line border-b last:border-b-0">
      <NavLink
        to={{ pathname: `/tickets/${card.id}`, search }}
        data-ticket={card.key}
        className="flex min-h-[68px] items-start gap-3 px-4 py-3 transition-colors duration-100 hover:bg-hover focus-visible:-outline-offset-2 aria-[current=page]:on-wash sm:px-5"
      >
        <span className="mt-[3px]">
          <CategoryRing category={card.archived ? 'done' : (column?.category ?? 'todo')} />
        </span>
        <span className="min-w-0 flex-1">
          <span className={`line-clamp-2 break-words ${unread ? 'font-semibold' : 'font-medium'}`}>
            {unread && (
              <span className="mr-2 inline-block rounded-full bg-accent px-2 align-[1px] font-semibold text-[11px] text-on-accent leading-[18px]">
                {t('desk.home.unread')}
              </span>
            )}
            {card.title}
          </span>
          <Facts className="mt-0.5">
            <span className="font-mono">{card.key}</span>
            {asks ? (
              <span className="font-semibold text-accent">{t('desk.home.reviewIt')}</span>
            ) : (
              status !== undefined && <span>{status}</span>
            )}
            <When at={card.changedAt} className="sm:hidden" />
            {details.map((detail) => (
              <span key={detail}>{detail}</span>
            ))}
          </Facts>
        </span>
        <When at={card.changedAt} className="mt-0.5 shrink-0 text-[13px] text-muted max-sm:hidden" />
      </NavLink>
    </li>
  );
}
