import { countOfFigure, figureOfMetric } from '@ticketing/contracts/counted-lists.ts';
import { Metric } from '@ticketing/contracts/kinds.ts';
import type { MetricValues } from '@ticketing/contracts/report-views.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { changeOf, showMetric, showNumber } from './metric-words.ts';

/** All metrics of the period as numbers, each with the way to what it counts; the chosen one is drawn below. */
export function MetricTiles(props: {
  now: MetricValues;
  before: MetricValues | undefined;
  chosen: Metric;
  onChoose: (metric: Metric) => void;
  /** Address of the tickets behind a metric. */
  listOf: (metric: Metric) => string;
}) {
  const { t } = useTranslation();
  return (
    <section className="metric-tiles" aria-label={t('reports.figures')}>
      {Metric.options.map((metric) => (
        <div key={metric} className="metric-cell">
          <button
            type="button"
            className="metric-tile"
            aria-pressed={props.chosen === metric}
            title={t(`reports.about.${metric}`)}
            onClick={() => props.onChoose(metric)}
          >
            <span className="metric-name">{t(`reports.metric.${metric}`)}</span>
            <span className="metric-value">{showMetric(t, metric, props.now[metric])}</span>
            <ChangeMark metric={metric} now={props.now} before={props.before} />
          </button>
          {countOfFigure(figureOfMetric[metric], props.now) === 0 ? (
            <span className="muted metric-basis">{basisOf(metric, props.now)}</span>
          ) : (
            <Link
              className="metric-basis"
              to={props.listOf(metric)}
              aria-label={`${t(`reports.metric.${metric}`)}: ${basisOf(metric, props.now)}`}
            >
              {basisOf(metric, props.now)}
            </Link>
          )}
        </div>
      ))}
    </section>
  );

  /** Of how many an average is: 5 stars from one person say little. */
  function basisOf(metric: Metric, values: MetricValues): string {
    switch (metric) {
      case 'tickets_created':
      case 'tickets_resolved':
        return t('reports.basis.list');
      case 'reopen_rate':
        return t('reports.basis.reopened', {
          count: values.reopened,
          of: showNumber(values.tickets_resolved),
        });
      case 'average_resolution_hours':
        return t('reports.basis.resolved', { count: values.tickets_resolved });
      case 'average_rating':
        return t('reports.basis.ratings', { count: values.ratings });
      case 'average_first_response_hours':
        return t('reports.basis.responses', { count: values.first_responses });
      case 'sla_compliance':
        return t('reports.basis.verdicts', { count: values.sla_verdicts });
      default:
        return metric satisfies never;
    }
  }
}

/** How a figure compares with the period before: an arrow, the difference, and for readers the verdict in words. */
export function ChangeMark(props: { metric: Metric; now: MetricValues; before: MetricValues | undefined }) {
  const { t } = useTranslation();
  if (props.before === undefined) return null;
  const change = changeOf(t, props.metric, props.now[props.metric], props.before[props.metric]);
  if (change === null) return null;
  const before = showMetric(t, props.metric, props.before[props.metric]);
  return (
    <span className={`change ${change.verdict}`} title={t('reports.before', { value: before })}>
      {change.direction !== 'same' && (
        <span aria-hidden="true">{change.direction === 'up' ? '▲' : '▼'} </span>
      )}
      {change.words}
      {change.verdict !== 'neutral' && <span className="unseen"> {t(`reports.${change.verdict}`)}</span>}
    </span>
  );
}
