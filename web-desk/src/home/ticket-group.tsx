import type { BoardView, CardView, ColumnView, PersonView } from '@ticketing/contracts/views.ts';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUnreadTickets } from '../notifications/unread-tickets.ts';
import { TicketRow } from './ticket-row.tsx';

/** Names for the ids on cards. */
export type Legend = {
  readonly columns: ReadonlyMap<string, ColumnView>;
  readonly people: ReadonlyMap<string, PersonView>;
};

export const legendOf = (boards: readonly BoardView[]): Legend => ({
  columns: new Map(boards.flatMap((board) => board.columns.map((column) => [column.id, column] as const))),
  people: new Map(boards.flatMap((board) => board.people.map((person) => [person.id, person] as const))),
});

type GroupProps = {
  readonly title: string;
  /** Said behind the title: how many there are. */
  readonly count?: string | undefined;
  readonly cards: readonly CardView[];
  readonly legend: Legend;
  /** Rows shown at first, and added each time that one asks for more. */
  readonly step: number;
  /** Said when there is none. */
  readonly empty?: string;
  /** They wait for the reader: each says so instead of its column. */
  readonly asks?: boolean;
  /** Stands below the last row, when all rows are shown. */
  readonly footer?: ReactNode;
};

/** A titled list of tickets that says how many there are and shows them step by step. */
export function TicketGroup({ title, count, cards, legend, step, empty, asks = false, footer }: GroupProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(step);
  const headingId = useId();
  const unread = useUnreadTickets();
  const hidden = cards.length - shown;
  return (
    <section aria-labelledby={headingId} className="mt-7">
      <h2 id={headingId} className="mb-2 px-1 text-[15px]">
        {title}
        {count !== undefined && <span className="figures ml-2 font-normal text-muted">{count}</span>}
      </h2>
      {cards.length > 0 && (
        <ul
          className={`overflow-hidden rounded-bubble border bg-surface ${asks ? 'border-accent' : 'border-line'}`}
        >
          {cards.slice(0, shown).map((card) => (
            <TicketRow
              key={card.id}
              card={card}
              column={legend.columns.get(card.columnId)}
              assignees={card.assigneeIds.flatMap((id) => legend.people.get(id)?.displayName ?? [])}
              reporter={legend.people.get(card.reporterId)?.displayName}
              unread={unread.has(card.id)}
              asks={asks}
            />
          ))}
        </ul>
      )}
      {cards.length === 0 && empty !== undefined && <p className="px-1 text-muted">{empty}</p>}
      {hidden > 0 ? (
        <button type="button" className="button-quiet mt-3 w-full" onClick={() => setShown(shown + step)}>
          {t('desk.home.more')}
          <span className="figures font-normal text-muted">{hidden}</span>
        </button>
      ) : (
        footer
      )}
    </section>
  );
}
