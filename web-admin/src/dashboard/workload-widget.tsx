import { getWorkloadWidget } from '@ticketing/contracts/endpoints/dashboard.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PersonName } from '../ticket/person-name.tsx';
import { useWidget } from './use-dashboard.ts';
import { listAddress, OPEN, WidgetState } from './widget-state.tsx';

const levels = [4, 3, 2, 1] as const;

/** How many open tickets everybody has, by priority. */
export function WorkloadWidget({ companyId }: { companyId: string | undefined }) {
  const { t } = useTranslation();
  const query = useWidget('workload', companyId, (api, asked, signal) =>
    api.call(getWorkloadWidget, { query: asked, signal }),
  );
  const number = (count: number, filters: Record<string, string | undefined>) =>
    count === 0 ? (
      <span className="muted">0</span>
    ) : (
      <Link to={listAddress({ companyId, category: OPEN, ...filters })}>{count}</Link>
    );
  return (
    <WidgetState
      query={query}
      isEmpty={({ items, unassigned }) => items.length === 0 && unassigned === 0}
      empty={t('dashboard.noWork')}
    >
      {({ items, unassigned }) => {
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
                      {number(open, { assigneeId: person.id })}
                    </span>
                  </td>
                  {levels.map((level) => (
                    <td key={level}>
                      {number(byPriority[level], { assigneeId: person.id, priority: String(level) })}
                    </td>
                  ))}
                </tr>
              ))}
              <tr>
                <th scope="row" className="muted">
                  {t('filter.nobody')}
                </th>
                <td className="bar-cell">{number(unassigned, { assigneeId: 'none' })}</td>
                <td colSpan={levels.length} />
              </tr>
            </tbody>
          </table>
        );
      }}
    </WidgetState>
  );
}
