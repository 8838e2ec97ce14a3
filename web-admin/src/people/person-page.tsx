import { useQuery } from '@tanstack/react-query';
import { getUserMemberships } from '@ticketing/contracts/endpoints/users.ts';
import type { PersonView, UserView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { SectionFailed } from '../companies/section-failed.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { ActivityList } from './activity-list.tsx';
import { PersonActions } from './person-actions.tsx';
import { PersonMarks } from './person-marks.tsx';
import { isUserView, usePerson, usePersonActivity } from './person-queries.ts';
import '../styles/panels.css';
import '../styles/people.css';

/** A person: who they are, where they belong, what they did, and what may be done about the account. */
export default function PersonPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const me = useMe();
  const { data: person, error, refetch } = usePerson(id);
  usePageTitle(person?.displayName);
  if (person === undefined) {
    return (
      <div className="page">
        {error ? <Failed error={error} retry={() => void refetch()} /> : <ListSkeleton rows={4} />}
      </div>
    );
  }
  return (
    <div className="page">
      <p className="crumbs">
        <Link to="/people">{t('nav.people')}</Link>
      </p>
      <header className="company-head">
        <Avatar id={person.id} name={person.displayName} size={44} />
        <div className="company-name">
          <h1>{person.displayName}</h1>
          <p className="person-facts">
            <span className="muted">{person.username}</span>
            <span className="muted">{t(person.staff ? 'people.isStaff' : 'people.client')}</span>
            <PersonMarks person={person} />
            {isUserView(person) && person.email !== null && (
              <a href={`mailto:${person.email}`}>{person.email}</a>
            )}
          </p>
        </div>
        {isUserView(person) && me.superuser && person.id !== me.id && <PersonActions person={person} />}
        {person.id === me.id && <Link to="/settings/account">{t('people.yourAccount')}</Link>}
      </header>
      {person.staff && (
        <p className="person-links">
          <Link to={`/reports?person=${person.id}`}>{t('people.figures')}</Link>
        </p>
      )}
      {!person.active && <p className="account-note">{t('people.inactiveText')}</p>}
      <div className="overview">
        <Memberships person={person} />
        <Activity id={person.id} />
      </div>
    </div>
  );
}

function Memberships({ person }: { person: PersonView | UserView }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const { id } = person;
  const { data, error, refetch } = useQuery({
    queryKey: ['person', id, 'memberships'],
    queryFn: ({ signal }) => api.call(getUserMemberships, { params: { id }, signal }),
  });
  const waiting = error ? (
    <SectionFailed error={error} retry={() => void refetch()} />
  ) : (
    <ListSkeleton rows={1} />
  );
  return (
    <div className="two-panels">
      <section className="panel" aria-labelledby="person-roles">
        <h2 id="person-roles">{t('people.roles')}</h2>
        {data === undefined && waiting}
        {data?.roles.length === 0 && <p className="muted">{t('people.noRoles')}</p>}
        <ul className="rows">
          {data?.roles.map(({ projectId, projectKey, projectName, role }) => (
            <li key={projectId}>
              <Link className="row" to={`/projects/${projectKey}`}>
                <span className="key">{projectKey}</span>
                <span className="row-main">
                  <span className="clip">{projectName}</span>
                </span>
                <span className="muted">{t(`role.${role}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <section className="panel" aria-labelledby="person-companies">
        <h2 id="person-companies">{t('people.companies')}</h2>
        {data === undefined && waiting}
        {data?.companies.length === 0 && <p className="muted">{t('people.noCompanies')}</p>}
        <ul className="rows">
          {data?.companies.map((company) => (
            <li key={company.id}>
              <Link className="row" to={`/companies/${company.id}`}>
                <span className="row-main">
                  <span className="clip">{company.name}</span>
                </span>
                <span className="muted">{t(`people.relation.${company.relation}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Activity({ id }: { id: string }) {
  const { t } = useTranslation();
  const found = usePersonActivity(id);
  return (
    <section className="panel" aria-labelledby="person-activity">
      <h2 id="person-activity">{t('people.activity')}</h2>
      <ActivityList found={found} empty={t('people.noActivity')} />
    </section>
  );
}
