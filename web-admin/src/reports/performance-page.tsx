import { exportKpis } from '@ticketing/contracts/endpoints/reports.ts';
import { Metric } from '@ticketing/contracts/kinds.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Segmented from 'antd/es/segmented';
import Switch from 'antd/es/switch';
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useOutletContext } from 'react-router';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { countedAbout } from './counted-about.ts';
import { ExportButton } from './export-button.tsx';
import { figureRows, type Grouping } from './figure-rows.ts';
import { kpiQuery, useFigures } from './figures.ts';
import { FiguresTable } from './figures-table.tsx';
import { MetricTiles } from './metric-tiles.tsx';
import { type Bucket, bucketFor, lengthOf, previousOf } from './period.ts';
import {
  CompanyFilter,
  PeriodFilter,
  PersonFilter,
  ProjectFilter,
  ReportFilters,
} from './report-filters.tsx';
import type { ReportContext } from './reports-layout.tsx';
import { TrendSection } from './trend-section.tsx';
import { countedLink } from './use-report-address.ts';

const groupings = ['person', 'project', 'company'] as const;
const buckets = ['day', 'week', 'month'] as const;
/** More points than this are a smear; the next larger bucket is taken instead. */
const MOST_DAYS = { day: 180, week: 1_000, month: 36_600 } as const;

/** How much was done in a period, how fast and how well, and how that went. */
export default function PerformancePage() {
  const { t } = useTranslation();
  const me = useMe();
  const { address } = useOutletContext<ReportContext>();
  const { params, days, change } = address;
  const compared = params.get('compare') !== 'no';
  const compareId = useId();
  const metric = Metric.options.find((each) => each === params.get('metric')) ?? 'tickets_resolved';
  const by: Grouping = groupings.find((each) => each === params.get('by')) ?? 'person';
  const wished = buckets.find((each) => each === params.get('bucket')) ?? bucketFor(days);
  const bucket: Bucket = lengthOf(days) <= MOST_DAYS[wished] ? wished : bucketFor(days);
  const asked = {
    days,
    projectId: address.project?.id,
    companyId: address.companyId,
    userId: address.userId,
  };
  const askedBefore = { ...asked, days: previousOf(days) };

  const totals = useFigures(asked, 'none');
  const totalsBefore = useFigures(askedBefore, 'none', 'none', compared);
  const trend = useFigures(asked, 'none', bucket);
  const trendBefore = useFigures(askedBefore, 'none', bucket, compared);
  const rows = useFigures(asked, by);
  const rowsBefore = useFigures(askedBefore, by, 'none', compared);
  const people = useFigures({ ...asked, userId: undefined }, 'person');

  const grouped = rows.data;
  const groupedBefore = compared ? rowsBefore.data : undefined;
  const table = useMemo(
    () => (grouped === undefined ? undefined : figureRows(grouped, groupedBefore, by)),
    [grouped, groupedBefore, by],
  );
  const failed = totals.error ?? rows.error ?? trend.error;
  const total = totals.data?.items[0]?.metrics;
  // Admins get the project's figures, and of persons their own only.
  const own = totals.data?.scope === 'own';
  const ownPerson = people.data?.scope === 'own';
  if (failed !== null && total === undefined) {
    return <Failed error={failed} retry={() => void Promise.all([totals.refetch(), rows.refetch()])} />;
  }
  return (
    <div className="report">
      <ReportFilters>
        <ProjectFilter address={address} all />
        <CompanyFilter address={address} />
        {!ownPerson && <PersonFilter address={address} people={people.data?.people ?? []} />}
        <PeriodFilter address={address} compared={compared} />
        <span className="spread" />
        <span className="with-icon">
          <Switch
            id={compareId}
            size="small"
            checked={compared}
            onChange={(on) => change({ compare: on ? null : 'no' })}
          />
          <label htmlFor={compareId}>{t('reports.compare')}</label>
        </span>
        <ExportButton endpoint={exportKpis} options={{ query: kpiQuery(asked, by) }} />
      </ReportFilters>
      {own && <p className="report-note">{t('reports.ownOnly')}</p>}
      {total === undefined ? (
        <ListSkeleton rows={6} />
      ) : (
        <>
          <MetricTiles
            now={total}
            before={compared ? totalsBefore.data?.items[0]?.metrics : undefined}
            chosen={metric}
            onChoose={(chosen) => change({ metric: chosen })}
            listOf={(each) => countedLink(address, each)}
          />
          <TrendSection
            metric={metric}
            bucket={bucket}
            rows={trend.data?.items}
            before={compared ? trendBefore.data?.items : undefined}
            compared={compared}
            address={address}
          />
          <section className="report-card" aria-labelledby="each-title">
            <header className="report-card-head">
              <h2 id="each-title">{t(`reports.each.${by}`)}</h2>
              <Segmented
                size="small"
                aria-label={t('reports.groupedBy')}
                value={by}
                options={groupings.map((each) => ({ value: each, label: t(`reports.one.${each}`) }))}
                onChange={(chosen) => change({ by: chosen })}
              />
            </header>
            {table === undefined && <ListSkeleton rows={4} />}
            {table?.length === 0 && <EmptyState title={t('reports.empty')} text={t('reports.emptyText')} />}
            {table !== undefined && table.length > 0 && (
              <FiguresTable
                rows={table}
                by={by}
                metric={metric}
                address={address}
                about={grouped === undefined ? {} : countedAbout(grouped, me.id, address.userId)}
              />
            )}
            {by === 'person' && (
              <p className="hint">{t(ownPerson ? 'reports.ownPersonOnly' : 'reports.creditHint')}</p>
            )}
          </section>
        </>
      )}
    </div>
  );
}
