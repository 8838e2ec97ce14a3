import { getCompanyHealthWidget } from '@ticketing/contracts/endpoints/dashboard.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { GradeIcon } from './grade-icon.tsx';
import { useWidget } from './use-dashboard.ts';
import { listAddress, OPEN, WidgetState } from './widget-state.tsx';

/** How the companies fare, those in most trouble on top. */
export function HealthWidget({ companyId }: { companyId: string | undefined }) {
  const { t } = useTranslation();
  const query = useWidget('company_health', companyId, (api, asked, signal) =>
    api.call(getCompanyHealthWidget, { query: asked, signal }),
  );
  return (
    <WidgetState query={query} isEmpty={({ items }) => items.length === 0} empty={t('dashboard.noCompanies')}>
      {({ items }) => (
        <table className="widget-table">
          <thead>
            <tr>
              <th scope="col">{t('ticket.company')}</th>
              <th scope="col">{t('dashboard.open')}</th>
              <th scope="col">{t('filter.overdue')}</th>
              <th scope="col">{t('level.4')}</th>
              <th scope="col">{t('filter.unanswered')}</th>
              <th scope="col">{t('dashboard.review')}</th>
              <th scope="col">{t('dashboard.stars')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => {
              const number = (count: number, filters: Record<string, string>, harm = false) => (
                <td>
                  {count === 0 ? (
                    <span className="muted">0</span>
                  ) : (
                    <Link
                      className={harm ? 'harm' : ''}
                      to={listAddress({ companyId: item.companyId, ...filters })}
                    >
                      {count}
                    </Link>
                  )}
                </td>
              );
              return (
                <tr key={item.companyId}>
                  <th scope="row">
                    <Link to={`/companies/${item.companyId}`} className="with-icon">
                      <GradeIcon grade={item.grade} label={t(`dashboard.grade.${item.grade}`)} />
                      <span className="clip">{item.companyName}</span>
                    </Link>
                  </th>
                  {number(item.open, { category: OPEN })}
                  {number(item.overdue, { overdue: 'true' }, true)}
                  {number(item.critical, { priority: '4', category: OPEN })}
                  {number(item.unanswered, { unanswered: 'true' })}
                  {number(item.awaitingReview, { review: 'awaiting' })}
                  <td>
                    {item.rating === null ? (
                      <span className="muted">—</span>
                    ) : (
                      <span title={t('dashboard.ratings', { count: item.ratings })}>
                        {item.rating.toFixed(1)} ★
                      </span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </WidgetState>
  );
}
