import { isGone } from '@ticketing/web-kit/api-error.ts';
import { useTranslation } from 'react-i18next';
import { ActivityList } from '../people/activity-list.tsx';
import { useCompanyActivity } from './company-queries.ts';

/** What happened to the company's tickets. */
export function CompanyActivity({ companyId }: { companyId: string }) {
  const { t } = useTranslation();
  const found = useCompanyActivity(companyId);
  if (isGone(found.error)) return null;
  return (
    <section className="panel" aria-labelledby="activity-title">
      <h2 id="activity-title">{t('company.activity')}</h2>
      <ActivityList found={found} empty={t('company.noActivity')} />
    </section>
  );
}
