import { changeScoring } from '@ticketing/contracts/endpoints/report-commands.ts';
import { Metric } from '@ticketing/contracts/kinds.ts';
import type { ScoredMetric } from '@ticketing/contracts/report-views.ts';
import { defaultScoring } from '@ticketing/contracts/scoring.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { useOutletContext } from 'react-router';
import { Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { useToast } from '../shell/toasts.tsx';
import { useAction } from '../shell/use-action.ts';
import { chosenProject } from './chosen-project.ts';
import { useScoring } from './figures.ts';
import { PeriodFilter, ProjectFilter, ReportFilters } from './report-filters.tsx';
import type { ReportContext } from './reports-layout.tsx';
import { draftOf, faultsOf, isSame, keptDraft, type ScoringDraft, scoringOf } from './scoring-draft.ts';
import { ScoringPreview } from './scoring-preview.tsx';
import { ScoringRow } from './scoring-row.tsx';

/** How a project's scores are made; its owners change it, and see at once what would become of everybody's score. */
export default function ScoringPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { address } = useOutletContext<ReportContext>();
  const project = chosenProject(address);
  const scoring = useScoring(project?.id);
  if (project === undefined) return null;
  const mayChange = (project.role === 'superadmin' || me.superuser) && !project.archived;
  return (
    <div className="report">
      <ReportFilters>
        <ProjectFilter address={address} all={false} value={project.key} />
        <PeriodFilter address={address} compared={false} />
      </ReportFilters>
      <div className="scoring-words">
        <p>{t('reports.scoringText')}</p>
        {!mayChange && (
          <p className="report-note">
            {t(project.archived ? 'settings.readOnlyArchived' : 'reports.scoringReadOnly')}
          </p>
        )}
      </div>
      {scoring.data === undefined &&
        (scoring.error ? (
          <Failed error={scoring.error} retry={() => void scoring.refetch()} />
        ) : (
          <ListSkeleton />
        ))}
      {scoring.data !== undefined && (
        <ScoringEditor
          // Another project, or what somebody else has saved meanwhile, begins anew.
          key={`${project.id} ${JSON.stringify(scoring.data.metrics)}`}
          projectId={project.id}
          saved={scoring.data.metrics}
          isDefault={scoring.data.isDefault}
          mayChange={mayChange}
          days={address.days}
        />
      )}
    </div>
  );
}

function ScoringEditor(props: {
  projectId: string;
  saved: readonly ScoredMetric[];
  isDefault: boolean;
  mayChange: boolean;
  days: ReportContext['address']['days'];
}) {
  const { t } = useTranslation();
  const { api } = useKit();
  const toast = useToast();
  const { projectId, saved, isDefault, mayChange } = props;
  const { busy, run } = useAction(['scoring', 'scoreboard']);
  const me = useMe();
  const kept = useDraft(me.id, `scoring.${projectId}`);
  const draft = (mayChange ? keptDraft(kept.text) : undefined) ?? draftOf(saved);
  const setDraft = (next: ScoringDraft) =>
    kept.write(isSame(next, draftOf(saved)) && faultsOf(next).length === 0 ? '' : JSON.stringify(next));
  const weights = Metric.options.reduce((sum, metric) => sum + draft[metric].weight, 0);
  const faults = faultsOf(draft);
  const changed = !isSame(draft, draftOf(saved));

  const send = (metrics: readonly ScoredMetric[]) =>
    run(() => api.call(changeScoring, { params: { id: projectId }, body: { metrics: [...metrics] } }));
  const save = async (metrics: readonly ScoredMetric[]) => {
    const before = isDefault ? [] : saved;
    if (!(await send(metrics))) return;
    kept.write('');
    toast({
      text: t('reports.scoringSaved'),
      action: { label: t('board.undo'), run: () => void send(before) },
    });
  };

  return (
    <div className="scoring">
      <section aria-labelledby="scoring-title">
        <h2 id="scoring-title">{t('reports.scoringTitle')}</h2>
        <ul className="scoring-rows">
          {Metric.options.map((metric) => (
            <ScoringRow
              key={metric}
              metric={metric}
              draft={draft}
              weights={weights}
              mayChange={mayChange}
              onChange={(part) => setDraft({ ...draft, [metric]: { ...draft[metric], ...part } })}
            />
          ))}
        </ul>
        {faults.includes('no_weight') && (
          <p className="problem" role="alert">
            {t('reports.fault.no_weight')}
          </p>
        )}
        {mayChange && (
          <div className="form-actions">
            <Button
              type="primary"
              loading={busy}
              disabled={!changed || faults.length > 0}
              onClick={() => void save(scoringOf(draft))}
            >
              {t('reports.scoringSave')}
            </Button>
            <Button disabled={!changed || busy} onClick={() => kept.write('')}>
              {t('reports.scoringDiscard')}
            </Button>
            {!isDefault && (
              <Button type="text" disabled={busy} onClick={() => void save([])}>
                {t('reports.scoringDefault')}
              </Button>
            )}
          </div>
        )}
        {mayChange && changed && <p className="hint">{t('reports.scoringUnsaved')}</p>}
        {isDefault && saved.length === defaultScoring.length && (
          <p className="hint">{t('reports.scoringIsDefault')}</p>
        )}
      </section>
      <ScoringPreview
        projectId={projectId}
        days={props.days}
        scoring={faults.length === 0 ? scoringOf(draft) : undefined}
      />
    </div>
  );
}
