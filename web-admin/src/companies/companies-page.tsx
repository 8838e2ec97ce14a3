import { listOfPresent } from '@ticketing/contracts/counted-lists.ts';
import type { CompanyView } from '@ticketing/contracts/views.ts';
import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import { useCompanies } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { showRating } from '@ticketing/web-kit/show-number.ts';
import Button from 'antd/es/button';
import Input, { type InputRef } from 'antd/es/input';
import { Suspense, useDeferredValue, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listAddress } from '../filter/list-address.ts';
import { PlusIcon, SearchIcon } from '../icons.tsx';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { useKeys } from '../shell/keys.ts';
import { usePageTitle } from '../shell/page-title.ts';
import { useAddressText } from '../shell/use-address-text.ts';
import { CompanyLogo } from './company-logo.tsx';
import { type CompanyHealth, useHealthOfCompanies } from './company-queries.ts';
import { HealthBadge } from './health-badge.tsx';
import { ratingsOf90Days } from './ratings-list.ts';
import '../styles/panels.css';
import './company.css';

const NewCompanyDialog = lazyPart(() => import('./new-company-dialog.tsx'));

/** Every company that one may see, with how it fares where one gets figures. */
export default function CompaniesPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [q, setQ] = useAddressText('q');
  const words = useDeferredValue(q.trim());
  const [creating, setCreating] = useState(false);
  const search = useRef<InputRef>(null);
  const found = useCompanies(words);
  const health = useHealthOfCompanies();
  const companies = found.data?.pages.flatMap((page) => page.items);
  const mayCreate = me.staff || me.superuser;
  usePageTitle(t('nav.companies'));
  useKeys({
    '/': () => search.current?.focus(),
  });
  const create = mayCreate && (
    <Button type="primary" icon={<PlusIcon />} onClick={() => setCreating(true)}>
      {t('companies.create')}
    </Button>
  );

  return (
    <div className="page wide">
      <header className="page-head">
        <h1>{t('nav.companies')}</h1>
        <Input
          ref={search}
          className="search"
          prefix={<SearchIcon />}
          aria-label={t('companies.search')}
          placeholder={t('companies.search')}
          allowClear
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
        {create}
      </header>
      {companies === undefined &&
        (found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : <ListSkeleton />)}
      {companies?.length === 0 &&
        (words === '' ? (
          <EmptyState title={t('companies.empty')} text={t('companies.emptyText')}>
            {create}
          </EmptyState>
        ) : (
          <EmptyState title={t('companies.noMatch')}>
            <Button onClick={() => setQ('')}>{t('filter.clear')}</Button>
          </EmptyState>
        ))}
      {companies !== undefined && companies.length > 0 && (
        <CompanyTable companies={companies} health={health.data} waiting={health.isPending} />
      )}
      {found.hasNextPage && (
        <Button
          className="more-button"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('state.more')}
        </Button>
      )}
      <Suspense fallback={null}>
        {creating && <NewCompanyDialog onClose={() => setCreating(false)} />}
      </Suspense>
    </div>
  );
}

function CompanyTable(props: {
  companies: readonly CompanyView[];
  health: ReadonlyMap<string, CompanyHealth> | undefined;
  /** The figures are on their way. */
  waiting: boolean;
}) {
  const { t } = useTranslation();
  return (
    <table className="table companies-table">
      <thead>
        <tr>
          <th scope="col">{t('companies.company')}</th>
          <th scope="col">{t('companies.health')}</th>
          <th scope="col" className="number">
            {t('companies.open')}
          </th>
          <th scope="col" className="number">
            {t('companies.overdue')}
          </th>
          <th scope="col" className="number roomy">
            {t('companies.rating')}
          </th>
          <th scope="col" className="number roomy">
            {t('companies.people_column')}
          </th>
        </tr>
      </thead>
      <tbody>
        {props.companies.map((company) => (
          <CompanyLine
            key={company.id}
            company={company}
            health={props.health?.get(company.id)}
            waiting={props.waiting}
          />
        ))}
      </tbody>
    </table>
  );
}

function CompanyLine(props: { company: CompanyView; health: CompanyHealth | undefined; waiting: boolean }) {
  const { company, health } = props;
  const { t } = useTranslation();
  const me = useMe();
  // A company without any ticket is told nothing of, also to those who would be told.
  const seesFigures = me.superuser || company.adminIds.includes(me.id);
  const none = props.waiting ? <Waiting /> : seesFigures ? 0 : <Unknown />;
  const unrated = props.waiting ? <Waiting /> : <Unknown />;
  const base = `/companies/${company.id}`;
  const people = company.adminIds.length + company.userIds.length;
  return (
    <tr>
      <th scope="row">
        <Link to={base} className="company-link">
          <CompanyLogo company={company} />
          <span className="two-lines">
            <strong className="clip">{company.name}</strong>
            {company.description !== '' && <span className="muted clip">{company.description}</span>}
          </span>
        </Link>
      </th>
      <td>{health?.grade ? <HealthBadge grade={health.grade} /> : unrated}</td>
      <td className="number">
        {health === undefined ? (
          none
        ) : (
          <Link
            to={listAddress(listOfPresent('open', health))}
            aria-label={t('companies.openOf', { count: health.open, name: company.name })}
          >
            {health.open}
          </Link>
        )}
      </td>
      <td className="number">
        {health === undefined ? (
          none
        ) : (
          <Link
            className={health.overdue > 0 ? 'harm' : ''}
            to={listAddress(listOfPresent('overdue', health))}
            aria-label={t('companies.overdueOf', { count: health.overdue, name: company.name })}
          >
            {health.overdue}
          </Link>
        )}
      </td>
      <td className="number roomy">
        {health === undefined || health.rating === null ? (
          unrated
        ) : (
          <Link to={listAddress(ratingsOf90Days(health))}>★ {showRating(health.rating)}</Link>
        )}
      </td>
      <td className="number roomy">
        <Link
          to={`${base}/people`}
          aria-label={t('companies.peopleOf', { count: people, name: company.name })}
        >
          {people}
        </Link>
      </td>
    </tr>
  );
}

/** A figure that is on its way. */
const Waiting = () => <span className="skeleton figure-wait" />;

/** There is no figure, or none for this reader. */
const Unknown = () => <span className="unknown">—</span>;
