import {
  assignCompanyAdmin,
  assignCompanyUser,
  removeCompanyAdmin,
  removeCompanyUser,
} from '@ticketing/contracts/endpoints/companies.ts';
import type { CompanyView, PersonView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useCompanies, usePeople } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { lazy, Suspense, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon } from '../icons.tsx';
import { byId } from '../shell/avatar.tsx';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { PersonPicker } from '../shell/person-picker.tsx';
import { useAction } from '../shell/use-action.ts';
import { PersonName } from '../ticket/person-name.tsx';

const NewCompanyDialog = lazy(() => import('./new-company-dialog.tsx'));

export default function CompaniesPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [q, setQ] = useState('');
  const words = useDeferredValue(q.trim());
  const [creating, setCreating] = useState(false);
  const found = useCompanies(words);
  const companies = found.data?.pages.flatMap((page) => page.items);
  const mayCreate = me.staff || me.superuser;
  usePageTitle(t('nav.companies'));

  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.companies')}</h1>
        <Input
          className="search"
          aria-label={t('companies.search')}
          placeholder={t('companies.search')}
          allowClear
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
        {mayCreate && (
          <Button type="primary" icon={<PlusIcon />} onClick={() => setCreating(true)}>
            {t('companies.create')}
          </Button>
        )}
      </header>
      {companies === undefined &&
        (found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : <ListSkeleton />)}
      {companies?.length === 0 &&
        (words === '' ? (
          <EmptyState title={t('companies.empty')} text={t('companies.emptyText')} />
        ) : (
          <p className="muted">{t('companies.noMatch')}</p>
        ))}
      <div className="rows">
        {companies?.map((company) => (
          <Company key={company.id} company={company} />
        ))}
      </div>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('state.more')}
        </Button>
      )}
      <Suspense fallback={null}>
        {creating && <NewCompanyDialog onClose={() => setCreating(false)} />}
      </Suspense>
    </div>
  );
}

/** One line; opened, it shows who belongs to the company. */
function Company({ company }: { company: CompanyView }) {
  const { t } = useTranslation();
  const me = useMe();
  const { api } = useKit();
  const [open, setOpen] = useState(false);
  const { busy, run } = useAction(['companies', 'people', 'board', 'me']);
  const mayManage = me.superuser || company.adminIds.includes(me.id);
  const members = usePeople({ companyId: company.id }, open);
  const { hasNextPage, isFetching, fetchNextPage } = members;
  // Everyone is listed by id already; the pages only bring their names.
  useEffect(() => {
    if (open && hasNextPage && !isFetching) void fetchNextPage();
  }, [open, hasNextPage, isFetching, fetchNextPage]);
  const people = useMemo(() => byId(members.data?.pages.flatMap((page) => page.items) ?? []), [members.data]);

  return (
    <details className="company" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="row">
        <span className="row-main">
          <strong>{company.name}</strong>
          {company.description && <span className="muted clip">{company.description}</span>}
        </span>
        <span className="muted">{t('companies.people', { count: company.userIds.length })}</span>
      </summary>
      {open && (
        <div className="company-people">
          <Members
            title={t('companies.admins')}
            add={t('companies.addAdmin')}
            ids={company.adminIds}
            people={people}
            mayManage={mayManage}
            busy={busy}
            onAdd={(userId) =>
              run(() => api.call(assignCompanyAdmin, { params: { id: company.id, userId } }))
            }
            onRemove={(userId) =>
              run(() => api.call(removeCompanyAdmin, { params: { id: company.id, userId } }))
            }
          />
          <Members
            title={t('companies.users')}
            add={t('companies.addUser')}
            ids={company.userIds}
            people={people}
            mayManage={mayManage}
            busy={busy}
            onAdd={(userId) => run(() => api.call(assignCompanyUser, { params: { id: company.id, userId } }))}
            onRemove={(userId) =>
              run(() => api.call(removeCompanyUser, { params: { id: company.id, userId } }))
            }
          />
        </div>
      )}
    </details>
  );
}

function Members(props: {
  title: string;
  add: string;
  ids: readonly string[];
  people: ReadonlyMap<string, PersonView>;
  mayManage: boolean;
  busy: boolean;
  onAdd: (userId: string) => Promise<boolean>;
  onRemove: (userId: string) => Promise<boolean>;
}) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{props.title}</h3>
      <ul className="rows">
        {props.ids.map((id) => {
          const name = props.people.get(id)?.displayName ?? '…';
          return (
            <li key={id} className="row">
              <span className="row-main">
                <PersonName id={id} name={name} />
              </span>
              {props.mayManage && (
                <Button
                  type="text"
                  size="small"
                  disabled={props.busy}
                  aria-label={`${t('settings.remove')}: ${name}`}
                  onClick={() => void props.onRemove(id)}
                >
                  {t('settings.remove')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {props.mayManage && (
        <PersonPicker
          label={props.add}
          value={undefined}
          except={props.ids}
          onChange={(userId) => {
            if (userId !== undefined) void props.onAdd(userId);
          }}
        />
      )}
    </section>
  );
}
