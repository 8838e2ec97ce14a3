import { exportScoreboard } from '@ticketing/contracts/endpoints/reports.ts';
import type { Metric } from '@ticketing/contracts/kinds.ts';
import type { ScoreView } from '@ticketing/contracts/report-views.ts';
import { useTranslation } from 'react-i18next';
import { Link, useOutletContext } from 'react-router';
import { DownIcon, UpIcon } from '../icons.tsx';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { PersonName } from '../ticket/person-name.tsx';
import { chosenProject } from './chosen-project.ts';
import { ExportButton } from './export-button.tsx';
import { useScoreboard } from './figures.ts';
import { showNumber } from './metric-words.ts';
import { instantsOf, previousOf } from './period.ts';
import { PeriodFilter, ProjectFilter, ReportFilters } from './report-filters.tsx';
import type { ReportContext } from './reports-layout.tsx';
import { ScoreBar, ScoreParts } from './score-parts.tsx';
import { countedLink, reportLink } from './use-report-address.ts';

/** Who did how well in a project, and of what each score is made. */
export default function ScoreboardPage() {
  const { t } = useTranslation();
  const { address } = useOutletContext<ReportContext>();
  const project = chosenProject(address);
  const { days, params, change } = address;
  const scores = useScoreboard(project?.id, days);
  const before = useScoreboard(project?.id, previousOf(days));
  const opened = params.get('open');
  const items = scores.data?.items;
  if (project === undefined) return null;
  return (
    <div className="report narrow">
      <ReportFilters>
        <ProjectFilter address={address} all={false} value={project.key} />
        <PeriodFilter address={address} compared />
        <span className="spread" />
        <ExportButton
          endpoint={exportScoreboard}
          options={{ params: { id: project.id }, query: instantsOf(days) }}
        />
      </ReportFilters>
      <p className="muted">
        {t('reports.scoreText')}{' '}
        <Link to={reportLink('/reports/scoring', address)}>{t('reports.scoreHow')}</Link>
      </p>
      {scores.data?.scope === 'own' && <p className="report-note">{t('reports.ownScoreOnly')}</p>}
      {items === undefined &&
        (scores.error ? (
          <Failed error={scores.error} retry={() => void scores.refetch()} />
        ) : (
          <ListSkeleton />
        ))}
      {items?.length === 0 && <EmptyState title={t('reports.empty')} text={t('reports.scoreEmpty')} />}
      {items !== undefined && items.length > 0 && (
        <ol className="rows scoreboard" aria-label={t('reports.tab.scoreboard')}>
          {items.map((each, place) => (
            <ScoreRow
              key={each.person.id}
              item={each}
              // Alone one has no place among others.
              place={each.score === null || scores.data?.scope === 'own' ? null : placeOf(items, place)}
              before={before.data?.items.find(({ person }) => person.id === each.person.id)?.score ?? null}
              open={opened === each.person.id}
              listOf={(metric) =>
                countedLink(address, metric, { project: project.key, company: null, person: each.person.id })
              }
              onToggle={() => change({ open: opened === each.person.id ? null : each.person.id })}
            />
          ))}
        </ol>
      )}
    </div>
  );
}

/** Equal scores share a place. */
const placeOf = (items: readonly ScoreView[], place: number): number =>
  items.findIndex(({ score }) => score === items[place]?.score) + 1;

function ScoreRow(props: {
  item: ScoreView;
  place: number | null;
  before: number | null;
  open: boolean;
  onToggle: () => void;
  listOf: (metric: Metric) => string;
}) {
  const { t } = useTranslation();
  const { person, score, parts, metrics } = props.item;
  const difference = score === null || props.before === null ? null : score - props.before;
  const partsId = `parts-${person.id}`;
  return (
    <li>
      <button
        type="button"
        className="row score-row"
        aria-expanded={props.open}
        aria-controls={props.open ? partsId : undefined}
        onClick={props.onToggle}
      >
        <span className="score-place">{props.place ?? '—'}</span>
        <span className="row-main">
          <PersonName id={person.id} name={person.displayName} />
        </span>
        {difference !== null && Math.abs(difference) >= 0.05 && (
          <span className={`change ${difference > 0 ? 'better' : 'worse'}`}>
            <span aria-hidden="true">{difference > 0 ? '▲ ' : '▼ '}</span>
            {difference > 0 ? '+' : '−'}
            {showNumber(Math.abs(difference), 1)}
            <span className="unseen"> {t('reports.sinceBefore')}</span>
          </span>
        )}
        <ScoreBar score={score} />
        {props.open ? <UpIcon /> : <DownIcon />}
      </button>
      {props.open && (
        <div id={partsId}>
          <ScoreParts parts={parts} metrics={metrics} listOf={props.listOf} />
        </div>
      )}
    </li>
  );
}
