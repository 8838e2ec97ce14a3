import type { ProjectView } from '@ticketing/contracts/views.ts';
import { useProjects } from '@ticketing/web-kit/lists.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { ProjectBar } from '../board/project-bar.tsx';
import { useProject } from '../board/use-project.ts';
import { Failed, ListSkeleton, NotFound } from '../shell/empty-states.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { PlainBar } from '../shell/plain-bar.tsx';
import { TicketList } from './ticket-list.tsx';

/** A project's tickets as a table. */
export function ProjectListPage() {
  const { t } = useTranslation();
  const { project, missing, error, retry } = useProject();
  usePageTitle(project === undefined ? undefined : `${t('nav.list')} · ${project.name}`);
  const projects = useMemo(() => (project === undefined ? [] : [project]), [project]);
  if (missing) return <NotFound />;
  if (error) return <Failed error={error} retry={retry} />;
  if (project === undefined) return <ListSkeleton rows={12} />;
  return (
    <TicketList
      key={project.id}
      projects={projects}
      base={`/projects/${project.key}/list`}
      project={project}
      bar={(tools) => <ProjectBar project={project}>{tools}</ProjectBar>}
    />
  );
}

/** The tickets of all projects that the person may see. */
export function AllTicketsPage() {
  const { t } = useTranslation();
  const { ticketKey } = useParams();
  const { data: projects, error, refetch } = useProjects();
  usePageTitle(t('nav.tickets'));
  if (projects === undefined) {
    return error ? <Failed error={error} retry={() => void refetch()} /> : <ListSkeleton rows={12} />;
  }
  return (
    <TicketList
      projects={projects}
      base="/all"
      project={projectOf(projects, ticketKey)}
      bar={(tools) => <PlainBar title={t('nav.tickets')}>{tools}</PlainBar>}
    />
  );
}

/** The project that a key (`OPS-12`) belongs to. */
function projectOf(projects: readonly ProjectView[], ticketKey: string | undefined): ProjectView | undefined {
  const key = ticketKey?.slice(0, ticketKey.lastIndexOf('-'));
  return projects.find((project) => project.key === key);
}
