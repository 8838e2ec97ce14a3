import { useTranslation } from 'react-i18next';
import { CompanyDetails } from './company-details.tsx';
import { CompanyLogoField } from './company-logo-field.tsx';
import { useCompanyContext } from './company-page.tsx';
import { CompanyProjects } from './company-projects.tsx';

/** What the company is called, how it is reached, and in which projects its people open tickets. */
export default function CompanySettings() {
  const { t } = useTranslation();
  const { company, mayManage } = useCompanyContext();
  return (
    <div className="settings narrow">
      {mayManage ? (
        <>
          <CompanyLogoField company={company} />
          <CompanyDetails key={company.id} company={company} />
        </>
      ) : (
        <p className="muted">{t('company.mayNotManage')}</p>
      )}
      <CompanyProjects company={company} mayManage={mayManage} />
    </div>
  );
}
