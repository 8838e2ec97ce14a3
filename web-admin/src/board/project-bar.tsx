import type { ProjectView } from '@ticketing/contracts/views.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { DownIcon } from '../icons.tsx';
import { useCurrentInSight } from '../shell/current-in-sight.ts';
import { NewTicketButton } from '../shell/new-ticket.tsx';
import { Popover } from '../shell/popover.tsx';
import { ProjectSwitcher } from '../shell/project-switcher.tsx';
import { useRecentProject } from '../shell/recent-projects.ts';

/** Views of a project, with their addresses behind the project's own. */
const views = [
  ['board', ''],
  ['list', '/list'],
  ['calendar', '/calendar'],
  ['deadlines', '/deadlines'],
  ['archive', '/archive'],
  ['settings', '/settings'],
] as const;

/** The one bar of a project: its name, its views, what the view adds, and a new ticket. */
export function ProjectBar(props: {
  project: ProjectView;
  /** False where nothing may be opened, as in the past; otherwise the person's role decides. */
  mayOpen?: boolean;
  children?: ReactNode;
}) {
  const { project, children } = props;
  const { t } = useTranslation();
  const me = useMe();
  const base = `/projects/${project.key}`;
  const { pathname } = useLocation();
  useRecentProject(me.id, project.key);
  // A ticket that lies over a view leaves that view the page that one is on.
  const rest = pathname.slice(base.length).replace(/\/tickets\/[^/]+$/, '');
  const current = views.find(([, path]) => path !== '' && rest.startsWith(path)) ?? views[0];
  const strip = useCurrentInSight<HTMLElement>(current[0]);
  return (
    <header className="project-bar">
      <h1>
        <Popover
          className="project-switch"
          title={project.name}
          panelLabel={t('nav.switchProject')}
          face={
            <>
              <span className="key">{project.key}</span> <span className="project-name">{project.name}</span>
              <DownIcon />
            </>
          }
        >
          {(close) => <ProjectSwitcher current={project.key} view={current[1]} close={close} />}
        </Popover>
      </h1>
      <nav ref={strip} className="views" aria-label={t('nav.project')}>
        {views.map((view) => (
          <Link
            key={view[0]}
            to={base + view[1]}
            className={view === current ? 'active' : ''}
            aria-current={view === current ? 'page' : undefined}
          >
            {t(`nav.${view[0]}`)}
          </Link>
        ))}
      </nav>
      <div className="bar-tools">
        {children}
        {props.mayOpen !== false && <NewTicketButton project={project} />}
      </div>
    </header>
  );
}
