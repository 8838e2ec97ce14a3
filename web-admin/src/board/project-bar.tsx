import type { ProjectView } from '@ticketing/contracts/views.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router';

/** The one bar of a project: its name, its views, and what the view adds. */
export function ProjectBar({ project, children }: { project: ProjectView; children?: ReactNode }) {
  const { t } = useTranslation();
  const base = `/projects/${project.key}`;
  const { pathname } = useLocation();
  // A ticket that lies over the board leaves the board the page that one is on.
  const onBoard = pathname === base || pathname.startsWith(`${base}/tickets/`);
  return (
    <header className="project-bar">
      <h1 title={project.name}>
        <span className="key">{project.key}</span> <span className="project-name">{project.name}</span>
      </h1>
      <nav className="views" aria-label={t('nav.project')}>
        <Link to={base} className={onBoard ? 'active' : ''} aria-current={onBoard ? 'page' : undefined}>
          {t('nav.board')}
        </Link>
        <NavLink to={`${base}/archive`}>{t('nav.archive')}</NavLink>
        <NavLink to={`${base}/settings`}>{t('nav.settings')}</NavLink>
      </nav>
      <div className="bar-tools">{children}</div>
    </header>
  );
}
