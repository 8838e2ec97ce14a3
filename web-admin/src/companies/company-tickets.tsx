import type { CardView } from '@ticketing/contracts/views.ts';
import { useProjects, useTickets } from '@ticketing/web-kit/lists.ts';
import { daysUntil, showDate } from '@ticketing/web-kit/show-time.ts';
import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CategoryRing, ClockIcon, PriorityBars, SearchIcon, TypeIcon } from '../icons.tsx';
import { todayHere } from '../list/today.ts';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { useCompanyContext } from './company-page.tsx';
import {
  type CompanyTickets,
  filterOf,
  readCompanyTickets,
  ticketStates,
  writeCompanyTickets,
} from './company-tickets-address.ts';
import { ticketAddress } from './ticket-address.ts';

const levels = [4, 3, 2, 1] as const;

/** The company's tickets in all projects that one sees, as the address says. */
export default function CompanyTicketList() {
  const { t } = useTranslation();
  const { company } = useCompanyContext();
  const [params, setParams] = useAddress();
  const shown = useMemo(() => readCompanyTickets(params), [params]);
  const asked = useDeferredValue(shown);
  const found = useTickets({ ...filterOf(company.id, asked, todayHere()), count: 'true' });
  const tickets = found.data?.pages.flatMap((page) => page.items);
  const count = found.data?.pages[0]?.count;
  const change = (next: Partial<CompanyTickets>) =>
    setParams(writeCompanyTickets({ ...shown, ...next }), { replace: true });

  return (
    <section aria-label={t('company.tickets')}>
      <div className="filters">
        <Input
          className="search"
          prefix={<SearchIcon />}
          aria-label={t('company.searchTickets')}
          placeholder={t('company.searchTickets')}
          allowClear
          value={shown.q}
          onChange={(event) => change({ q: event.target.value })}
        />
        <Select
          aria-label={t('company.state')}
          value={shown.state}
          popupMatchSelectWidth={false}
          options={ticketStates.map((state) => ({ value: state, label: t(`company.states.${state}`) }))}
          onChange={(state) => change({ state })}
        />
        <Select
          aria-label={t('ticket.priority')}
          value={shown.priority ?? 0}
          popupMatchSelectWidth={false}
          options={[
            { value: 0, label: t('company.anyPriority') },
            ...levels.map((level) => ({ value: level, label: t(`level.${level}`) })),
          ]}
          onChange={(level) => change({ priority: levels.find((each) => each === level) ?? null })}
        />
        <Checkbox checked={shown.overdue} onChange={(event) => change({ overdue: event.target.checked })}>
          {t('company.onlyOverdue')}
        </Checkbox>
        <span className="spread" />
        <span className="muted" role="status">
          {count !== undefined && t('board.count', { count: count.value })}
          {count?.more && '+'}
        </span>
      </div>
      {tickets === undefined &&
        (found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : <ListSkeleton />)}
      {tickets?.length === 0 && (
        <EmptyState title={t('company.noTickets')} text={t('company.noTicketsText')}>
          <Button onClick={() => setParams(writeCompanyTickets({ state: 'any' }), { replace: true })}>
            {t('filter.clear')}
          </Button>
        </EmptyState>
      )}
      <ul className="rows">
        {tickets?.map((ticket) => (
          <TicketLine key={ticket.id} ticket={ticket} />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button
          className="more-button"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('state.more')}
        </Button>
      )}
    </section>
  );
}

function TicketLine({ ticket }: { ticket: CardView }) {
  const { t } = useTranslation();
  const { data: projects } = useProjects();
  const column = projects
    ?.find((project) => project.id === ticket.projectId)
    ?.columns.find((each) => each.id === ticket.columnId);
  const late =
    ticket.dueDate !== null &&
    column?.category !== 'done' &&
    !ticket.archived &&
    daysUntil(ticket.dueDate) < 0;
  return (
    <li>
      <Link className="row ticket-line" to={ticketAddress(ticket.key)}>
        <PriorityBars level={ticket.priority} label={t(`level.${ticket.priority}`)} />
        <span className="type-icon">
          <TypeIcon type={ticket.type} />
        </span>
        <span className="key">{ticket.key}</span>
        <span className="row-main">
          <span className="clip">{ticket.title}</span>
        </span>
        {ticket.dueDate !== null && (
          <span className={late ? 'harm with-icon' : 'muted with-icon'}>
            <ClockIcon /> {t(late ? 'board.overdue' : 'board.due', { date: showDate(ticket.dueDate) })}
          </span>
        )}
        {ticket.archived ? (
          <span className="small-mark">{t('company.states.archived')}</span>
        ) : (
          column && (
            <span className="muted with-icon column-name">
              <CategoryRing category={column.category} colour={column.colour} />
              <span className="clip">{column.name}</span>
            </span>
          )
        )}
        <When className="muted changed" at={ticket.changedAt} />
      </Link>
    </li>
  );
}
