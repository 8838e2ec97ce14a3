import { usePeople } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { lazy, Suspense, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon } from '../icons.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { usePageTitle } from '../shell/page-title.ts';

const NewPersonDialog = lazy(() => import('./new-person-dialog.tsx'));

export default function PeoplePage() {
  const { t } = useTranslation();
  const me = useMe();
  const [q, setQ] = useState('');
  const words = useDeferredValue(q.trim());
  const [creating, setCreating] = useState(false);
  const found = usePeople(words === '' ? {} : { q: words });
  const people = found.data?.pages.flatMap((page) => page.items);
  const mayCreate = me.superuser || me.companies.some((company) => company.relation === 'admin');
  usePageTitle(t('nav.people'));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.people')}</h1>
        <Input
          className="search"
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          allowClear
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
        {mayCreate && (
          <Button type="primary" icon={<PlusIcon />} onClick={() => setCreating(true)}>
            {t('people.create')}
          </Button>
        )}
      </header>
      {people === undefined &&
        (found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : <ListSkeleton />)}
      {people?.length === 0 &&
        (words === '' ? (
          <EmptyState title={t('people.empty')} text={t('people.emptyText')} />
        ) : (
          <p className="muted">{t('people.noMatch')}</p>
        ))}
      <ul className="rows">
        {people?.map((person) => (
          <li key={person.id} className="row">
            <Avatar id={person.id} name={person.displayName} size={26} />
            <span className="row-main">
              <strong>{person.displayName}</strong>
              <span className="muted">{person.username}</span>
            </span>
            {!person.active && <span className="tag">{t('people.inactive')}</span>}
            <span className="muted">{t(person.staff ? 'people.isStaff' : 'people.client')}</span>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('state.more')}
        </Button>
      )}
      <Suspense fallback={null}>
        {creating && <NewPersonDialog onClose={() => setCreating(false)} />}
      </Suspense>
    </div>
  );
}
