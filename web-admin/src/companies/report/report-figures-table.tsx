import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listAddress } from '../../filter/list-address.ts';
import type { MonthlyReport } from '../company-queries.ts';
import { isBetter, listOfFigure, reportFigures } from './report-figures.ts';
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
          const { kind, value, before: earlier } = figure;
          const linked = (number: number | null, of: MonthlyReport | undefined) =>
            number === null || number === 0 || of === undefined ? (
              figureWords(t, kind, number)
            ) : (
              <Link to={listAddress(listOfFigure(figure.list, of))}>{figureWords(t, kind, number)}</Link>
            );
          return (
            <tr key={figure.name}>
              <th scope="row">{t(`report.figure.${figure.name}`)}</th>
              <td className="number">
                <strong>{linked(value, report)}</strong>
              </td>
              <td className="roomy pair" aria-hidden="true">
                {kind === 'count' && (
                  <>
                    <span className="now" style={{ width: `${((value ?? 0) / most) * 100}%` }} />
                    <span className="then" style={{ width: `${((earlier ?? 0) / most) * 100}%` }} />
                  </>
                )}
              </td>
              <td className="number roomy">{linked(earlier, before)}</td>
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
