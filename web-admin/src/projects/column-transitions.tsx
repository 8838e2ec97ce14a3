import { changeColumn } from '@ticketing/contracts/endpoints/projects.ts';
import type { ColumnView, ProjectView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Checkbox from 'antd/es/checkbox';
import { useTranslation } from 'react-i18next';
import { toggledWay } from './column-ways.ts';
import { useChange } from './use-change.ts';

/** From which column a ticket may go to which: every way is open until somebody closes it. */
export function ColumnTransitions(props: {
  project: ProjectView;
  columns: readonly ColumnView[];
  mayChange: boolean;
}) {
  const { project, columns, mayChange } = props;
  const { t } = useTranslation();
  const { api } = useKit();
  const { busy, change } = useChange();
  const send = (columnId: string, leadsTo: readonly string[] | null) =>
    api.call(changeColumn, {
      params: { id: project.id, columnId },
      body: { leadsTo: leadsTo === null ? null : [...leadsTo] },
    });
  const toggle = (from: ColumnView, to: ColumnView) => {
    const next = toggledWay(columns, from, to.id);
    void change(
      t('settings.saved'),
      () => send(from.id, next),
      () => send(from.id, from.leadsTo),
    );
  };
  return (
    <section aria-labelledby="settings-ways">
      <h2 id="settings-ways">{t('settings.ways')}</h2>
      <p className="muted">{t('settings.waysText')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="table-scroll" tabIndex={0} aria-labelledby="settings-ways">
        <table className="ways">
          <thead>
            <tr>
              <th scope="col">{t('settings.waysFrom')}</th>
              {columns.map((to) => (
                <th key={to.id} scope="col">
                  {to.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {columns.map((from) => (
              <tr key={from.id}>
                <th scope="row">{from.name}</th>
                {columns.map((to) => (
                  <td key={to.id}>
                    {from.id === to.id ? (
                      <span aria-hidden="true" className="muted">
                        ·
                      </span>
                    ) : (
                      <Checkbox
                        aria-label={t('settings.way', { from: from.name, to: to.name })}
                        disabled={!mayChange || busy}
                        checked={from.leadsTo === null || from.leadsTo.includes(to.id)}
                        onChange={() => toggle(from, to)}
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
