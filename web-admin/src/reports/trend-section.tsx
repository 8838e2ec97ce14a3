import type { Metric } from '@ticketing/contracts/kinds.ts';
import type { KpiRow } from '@ticketing/contracts/report-views.ts';
import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import Segmented from 'antd/es/segmented';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { showMetric } from './metric-words.ts';
import type { Bucket, Days } from './period.ts';
import { TableScroll } from './table-scroll.tsx';
import { trendOf } from './trend.ts';
import { countedLink, type ReportAddress } from './use-report-address.ts';

// The charting library is larger than everything else on the page.
const TrendChart = lazyPart(() => import('./trend-chart.tsx'));

/** The chosen metric over the period, as a chart and as the table behind it. */
export function TrendSection(props: {
  metric: Metric;
  bucket: Bucket;
  rows: readonly KpiRow[] | undefined;
  before: readonly KpiRow[] | undefined;
  compared: boolean;
  address: ReportAddress;
}) {
  const { t } = useTranslation();
  const { metric, bucket, rows, address } = props;
  const points = trendOf(metric, bucket, rows ?? [], props.before, address.days);
  const asTable = address.params.get('trend') === 'table';
  const empty = rows !== undefined && points.every(({ now, before }) => !now && !before);
  const linked = (value: number | null, days: Days | null) => {
    const text = showMetric(t, metric, value);
    if (!value || days === null) return text;
    const only = { period: null, from: days.first, to: days.last };
    return <Link to={countedLink(address, metric, only)}>{text}</Link>;
  };
  return (
    <section className="report-card" aria-labelledby="trend-title">
      <header className="report-card-head">
        <h2 id="trend-title">{t(`reports.metric.${metric}`)}</h2>
        <Segmented
          size="small"
          aria-label={t('reports.by')}
          value={bucket}
          options={(['day', 'week', 'month'] as const).map((each) => ({
            value: each,
            label: t(`reports.bucket.${each}`),
          }))}
          onChange={(chosen) => address.change({ bucket: chosen })}
        />
        <Segmented
          size="small"
          aria-label={t('reports.shownAs')}
          value={asTable ? 'table' : 'chart'}
          options={(['chart', 'table'] as const).map((each) => ({
            value: each,
            label: t(`reports.${each}`),
          }))}
          onChange={(chosen) => address.change({ trend: chosen === 'table' ? 'table' : null })}
        />
      </header>
      <p className="muted">{t(`reports.about.${metric}`)}</p>
      {rows === undefined && <div className="skeleton" style={{ height: 240 }} />}
      {empty && <p className="report-none">{t(`reports.none.${metric}`)}</p>}
      {rows !== undefined && !empty && !asTable && (
        <Suspense fallback={<div className="skeleton" style={{ height: 240 }} />}>
          <TrendChart metric={metric} points={points} compared={props.compared} />
          <p className="trend-key muted">
            <span className="key-now" /> {t('reports.thisPeriod')}
            {props.compared && (
              <>
                <span className="key-before" /> {t('reports.periodBefore')}
              </>
            )}
          </p>
        </Suspense>
      )}
      {rows !== undefined && !empty && asTable && (
        <TableScroll className="trend-table" label={t(`reports.metric.${metric}`)}>
          <table className="figure-table">
            <thead>
              <tr>
                <th scope="col">{t(`reports.bucket.${bucket}`)}</th>
                <th scope="col" className="number">
                  {t('reports.thisPeriod')}
                </th>
                {props.compared && (
                  <th scope="col" className="number">
                    {t('reports.periodBefore')}
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={point.label}>
                  <th scope="row">{point.label}</th>
                  <td className="number">{linked(point.now, point.days)}</td>
                  {props.compared && <td className="number">{linked(point.before, point.daysBefore)}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}
