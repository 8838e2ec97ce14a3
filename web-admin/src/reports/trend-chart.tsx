import type { Metric } from '@ticketing/contracts/kinds.ts';
import { useTranslation } from 'react-i18next';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { showMetric, unitOf } from './metric-words.ts';
import type { TrendPoint } from './trend.ts';

const HEIGHT = 240;

/**
 * How a metric went: bars for what is counted, a line for averages, and the period before as a dashed line. It is for
 * eyes only; the table behind it says the same.
 */
export default function TrendChart({
  metric,
  points,
  compared,
}: {
  metric: Metric;
  points: readonly TrendPoint[];
  compared: boolean;
}) {
  const { t } = useTranslation();
  const counted = unitOf(metric) === 'count';
  return (
    <div className="trend-chart" aria-hidden="true">
      <ResponsiveContainer width="100%" height={HEIGHT} initialDimension={{ width: 640, height: HEIGHT }}>
        <ComposedChart
          data={[...points]}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="label"
            stroke="var(--line)"
            tick={{ fill: 'var(--muted)', fontSize: 11 }}
            tickLine={false}
            minTickGap={24}
          />
          <YAxis
            width={52}
            axisLine={false}
            tickLine={false}
            allowDecimals={!counted}
            domain={metric === 'average_rating' ? [0, 5] : [0, 'auto']}
            tick={{ fill: 'var(--muted)', fontSize: 11 }}
            tickFormatter={(value: number) => showMetric(t, metric, value)}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: 'var(--hover)', stroke: 'var(--line)' }}
            content={(shown) => <TrendTooltip {...shown} metric={metric} />}
          />
          {counted ? (
            <Bar
              dataKey="now"
              fill="var(--accent)"
              radius={[3, 3, 0, 0]}
              maxBarSize={28}
              isAnimationActive={false}
            />
          ) : (
            <Line
              dataKey="now"
              stroke="var(--accent)"
              strokeWidth={2}
              dot={{ r: 2.5, fill: 'var(--accent)', strokeWidth: 0 }}
              connectNulls
              isAnimationActive={false}
            />
          )}
          {compared && (
            <Line
              dataKey="before"
              stroke="var(--muted)"
              strokeWidth={1.5}
              strokeDasharray="4 4"
              dot={false}
              connectNulls
              isAnimationActive={false}
            />
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

function TrendTooltip({ active, payload, metric }: TooltipContentProps & { metric: Metric }) {
  const { t } = useTranslation();
  // What recharts hands over is the point that was given to it.
  const point = payload[0]?.payload as TrendPoint | undefined;
  if (!active || point === undefined) return null;
  return (
    <div className="chart-tooltip">
      <strong>{point.label}</strong>
      <span>
        {t(`reports.metric.${metric}`)}: {showMetric(t, metric, point.now)}
      </span>
      {point.before !== null && (
        <span className="muted">
          {t('reports.periodBefore')}: {showMetric(t, metric, point.before)}
        </span>
      )}
    </div>
  );
}
