import { useDroppable } from '@dnd-kit/core';
import type { CardView, ProjectView } from '@ticketing/contracts/views.ts';
import { showDate } from '@ticketing/web-kit/show-time.ts';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon } from '../icons.tsx';
import type { ListNames } from '../list/use-names.ts';
import { useNewTicket } from '../shell/new-ticket.tsx';
import { Popover } from '../shell/popover.tsx';
import { DayChip } from './day-chip.tsx';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** Pixels of a ticket on its day, with its gap, and of the day's own line. */
const CHIP = 26;
const HEAD = 30;
/** Pixels of a day that has room for a ticket's words; a narrower one counts its tickets. */
const ROOM = 84;

type Props = {
  days: readonly string[];
  /** `YYYY-MM`: days of other months are shown quieter. Null in a week. */
  month: string | null;
  today: string;
  tickets: readonly CardView[];
  names: ListNames;
  project: ProjectView;
  openKey: string | undefined;
  addressOf: (ticketKey: string) => string;
  mayMove: (card: CardView) => boolean;
  onStep: (card: CardView, days: number) => void;
};

/** Weeks of days with what is due on them; what does not fit is counted and opens. */
export function CalendarGrid(props: Props) {
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  const [fits, setFits] = useState(3);
  const isWeek = props.month === null;
  const weeks = useMemo(
    () =>
      Array.from({ length: props.days.length / 7 }, (_, week) => props.days.slice(week * 7, week * 7 + 7)),
    [props.days],
  );
  const byDay = useMemo(() => {
    const found = new Map<string, CardView[]>();
    for (const card of props.tickets) {
      if (card.dueDate !== null) found.set(card.dueDate, [...(found.get(card.dueDate) ?? []), card]);
    }
    return found;
  }, [props.tickets]);

  useEffect(() => {
    const table = body.current;
    if (table === null) return;
    const measure = () => {
      const { width, height } = table.getBoundingClientRect();
      const narrow = width / 7 < ROOM;
      // Narrow weeks have their days one below the other, each as long as it is.
      if (narrow) setFits(isWeek ? Number.POSITIVE_INFINITY : 0);
      else setFits(Math.max(1, Math.floor((height / weeks.length - HEAD - 6) / CHIP)));
    };
    const watcher = new ResizeObserver(measure);
    watcher.observe(table);
    return () => watcher.disconnect();
  }, [weeks.length, isWeek]);

  return (
    <div className="calendar-scroll">
      <table className={isWeek ? 'calendar week' : 'calendar'}>
        <thead>
          <tr>
            {weekdays.map((day) => (
              <th key={day} scope="col">
                {t(`calendar.weekday.${day}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day, index) => (
                <Day
                  key={day}
                  {...props}
                  day={day}
                  weekday={t(`calendar.weekday.${weekdays[index] ?? 'mon'}`)}
                  tickets={byDay.get(day) ?? []}
                  fits={fits}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** @param fits how many tickets have room on the day; where none has they are counted */
function Day(props: Props & { day: string; weekday: string; fits: number }) {
  const { day, tickets, fits } = props;
  const { t } = useTranslation();
  const openNew = useNewTicket();
  const { setNodeRef, isOver } = useDroppable({ id: day });
  const shown = tickets.length <= fits ? tickets : tickets.slice(0, Math.max(0, fits - 1));
  const hidden = tickets.length - shown.length;
  const classes = ['day'];
  if (day === props.today) classes.push('today');
  if (props.month !== null && !day.startsWith(props.month)) classes.push('other');
  if (isOver) classes.push('over');
  const chip = (card: CardView, drags: boolean): ReactNode => (
    <DayChip
      key={card.id}
      card={card}
      names={props.names}
      to={props.addressOf(card.key)}
      open={card.key === props.openKey}
      mayMove={props.mayMove(card)}
      drags={drags}
      onStep={props.onStep}
    />
  );
  return (
    <td ref={setNodeRef} className={classes.join(' ')} data-day={day}>
      <div className="day-head">
        <span className="day-name" aria-hidden="true">
          {props.weekday}
        </span>
        <time dateTime={day} aria-current={day === props.today ? 'date' : undefined}>
          <span aria-hidden="true">{Number(day.slice(8))}</span>
          <span className="unseen">{showDate(day)}</span>
        </time>
        <button
          type="button"
          className="day-add"
          aria-label={t('calendar.add', { date: showDate(day) })}
          title={t('calendar.add', { date: showDate(day) })}
          onClick={() => openNew({ projectId: props.project.id, dueDate: day })}
        >
          <PlusIcon />
        </button>
      </div>
      {shown.map((card) => chip(card, true))}
      {hidden > 0 && (
        <Popover
          className={shown.length === 0 ? 'day-more only' : 'day-more'}
          panelLabel={showDate(day)}
          {...(shown.length === 0
            ? { label: t('calendar.due', { count: hidden, date: showDate(day) }) }
            : {})}
          face={shown.length === 0 ? hidden : t('calendar.more', { count: hidden })}
        >
          {() => (
            <div className="day-all">
              <h3>
                {showDate(day)} <span className="muted">{tickets.length}</span>
              </h3>
              {tickets.map((card) => chip(card, false))}
            </div>
          )}
        </Popover>
      )}
    </td>
  );
}
