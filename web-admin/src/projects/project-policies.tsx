import { useQuery } from '@tanstack/react-query';
import { getServiceTargets } from '@ticketing/contracts/endpoints/reports.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { ArchivingPolicy } from './archiving-policy.tsx';
import { ServiceTargets } from './service-targets.tsx';
import type { SettingsProps } from './settings-props.ts';
import './project-policies.css';

/** When done tickets are archived, and in what time tickets are to be answered and resolved. */
export function ProjectPolicies({ project, mayChange }: SettingsProps) {
  const { t } = useTranslation();
  const { api } = useKit();
  const targets = useQuery({
    queryKey: ['service-targets', project.id],
    queryFn: ({ signal }) => api.call(getServiceTargets, { params: { id: project.id }, signal }),
  });
  return (
    <>
      <section aria-labelledby="settings-archiving">
        <h2 id="settings-archiving">{t('settings.archiving')}</h2>
        <p className="muted">{t('settings.archivingText')}</p>
        <ArchivingPolicy
          // What somebody else sets meanwhile takes the place of what stands here.
          key={String(project.archiveAfterHours)}
          project={project}
          mayChange={mayChange}
        />
      </section>
      <section aria-labelledby="settings-targets">
        <h2 id="settings-targets">{t('settings.targets')}</h2>
        <p className="muted">
          {t('settings.targetsText')}{' '}
          <Link to={`/reports?project=${project.key}&metric=sla_compliance`}>
            {t('settings.targetsReport')}
          </Link>
        </p>
        {targets.data === undefined &&
          (targets.error ? (
            <Failed error={targets.error} retry={() => void targets.refetch()} />
          ) : (
            <ListSkeleton rows={4} />
          ))}
        {targets.data !== undefined && (
          <ServiceTargets
            key={JSON.stringify(targets.data)}
            projectId={project.id}
            saved={targets.data}
            mayChange={mayChange}
          />
        )}
      </section>
    </>
  );
}
