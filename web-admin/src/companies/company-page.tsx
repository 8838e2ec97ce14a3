import type { CompanyView } from '@ticketing/contracts/views.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useOutletContext, useParams } from 'react-router';
import { Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { PageTabs } from '../shell/page-tabs.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { CompanyLogo } from './company-logo.tsx';
import { useCompany } from './company-queries.ts';
import '../styles/panels.css';
import './company.css';

type CompanyContext = {
  readonly company: CompanyView;
  /** Details and people of the company. */
  readonly mayManage: boolean;
};

/** What the tabs of a company's page are about. */
export const useCompanyContext = () => useOutletContext<CompanyContext>();

/** A company: who it is, and the tabs of what there is to know and to do. */
export default function CompanyPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const me = useMe();
  const { data: company, error, refetch } = useCompany(id);
  usePageTitle(company?.name);
  if (company === undefined) {
    return (
      <div className="page wide">
        {error ? <Failed error={error} retry={() => void refetch()} /> : <ListSkeleton rows={4} />}
      </div>
    );
  }
  const mayManage = me.superuser || company.adminIds.includes(me.id);
  const base = `/companies/${company.id}`;
  const tabs = [
    { to: base, label: t('company.overview'), end: true },
    { to: `${base}/tickets`, label: t('company.tickets') },
    { to: `${base}/people`, label: t('company.people') },
    { to: `${base}/report`, label: t('company.report') },
    { to: `${base}/settings`, label: t('company.settings') },
  ];
  const context: CompanyContext = { company, mayManage };
  return (
    <div className="page wide">
      <p className="crumbs">
        <Link to="/companies">{t('nav.companies')}</Link>
      </p>
      <header className="company-head">
        <CompanyLogo company={company} size={44} />
        <div className="company-name">
          <h1>{company.name}</h1>
          {company.description !== '' && <p className="muted">{company.description}</p>}
        </div>
        <ul className="company-reach">
          {company.contactEmail !== null && (
            <li>
              <a href={`mailto:${company.contactEmail}`}>{company.contactEmail}</a>
            </li>
          )}
          {company.phone !== null && (
            <li>
              <a href={`tel:${company.phone.replace(/[^+0-9]/g, '')}`}>{company.phone}</a>
            </li>
          )}
        </ul>
      </header>
      <PageTabs label={company.name} tabs={tabs} />
      <Outlet context={context} />
    </div>
  );
}
