import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MonthlyReport } from '../company-queries.ts';
import { ticketsOf } from '../company-tickets-address.ts';
import { isBetter, reportFigures } from './report-figures.ts';
import { monthName, monthsFrom } from './report-month.ts';
import { changeWords, figureWords } from './report-words.ts';

/** The month's figures beside those of the month before. */
export function FiguresTable(props: {
  report: MonthlyReport;
  before: MonthlyReport | undefined;
  month: string;
}) {
  const { t } = useTranslation();
  const { report, before, month } = props;
  const figures = reportFigures(report, before);
  const most = Math.max(
    1,
    ...figures
      .filter(({ kind }) => kind === 'count')
      .flatMap(({ value, before: earlier }) => [value ?? 0, earlier ?? 0]),
  );
  const opened = ticketsOf(report.company.id, {
    state: 'any',
    openedFrom: report.from,
    openedTo: report.to,
  });
  return (
    <table className="table figures-table">
      <thead>
        <tr>
          <th scope="col">{t('report.figureColumn')}</th>
          <th scope="col" className="number">
            {monthName(month)}
          </th>
          <td className="roomy" />
          <th scope="col" className="number roomy">
            {monthName(monthsFrom(month, -1))}
          </th>
          <th scope="col" className="number">
            {t('report.change')}
          </th>
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => {
          const better = isBetter(figure);
          const value = figureWords(t, figure.kind, figure.value);
          return (
            <tr key={figure.name}>
              <th scope="row">{t(`report.figure.${figure.name}`)}</th>
              <td className="number">
                <strong>{figure.name === 'opened' ? <Link to={opened}>{value}</Link> : value}</strong>
              </td>
              <td className="roomy pair" aria-hidden="true">
                {figure.kind === 'count' && (
                  <>
                    <span className="now" style={{ width: `${((figure.value ?? 0) / most) * 100}%` }} />
                    <span className="then" style={{ width: `${((figure.before ?? 0) / most) * 100}%` }} />
                  </>
                )}
              </td>
              <td className="number roomy">{figureWords(t, figure.kind, figure.before)}</td>
              <td className="number">
                {changeWords(t, figure)}
                {better !== undefined && (
                  <span className={better ? 'better' : 'worse'}>
                    {' '}
                    {t(better ? 'report.better' : 'report.worse')}
                  </span>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
