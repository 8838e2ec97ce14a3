import { type ListFilters, listOfPresent, type PresentFigure } from '@ticketing/contracts/counted-lists.ts';
import { getCompanyHealthWidget } from '@ticketing/contracts/endpoints/dashboard.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ratingsOf90Days } from '../companies/ratings-list.ts';
import { listAddress } from '../filter/list-address.ts';
import { todayHere } from '../list/today.ts';
import { GradeIcon } from './grade-icon.tsx';
import { useWidget } from './use-dashboard.ts';
import { WidgetState } from './widget-state.tsx';

/** How the companies fare, those in most trouble on top. */
export function HealthWidget({ companyId }: { companyId: string | undefined }) {
  const { t } = useTranslation();
  const query = useWidget('company_health', companyId, (api, asked, signal) =>
    api.call(getCompanyHealthWidget, { query: { ...asked, today: todayHere() }, signal }),
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
              const { companyId: id, projectIds } = item;
              const link = (text: ReactNode, filters: ListFilters, harm = false) => (
                <Link className={harm ? 'harm' : ''} to={listAddress(filters)}>
                  {text}
                </Link>
              );
              const number = (figure: PresentFigure, harm = false) => (
                <td>
                  {item[figure] === 0 ? (
                    <span className="muted">0</span>
                  ) : (
                    link(item[figure], listOfPresent(figure, { companyId: id, projectIds }), harm)
                  )}
                </td>
              );
              return (
                <tr key={item.companyId}>
                  <th scope="row">
                    <Link to={`/companies/${item.companyId}`} className="with-icon">
                      <GradeIcon grade={item.grade} label={t(`dashboard.grade.${item.grade ?? 'none'}`)} />
                      <span className="clip">{item.companyName}</span>
                    </Link>
                  </th>
                  {number('open')}
                  {number('overdue', true)}
                  {number('critical')}
                  {number('unanswered')}
                  {number('awaitingReview')}
                  <td>
                    {item.rating === null ? (
                      <span className="muted">—</span>
                    ) : (
                      <span title={t('dashboard.ratings', { count: item.ratings })}>
                        {link(`${item.rating.toFixed(1)} ★`, ratingsOf90Days(item))}
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
