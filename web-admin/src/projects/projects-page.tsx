import { useProjects } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Button from 'antd/es/button';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PlusIcon } from '../icons.tsx';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { usePageTitle } from '../shell/page-title.ts';

const NewProjectDialog = lazy(() => import('./new-project-dialog.tsx'));

export function ProjectsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { data: projects, error, refetch } = useProjects();
  const [creating, setCreating] = useState(false);
  const mayCreate = me.staff || me.superuser;
  usePageTitle(t('nav.projects'));

  const create = mayCreate && (
    <Button type="primary" icon={<PlusIcon />} onClick={() => setCreating(true)}>
      {t('projects.create')}
    </Button>
  );

  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.projects')}</h1>
        {create}
      </header>
      {projects === undefined && error === null && <ListSkeleton />}
      {projects === undefined && error !== null && <Failed error={error} retry={() => void refetch()} />}
      {projects?.length === 0 && (
        <EmptyState
          title={t('projects.empty')}
          text={t(mayCreate ? 'projects.emptyText' : 'projects.emptyDenied')}
        />
      )}
      {projects !== undefined && projects.length > 0 && (
        <ul className="rows">
          {projects.map((project) => (
            <li key={project.id}>
              <Link className="row" to={`/projects/${project.key}`}>
                <span className="key">{project.key}</span>
                <span className="row-main">
                  <strong>{project.name}</strong>
                  {project.description && <span className="muted clip">{project.description}</span>}
                </span>
                {project.role && <span className="muted">{t(`role.${project.role}`)}</span>}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Suspense fallback={null}>
        {creating && <NewProjectDialog onClose={() => setCreating(false)} />}
      </Suspense>
    </div>
  );
}
