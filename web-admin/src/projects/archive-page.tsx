import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ProjectBar } from '../board/project-bar.tsx';
import { useProject } from '../board/use-project.ts';
import { TicketList } from '../list/ticket-list.tsx';
import { Failed, ListSkeleton, NotFound } from '../shell/empty-states.tsx';
import { usePageTitle } from '../shell/page-title.ts';

/** Tickets that are out of the way: who put them there, when and why; each opens as any other and can be brought back. */
export default function ArchivePage() {
  const { t } = useTranslation();
  const { project, missing, error, retry } = useProject();
  usePageTitle(project === undefined ? undefined : `${t('archive.title')} · ${project.name}`);
  const projects = useMemo(() => (project === undefined ? [] : [project]), [project]);
  if (missing) return <NotFound />;
  if (error) return <Failed error={error} retry={retry} />;
  if (project === undefined) return <ListSkeleton rows={12} />;
  return (
    <TicketList
      key={project.id}
      archived
      projects={projects}
      project={project}
      base={`/projects/${project.key}/archive`}
      bar={(tools) => <ProjectBar project={project}>{tools}</ProjectBar>}
    />
  );
}
