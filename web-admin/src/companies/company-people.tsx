import {
  assignCompanyAdmin,
  assignCompanyUser,
  removeCompanyAdmin,
  removeCompanyUser,
} from '@ticketing/contracts/endpoints/companies.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import { usePeople } from '@ticketing/web-kit/lists.ts';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { Suspense, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon, SearchIcon } from '../icons.tsx';
import { byId } from '../shell/avatar.tsx';
import { Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { PersonPicker } from '../shell/person-picker.tsx';
import { useAddressText } from '../shell/use-address-text.ts';
import { useUndoable } from '../shell/use-undoable.ts';
import { CompanyAdmin, MemberLine } from './company-member.tsx';
import { useCompanyContext } from './company-page.tsx';

const NewPersonDialog = lazyPart(() => import('../people/new-person-dialog.tsx'));

/** Who serves the company and who works there. Who may, brings people in and takes them out. */
export default function CompanyPeople() {
  const { t } = useTranslation();
  const { api } = useKit();
  const { company, mayManage } = useCompanyContext();
  const [q, setQ] = useAddressText('q');
  const words = useDeferredValue(q.trim());
  const [creating, setCreating] = useState(false);
  const found = usePeople({ companyId: company.id, ...(words === '' ? {} : { q: words }) });
  const people = useMemo(() => byId(found.data?.pages.flatMap((page) => page.items) ?? []), [found.data]);
  const { busy, run } = useUndoable(['company', 'companies', 'people', 'person', 'board', 'me']);
  const employees = [...people.values()].filter(({ id }) => company.userIds.includes(id));

  /** Makes somebody one of these, or takes them out; the other one takes it back. */
  const change = (kind: 'admin' | 'user', userId: string, name: string, into: boolean) => {
    const { put, remove } = endpoints[kind];
    const params = { id: company.id, userId };
    const work = (endpoint: typeof put | typeof remove) => () => api.call(endpoint, { params });
    return run({
      work: work(into ? put : remove),
      undo: work(into ? remove : put),
      done: t(into ? 'company.added' : 'company.removed', { name }),
    });
  };

  return (
    <div className="two-panels">
      <section className="panel" aria-labelledby="company-admins">
        <h2 id="company-admins">
          {t('companies.admins')} <span className="muted">{company.adminIds.length}</span>
        </h2>
        <p className="muted">{t('company.adminsText')}</p>
        {company.adminIds.length === 0 && <p className="muted">{t('company.noAdmins')}</p>}
        <ul className="rows">
          {company.adminIds.map((id) => (
            <CompanyAdmin
              key={id}
              id={id}
              busy={busy}
              onRemove={mayManage ? (name) => change('admin', id, name, false) : undefined}
            />
          ))}
        </ul>
        {mayManage && (
          <PersonPicker
            label={t('companies.addAdmin')}
            value={undefined}
            staff
            except={company.adminIds}
            onChange={(id, name) => id !== undefined && void change('admin', id, name, true)}
          />
        )}
      </section>
      <section className="panel" aria-labelledby="company-users">
        <h2 id="company-users">
          {t('companies.users')} <span className="muted">{company.userIds.length}</span>
        </h2>
        <p className="muted">{t('company.usersText')}</p>
        {company.userIds.length > 8 && (
          <Input
            prefix={<SearchIcon />}
            aria-label={t('people.search')}
            placeholder={t('people.search')}
            allowClear
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
        )}
        {found.data === undefined &&
          (found.error ? (
            <Failed error={found.error} retry={() => void found.refetch()} />
          ) : (
            <ListSkeleton rows={3} />
          ))}
        {found.data !== undefined && employees.length === 0 && !found.hasNextPage && (
          <p className="muted">{t(words === '' ? 'company.noUsers' : 'people.noMatch')}</p>
        )}
        <ul className="rows">
          {employees.map((person) => (
            <MemberLine
              key={person.id}
              person={person}
              busy={busy}
              onRemove={mayManage ? () => change('user', person.id, person.displayName, false) : undefined}
            />
          ))}
        </ul>
        {found.hasNextPage && (
          <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('state.more')}
          </Button>
        )}
        {mayManage && (
          <div className="add-line">
            <PersonPicker
              label={t('companies.addUser')}
              value={undefined}
              except={company.userIds}
              onChange={(id, name) => id !== undefined && void change('user', id, name, true)}
            />
            <Button icon={<PlusIcon />} onClick={() => setCreating(true)}>
              {t('people.create')}
            </Button>
          </div>
        )}
      </section>
      <Suspense fallback={null}>
        {creating && <NewPersonDialog companyId={company.id} onClose={() => setCreating(false)} />}
      </Suspense>
    </div>
  );
}

const endpoints = {
  admin: { put: assignCompanyAdmin, remove: removeCompanyAdmin },
  user: { put: assignCompanyUser, remove: removeCompanyUser },
} as const;
