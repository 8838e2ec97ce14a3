import { listOfPresent } from '@ticketing/contracts/counted-lists.ts';
import { getWorkloadWidget } from '@ticketing/contracts/endpoints/dashboard.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listAddress } from '../filter/list-address.ts';
import { PersonName } from '../ticket/person-name.tsx';
import { useWidget } from './use-dashboard.ts';
import { WidgetState } from './widget-state.tsx';

const levels = [4, 3, 2, 1] as const;

/** How many open tickets everybody has, by priority. */
export function WorkloadWidget({ companyId }: { companyId: string | undefined }) {
  const { t } = useTranslation();
  const me = useMe();
  const query = useWidget('workload', companyId, (api, asked, signal) =>
    api.call(getWorkloadWidget, { query: asked, signal }),
  );
  return (
    <WidgetState
      query={query}
      isEmpty={({ items, unassigned }) => items.length === 0 && unassigned === 0}
      empty={t('dashboard.noWork')}
    >
      {({ items, unassigned, projectIds }) => {
        // Of others one is told of the projects whose figures one gets, of oneself everything that one sees.
        const number = (count: number, userId: string, priority?: number) => {
          const whose = { companyId, userId, projectIds: userId === me.id ? null : projectIds };
          return count === 0 ? (
            <span className="muted">0</span>
          ) : (
            <Link to={listAddress(listOfPresent('open', { ...whose, priority }))}>{count}</Link>
          );
        };
        const most = Math.max(1, ...items.map(({ open }) => open));
        return (
          <table className="widget-table">
            <thead>
              <tr>
                <th scope="col">{t('filter.name.assigneeId')}</th>
                <th scope="col" className="bar-cell">
                  {t('dashboard.open')}
                </th>
                {levels.map((level) => (
                  <th key={level} scope="col">
                    {t(`level.${level}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map(({ person, open, byPriority }) => (
                <tr key={person.id}>
                  <th scope="row">
                    <PersonName id={person.id} name={person.displayName} />
                  </th>
                  <td className="bar-cell">
                    <span className="load" style={{ ['--load' as string]: open / most }}>
                      {number(open, person.id)}
                    </span>
                  </td>
                  {levels.map((level) => (
                    <td key={level}>{number(byPriority[level], person.id, level)}</td>
                  ))}
                </tr>
              ))}
              <tr>
                <th scope="row" className="muted">
                  {t('filter.nobody')}
                </th>
                <td className="bar-cell">{number(unassigned, 'none')}</td>
                <td colSpan={levels.length} />
              </tr>
            </tbody>
          </table>
        );
      }}
    </WidgetState>
  );
}
