import { DndContext, DragOverlay, MouseSensor, TouchSensor, useSensor, useSensors } from '@dnd-kit/core';
import type { CardView, ProjectView } from '@ticketing/contracts/views.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { showDate, showMonth } from '@ticketing/web-kit/show-time.ts';
import { useTicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { useDueBetween } from '@ticketing/web-kit/ticket-days.ts';
import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useParams } from 'react-router';
import { ProjectBar } from '../board/project-bar.tsx';
import { useProject } from '../board/use-project.ts';
import { FilterBar } from '../filter/filter-bar.tsx';
import { isFiltering, queryOf, readFilter, writeFilter } from '../filter/ticket-filter.ts';
import { LeftIcon, RightIcon } from '../icons.tsx';
import { plusDays, todayHere } from '../list/today.ts';
import { useNames } from '../list/use-names.ts';
import { useFocusedPage } from '../list/use-row-keys.ts';
import { BarSearch } from '../shell/bar-search.tsx';
import { Failed, ListSkeleton, NotFound } from '../shell/empty-states.tsx';
import { useKeys } from '../shell/keys.ts';
import { usePageTitle } from '../shell/page-title.ts';
import { rightsOn } from '../shell/rights.ts';
import { useToast } from '../shell/toasts.tsx';
import type { DrawerContext } from '../ticket/drawer-context.ts';
import { type CalendarView, daysShown, isDate, turned } from './calendar-days.ts';
import { CalendarGrid } from './calendar-grid.tsx';
import { ChipFace } from './day-chip.tsx';
import './calendar.css';

/** A project's tickets on the days that they are due; dragged to another day they are due then. */
export default function CalendarPage() {
  const { t } = useTranslation();
  const { project, missing, error, retry } = useProject();
  usePageTitle(project === undefined ? undefined : `${t('nav.calendar')} · ${project.name}`);
  if (missing) return <NotFound />;
  if (error) return <Failed error={error} retry={retry} />;
  if (project === undefined) return <ListSkeleton rows={8} />;
  return <Calendar key={project.id} project={project} />;
}

const nothing: readonly CardView[] = [];

function Calendar({ project }: { project: ProjectView }) {
  const { t } = useTranslation();
  const me = useMe();
  const toast = useToast();
  const { ticketKey } = useParams();
  const [address, setAddress] = useAddress();
  const commands = useTicketCommands(me.id);
  const [dragged, setDragged] = useState<CardView | null>(null);
  const filter = useMemo(() => readFilter(address), [address]);
  const view: CalendarView = address.get('view') === 'week' ? 'week' : 'month';
  const given = address.get('date');
  const today = todayHere();
  const date = isDate(given) ? given : today;
  const days = useMemo(() => daysShown(view, date), [view, date]);
  const projects = useMemo(() => [project], [project]);
  const follow = useMemo(() => [project.id], [project.id]);
  const query = useMemo(
    () => ({ projectId: project.id, ...queryOf(filter, today) }),
    [project.id, filter, today],
  );
  const due = useDueBetween(query, days[0] ?? date, days.at(-1) ?? date, follow);
  const tickets = due.tickets ?? nothing;
  const names = useNames(projects, tickets, filter);
  const base = `/projects/${project.key}/calendar`;
  const search = address.size === 0 ? '' : `?${address}`;

  const put = (changes: Readonly<Record<string, string>>) =>
    setAddress(
      (now) => {
        const next = new URLSearchParams(now);
        for (const [name, value] of Object.entries(changes)) next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const turn = (step: 1 | -1) => put({ date: turned(view, date, step) });
  useKeys({ t: () => put({ date: today }), '[': () => turn(-1), ']': () => turn(1) });

  useFocusedPage({ order: tickets, back: base + search, open: ticketKey !== undefined });

  const move = useCallback(
    (card: CardView, dueDate: string) => {
      if (card.dueDate === dueDate) return;
      const late = card.startDate !== null && card.startDate > dueDate;
      // It cannot begin after it is due: then it begins on that day.
      const patch = late ? { dueDate, startDate: dueDate } : { dueDate };
      const back = late ? { dueDate: card.dueDate, startDate: card.startDate } : { dueDate: card.dueDate };
      void commands.change(card.id, patch);
      toast({
        text: t('calendar.moved', { key: card.key, date: showDate(dueDate) }),
        action: { label: t('board.undo'), run: () => void commands.change(card.id, back) },
      });
    },
    [commands, toast, t],
  );
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 6 } }),
  );
  const byId = useMemo(() => new Map(tickets.map((card) => [card.id, card])), [tickets]);

  const drawer: DrawerContext = { project, board: undefined, base, search, order: tickets };
  return (
    <div className="board-page">
      <ProjectBar project={project}>
        <BarSearch
          label={t('list.search')}
          value={filter.q}
          onChange={(q) => setAddress((now) => writeFilter(now, { ...filter, q }), { replace: true })}
        />
      </ProjectBar>
      <FilterBar
        filter={filter}
        onChange={(next) => setAddress((now) => writeFilter(now, next), { replace: true })}
        projects={projects}
        nameOf={(id) => names.people.get(id)?.displayName ?? names.companies.get(id)?.name}
      />
      <div className="calendar-head">
        <h2 aria-live="polite">{view === 'month' ? showMonth(date) : weekWords(days)}</h2>
        <button
          type="button"
          className="plain-button"
          aria-label={t('calendar.earlier')}
          title={`${t('calendar.earlier')} ([)`}
          onClick={() => turn(-1)}
        >
          <LeftIcon />
        </button>
        <button
          type="button"
          className="plain-button"
          title={`${t('calendar.today')} (T)`}
          onClick={() => put({ date: today })}
        >
          {t('calendar.today')}
        </button>
        <button
          type="button"
          className="plain-button"
          aria-label={t('calendar.later')}
          title={`${t('calendar.later')} (])`}
          onClick={() => turn(1)}
        >
          <RightIcon />
        </button>
        <span className="spread" />
        {due.tickets?.length === 0 && (
          <span className="muted calendar-empty" role="status">
            {t(isFiltering(filter) ? 'calendar.noMatch' : 'calendar.empty')}
          </span>
        )}
        {due.more && <span className="muted">{t('calendar.tooMany')}</span>}
        <fieldset className="segments">
          <legend className="unseen">{t('calendar.view')}</legend>
          {(['month', 'week'] as const).map((each) => (
            <label key={each}>
              <input type="radio" name="view" checked={view === each} onChange={() => put({ view: each })} />
              {t(`calendar.${each}`)}
            </label>
          ))}
        </fieldset>
      </div>
      {due.tickets === undefined && due.error !== null ? (
        <Failed error={due.error} retry={due.retry} />
      ) : (
        <DndContext
          sensors={sensors}
          onDragStart={({ active }) => setDragged(byId.get(String(active.id)) ?? null)}
          onDragCancel={() => setDragged(null)}
          onDragEnd={({ active, over }) => {
            setDragged(null);
            const card = byId.get(String(active.id));
            if (card !== undefined && over !== null) move(card, String(over.id));
          }}
        >
          <CalendarGrid
            days={days}
            month={view === 'month' ? date.slice(0, 7) : null}
            today={today}
            tickets={tickets}
            names={names}
            openKey={ticketKey}
            addressOf={(key) => `${base}/tickets/${key}${search}`}
            mayMove={(card) => rightsOn(me, card).edit && !card.archived}
            onStep={(card, by) => {
              if (card.dueDate !== null) move(card, plusDays(card.dueDate, by));
            }}
            project={project}
          />
          <DragOverlay dropAnimation={null}>
            {dragged && (
              <span className="day-chip lifted">
                <ChipFace card={dragged} names={names} />
              </span>
            )}
          </DragOverlay>
        </DndContext>
      )}
      <Outlet context={drawer} />
    </div>
  );
}

const weekWords = (days: readonly string[]): string => `${showDate(days[0])} – ${showDate(days.at(-1))}`;
