import { countOfFigure, figureOfMetric } from '@ticketing/contracts/counted-lists.ts';
import type { Metric } from '@ticketing/contracts/kinds.ts';
import type { ScoreView } from '@ticketing/contracts/report-views.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { showMetric, showNumber } from './metric-words.ts';
import { TableScroll } from './table-scroll.tsx';

/** A score from 0 to 100 as a number and as a length. */
export function ScoreBar({ score }: { score: number | null }) {
  const { t } = useTranslation();
  return (
    <span className="score-bar">
      <span className="score-track" aria-hidden="true">
        <span className="score-fill" style={{ width: `${score ?? 0}%` }} />
      </span>
      <strong>{score === null ? '—' : showNumber(score, 1)}</strong>
      {score === null && <span className="unseen">{t('reports.noScore')}</span>}
    </span>
  );
}

/** Of what a score is made: each metric with its value, its points and what it adds. */
export function ScoreParts(props: {
  parts: ScoreView['parts'];
  metrics: ScoreView['metrics'];
  /** Address of the tickets behind a metric. */
  listOf: (metric: Metric) => string;
}) {
  const { parts, metrics, listOf } = props;
  const { t } = useTranslation();
  const weights = parts.reduce((sum, part) => sum + (part.points === null ? 0 : part.weight), 0);
  return (
    <TableScroll className="score-parts" label={t('reports.parts')}>
      <table className="figure-table">
        <thead>
          <tr>
            <th scope="col">{t('reports.metricHead')}</th>
            {(['value', 'points', 'weight', 'adds'] as const).map((column) => (
              <th key={column} scope="col" className="number">
                {t(`reports.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parts.map(({ metric, value, points, weight }) => (
            <tr key={metric}>
              <th scope="row">{t(`reports.metric.${metric}`)}</th>
              <td className="number">
                {countOfFigure(figureOfMetric[metric], metrics) === 0 ? (
                  showMetric(t, metric, value)
                ) : (
                  <Link to={listOf(metric)}>{showMetric(t, metric, value)}</Link>
                )}
              </td>
              <td className="number">{points === null ? '—' : showNumber(points)}</td>
              <td className="number">{showNumber(weight, 1)}</td>
              <td className="number">
                {points === null || weights === 0
                  ? t('reports.notCounted')
                  : `+${showNumber((points * weight) / weights, 1)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
