import type { ProjectView } from '@ticketing/contracts/views.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

/** The one bar of a project: its name, its views, and what the view adds. */
export function ProjectBar({ project, children }: { project: ProjectView; children?: ReactNode }) {
  const { t } = useTranslation();
  const base = `/projects/${project.key}`;
  return (
    <header className="project-bar">
      <h1 title={project.name}>
        <span className="key">{project.key}</span> <span className="project-name">{project.name}</span>
      </h1>
      <nav className="views" aria-label={t('nav.project')}>
        <NavLink to={base} end>
          {t('nav.board')}
        </NavLink>
        <NavLink to={`${base}/archive`}>{t('nav.archive')}</NavLink>
        <NavLink to={`${base}/settings`}>{t('nav.settings')}</NavLink>
      </nav>
      <div className="bar-tools">{children}</div>
    </header>
  );
}
