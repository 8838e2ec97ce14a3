import { type TicketFilter, useTickets } from '@ticketing/web-kit/lists.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { Link, useOutletContext } from 'react-router';
import { TypeIcon } from '../icons.tsx';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
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

const kinds = ['created', 'resolved', 'reopened'] as const;

/** The tickets that a number of a report counts. */
export default function CountedTicketsPage() {
  const { t } = useTranslation();
  const { address } = useOutletContext<ReportContext>();
  const { params, days, project, companyId, userId } = address;
  const what = kinds.find((each) => each === params.get('what')) ?? 'resolved';
  const { from, to } = instantsOf(days);
  const filter: TicketFilter = {
    archived: 'any',
    sort: 'opened',
    count: 'true',
    ...(project === undefined ? {} : { projectId: project.id }),
    ...(companyId === undefined ? {} : { companyId }),
    ...(what === 'created'
      ? { openedFrom: from, openedTo: to, ...(userId === undefined ? {} : { reporterId: userId }) }
      : {
          resolvedFrom: from,
          resolvedTo: to,
          ...(userId === undefined ? {} : { resolverId: userId }),
          ...(what === 'reopened' ? { reopened: 'true' } : {}),
        }),
  };
  const found = useTickets(filter);
  const people = useFigures({ days, projectId: project?.id, companyId }, 'person');
  const tickets = found.data?.pages.flatMap((page) => page.items);
  const count = found.data?.pages[0]?.count;
  return (
    <div className="report">
      <header className="page-head">
        <h2>{t(`reports.counted.${what}`)}</h2>
        {count !== undefined && (
          <span className="muted">
            {t('reports.tickets', {
              count: count.value,
              shown: `${showNumber(count.value)}${count.more ? '+' : ''}`,
            })}
          </span>
        )}
        <Link to={reportLink('/reports', address, { company: companyId ?? null, person: userId ?? null })}>
          {t('reports.back')}
        </Link>
      </header>
      <ReportFilters>
        <ProjectFilter address={address} all />
        <CompanyFilter address={address} />
        <PersonFilter address={address} people={people.data?.people ?? []} />
        <PeriodFilter address={address} compared={false} />
      </ReportFilters>
      {what !== 'created' && <p className="hint">{t('reports.countedOnce')}</p>}
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
              className="row"
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
