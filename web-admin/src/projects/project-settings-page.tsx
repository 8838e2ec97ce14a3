import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTranslation } from 'react-i18next';
import { ProjectBar } from '../board/project-bar.tsx';
import { useProject } from '../board/use-project.ts';
import { Failed, ListSkeleton, NotFound } from '../shell/empty-states.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { ProjectColumns } from './project-columns.tsx';
import { ProjectCompanies } from './project-companies.tsx';
import { ProjectRoles } from './project-roles.tsx';
import { ProjectTags } from './project-tags.tsx';

/** Who works here, for whom, and how the board is made. Only the project's owners change it. */
export default function ProjectSettingsPage() {
  const { t } = useTranslation();
  const { project, missing, error, retry } = useProject();
  const me = useMe();
  usePageTitle(project === undefined ? undefined : t('settings.title', { name: project.name }));
  if (missing) return <NotFound />;
  if (error) return <Failed error={error} retry={retry} />;
  if (project === undefined) return <ListSkeleton />;
  const mayChange = project.role === 'superadmin' || me.superuser;
  const seesRoles = mayChange || project.role === 'admin' || project.role === 'manager';
  return (
    <div className="board-page">
      <ProjectBar project={project} />
      <div className="page settings">
        {seesRoles && <ProjectRoles project={project} mayChange={mayChange} />}
        <ProjectCompanies project={project} mayChange={mayChange} />
        <ProjectColumns project={project} mayChange={mayChange} />
        <ProjectTags project={project} mayChange={mayChange} />
      </div>
    </div>
  );
}
