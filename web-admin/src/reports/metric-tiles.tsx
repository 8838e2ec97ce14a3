import { Metric } from '@ticketing/contracts/kinds.ts';
import type { MetricValues } from '@ticketing/contracts/report-views.ts';
import { useTranslation } from 'react-i18next';
import { changeOf, showMetric } from './metric-words.ts';

/** All metrics of the period as numbers; the chosen one is drawn below. */
export function MetricTiles(props: {
  now: MetricValues;
  before: MetricValues | undefined;
  chosen: Metric;
  onChoose: (metric: Metric) => void;
}) {
  const { t } = useTranslation();
  return (
    <section className="metric-tiles" aria-label={t('reports.figures')}>
      {Metric.options.map((metric) => (
        <button
          key={metric}
          type="button"
          className="metric-tile"
          aria-pressed={props.chosen === metric}
          title={t(`reports.about.${metric}`)}
          onClick={() => props.onChoose(metric)}
        >
          <span className="metric-name">{t(`reports.metric.${metric}`)}</span>
          <span className="metric-value">{showMetric(t, metric, props.now[metric])}</span>
          <ChangeMark metric={metric} now={props.now} before={props.before} />
          <span className="muted metric-basis">{basisOf(metric, props.now)}</span>
        </button>
      ))}
    </section>
  );

  /** Of how many an average is: 5 stars from one person say little. */
  function basisOf(metric: Metric, values: MetricValues): string {
    switch (metric) {
      case 'tickets_created':
      case 'tickets_resolved':
        return '';
      case 'average_resolution_hours':
      case 'reopen_rate':
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
