import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import { useCompanies, usePeople } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Button from 'antd/es/button';
import Input, { type InputRef } from 'antd/es/input';
import Select from 'antd/es/select';
import { Suspense, useDeferredValue, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon, SearchIcon } from '../icons.tsx';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { useKeys } from '../shell/keys.ts';
import { usePageTitle } from '../shell/page-title.ts';
import { useAddressText } from '../shell/use-address-text.ts';
import { PersonLine } from './person-line.tsx';
import '../styles/panels.css';
import '../styles/people.css';

const NewPersonDialog = lazyPart(() => import('./new-person-dialog.tsx'));

const kinds = ['any', 'staff', 'client'] as const;
const states = ['any', 'active', 'inactive'] as const;
const chosen = <T extends string>(options: readonly T[], text: string, usual: T): T =>
  options.find((each) => each === text) ?? usual;

/** Everybody whom one may know of, narrowed by what stands in the address. */
export default function PeoplePage() {
  const { t } = useTranslation();
  const me = useMe();
  const [q, setQ] = useAddressText('q');
  const [kindText, setKind] = useAddressText('kind');
  const [stateText, setState] = useAddressText('state');
  const [companyId, setCompany] = useAddressText('company');
  const kind = chosen(kinds, kindText, 'any');
  const state = chosen(states, stateText, 'any');
  const words = useDeferredValue(q.trim());
  const [creating, setCreating] = useState(false);
  const search = useRef<InputRef>(null);
  const found = usePeople({
    ...(words === '' ? {} : { q: words }),
    ...(kind === 'any' ? {} : { staff: kind === 'staff' ? 'true' : 'false' }),
    ...(state === 'any' ? {} : { active: state === 'active' ? 'true' : 'false' }),
    ...(companyId === '' ? {} : { companyId }),
  });
  const people = found.data?.pages.flatMap((page) => page.items);
  const mayCreate = me.superuser || me.companies.some((company) => company.relation === 'admin');
  const narrowed = words !== '' || kind !== 'any' || state !== 'any' || companyId !== '';
  usePageTitle(t('nav.people'));
  useKeys({
    '/': () => search.current?.focus(),
  });

  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.people')}</h1>
        {mayCreate && (
          <Button type="primary" icon={<PlusIcon />} onClick={() => setCreating(true)}>
            {t('people.create')}
          </Button>
        )}
      </header>
      <div className="filters">
        <Input
          ref={search}
          className="search"
          prefix={<SearchIcon />}
          aria-label={t('people.search')}
          placeholder={t(me.superuser ? 'people.searchWithAddress' : 'people.search')}
          allowClear
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
        <Select
          aria-label={t('people.kind')}
          value={kind}
          popupMatchSelectWidth={false}
          options={kinds.map((each) => ({ value: each, label: t(`people.kinds.${each}`) }))}
          onChange={(each) => setKind(each === 'any' ? '' : each)}
        />
        <Select
          aria-label={t('people.state')}
          value={state}
          popupMatchSelectWidth={false}
          options={states.map((each) => ({ value: each, label: t(`people.states.${each}`) }))}
          onChange={(each) => setState(each === 'any' ? '' : each)}
        />
        <CompanyFilter value={companyId} onChange={setCompany} />
      </div>
      {people === undefined &&
        (found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : <ListSkeleton />)}
      {people?.length === 0 &&
        (narrowed ? (
          <EmptyState title={t('people.noMatch')}>
            <Button
              onClick={() => {
                for (const clear of [setQ, setKind, setState, setCompany]) clear('');
              }}
            >
              {t('filter.clear')}
            </Button>
          </EmptyState>
        ) : (
          <EmptyState title={t('people.empty')} text={t('people.emptyText')} />
        ))}
      <ul className="rows">
        {people?.map((person) => (
          <PersonLine key={person.id} person={person} />
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
      <Suspense fallback={null}>
        {creating && <NewPersonDialog onClose={() => setCreating(false)} />}
      </Suspense>
    </div>
  );
}

function CompanyFilter({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const found = useCompanies(q);
  const options = (found.data?.pages.flatMap((page) => page.items) ?? []).map((company) => ({
    value: company.id,
    label: company.name,
  }));
  return (
    <Select
      className="company-filter"
      aria-label={t('people.company')}
      placeholder={t('people.company')}
      allowClear
      value={value === '' ? null : value}
      showSearch={{ filterOption: false, onSearch: setQ }}
      // The name comes with the first page of companies; until then the filter says that it is on.
      labelRender={({ label }) => label ?? t('people.company')}
      notFoundContent={found.isFetching ? t('state.loading') : t('filter.noChoice')}
      options={options}
      onChange={(id: string | null | undefined) => onChange(id ?? '')}
    />
  );
}
