import type { ScoredMetric, ScoreView } from '@ticketing/contracts/report-views.ts';
import { scoreOf } from '@ticketing/contracts/scoring.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { PersonName } from '../ticket/person-name.tsx';
import { useScoreboard } from './figures.ts';
import { showNumber } from './metric-words.ts';
import type { Days } from './period.ts';
import { ScoreBar } from './score-parts.tsx';

type Previewed = { readonly item: ScoreView; readonly score: number | null };

/** The scoreboard on the real figures of the period, made as the weights stand right now. */
export function ScoringPreview(props: {
  projectId: string;
  days: Days;
  /** Undefined while it has a fault: the last good one stays. */
  scoring: readonly ScoredMetric[] | undefined;
}) {
  const { t } = useTranslation();
  const scores = useScoreboard(props.projectId, props.days);
  const { scoring } = props;
  const items = useMemo((): Previewed[] | undefined => {
    if (scores.data === undefined) return undefined;
    const { from, to } = scores.data;
    const length = (Date.parse(to) - Date.parse(from)) / 86_400_000;
    return scores.data.items
      .map((item) => ({
        item,
        score: scoring === undefined ? item.score : scoreOf(item.metrics, scoring, length).score,
      }))
      .sort((one, other) => (other.score ?? -1) - (one.score ?? -1));
  }, [scores.data, scoring]);
  return (
    <section className="scoring-preview" aria-labelledby="preview-title">
      <h2 id="preview-title">{t('reports.preview')}</h2>
      <p className="muted">{t('reports.previewText')}</p>
      {items === undefined &&
        (scores.error ? (
          <Failed error={scores.error} retry={() => void scores.refetch()} />
        ) : (
          <ListSkeleton rows={4} />
        ))}
      {items?.length === 0 && <EmptyState title={t('reports.empty')} text={t('reports.scoreEmpty')} />}
      <ol className="rows">
        {items?.map(({ item, score }) => (
          <li key={item.person.id} className="row">
            <span className="row-main">
              <PersonName id={item.person.id} name={item.person.displayName} />
            </span>
            <Moved from={item.score} to={score} />
            <ScoreBar score={score} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What the change would do to one person's score. */
function Moved({ from, to }: { from: number | null; to: number | null }) {
  if (from === null || to === null || Math.abs(to - from) < 0.05) return null;
  return (
    <span className="change neutral">
      {to > from ? '+' : '−'}
      {showNumber(Math.abs(to - from), 1)}
    </span>
  );
}
