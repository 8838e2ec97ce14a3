import {
  type ListFilters,
  listOfPeriod,
  type PeriodFigure,
  periodFigures,
} from '@ticketing/contracts/counted-lists.ts';
import { type TicketFilter, useTickets } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { Link, useOutletContext } from 'react-router';
import { listAddress } from '../filter/list-address.ts';
import { TypeIcon } from '../icons.tsx';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { countedAbout } from './counted-about.ts';
import { useFigures } from './figures.ts';
import { showNumber } from './metric-words.ts';
import { instantsOf } from './period.ts';
import {
  CompanyFilter,
  PeriodFilter,
  PersonFilter,
  ProjectFilter,
  ReportFilters,
} from './report-filters.tsx';
import type { ReportContext } from './reports-layout.tsx';
import { reportLink } from './use-report-address.ts';

const targets = ['missed', 'kept'] as const;

/** The tickets that a number of a report counts. */
export default function CountedTicketsPage() {
  const { t } = useTranslation();
  const { address } = useOutletContext<ReportContext>();
  const { params, project, companyId, userId } = address;
  const what = periodFigures.find((each) => each === params.get('what')) ?? 'resolved';
  const target = what === 'judged' ? targets.find((each) => each === params.get('target')) : undefined;
  const filters = useCountedFilters(what, target);
  const found = useTickets(
    // The filters are those of the list of tickets; `count` has it say how many there are.
    { ...filters, sort: 'opened', count: 'true' } as TicketFilter,
    filters !== undefined,
  );
  const people = useFigures({ days: address.days, projectId: project?.id, companyId }, 'person');
  const tickets = found.data?.pages.flatMap((page) => page.items);
  const { count, times } = found.data?.pages[0] ?? {};
  return (
    <div className="report">
      <header className="page-head">
        <h2>{t(`reports.counted.${what}`)}</h2>
        {count !== undefined && (
          <span className="muted" role="status">
            {t('reports.tickets', {
              count: count.value,
              shown: `${showNumber(count.value)}${count.more ? '+' : ''}`,
            })}
            {times !== undefined && times.value !== count.value && (
              <> · {t('list.times', { shown: showNumber(times.value) })}</>
            )}
          </span>
        )}
        <Link to={reportLink('/reports', address, { company: companyId ?? null, person: userId ?? null })}>
          {t('reports.back')}
        </Link>
        {filters !== undefined && <Link to={listAddress(filters)}>{t('reports.asList')}</Link>}
      </header>
      <ReportFilters>
        <Select
          aria-label={t('reports.countedWhat')}
          value={what}
          popupMatchSelectWidth={false}
          options={periodFigures.map((each) => ({ value: each, label: t(`reports.counted.${each}`) }))}
          onChange={(chosen) => address.change({ what: chosen, target: null })}
        />
        {what === 'judged' && (
          <Select
            aria-label={t('filter.name.target')}
            value={target ?? 'any'}
            popupMatchSelectWidth={false}
            options={(['any', ...targets] as const).map((each) => ({
              value: each,
              label: each === 'any' ? t('reports.anyTarget') : t(`filter.target.${each}`),
            }))}
            onChange={(chosen) => address.change({ target: chosen === 'any' ? null : chosen })}
          />
        )}
        <ProjectFilter address={address} all />
        <CompanyFilter address={address} />
        <PersonFilter address={address} people={people.data?.people ?? []} />
        <PeriodFilter address={address} compared={false} />
      </ReportFilters>
      <p className="hint">{t(`reports.countedHint.${what}`)}</p>
      {tickets === undefined && found.error !== null && (
        <Failed error={found.error} retry={() => void found.refetch()} />
      )}
      {tickets === undefined && found.error === null && <ListSkeleton />}
      {tickets?.length === 0 && (
        <EmptyState title={t('reports.noTickets')} text={t('reports.noTicketsText')} />
      )}
      <ul className="rows">
        {tickets?.map((ticket) => (
          <li key={ticket.id}>
            <Link
              className="row counted-line"
              to={`/projects/${ticket.key.replace(/-\d+$/, '')}/${ticket.archived ? 'archive/' : ''}tickets/${ticket.key}`}
            >
              <span className="type-icon" title={t(`type.${ticket.type}`)}>
                <TypeIcon type={ticket.type} />
              </span>
              <span className="key">{ticket.key}</span>
              <span className="row-main clip">{ticket.title}</span>
              <span className="muted">
                <When at={what === 'created' ? ticket.openedAt : ticket.changedAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('state.more')}
        </Button>
      )}
    </div>
  );
}

/** The filters of the list; undefined until it is known of which projects the reader is told. */
function useCountedFilters(
  what: PeriodFigure,
  target: 'kept' | 'missed' | undefined,
): ListFilters | undefined {
  const me = useMe();
  const { address } = useOutletContext<ReportContext>();
  const { days, project, companyId, userId } = address;
  const { data } = useFigures({ days, projectId: project?.id, companyId, userId }, 'none');
  if (data === undefined) return undefined;
  return listOfPeriod(what, { ...countedAbout(data, me.id, userId), ...instantsOf(days), companyId, target });
}
