import { useMe } from '@ticketing/web-kit/session.tsx';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ProjectBar } from '../board/project-bar.tsx';
import { useProject } from '../board/use-project.ts';
import { useCurrentInSight } from '../shell/current-in-sight.ts';
import { Failed, ListSkeleton, NotFound } from '../shell/empty-states.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { ProjectColumns } from './project-columns.tsx';
import { ProjectCompanies } from './project-companies.tsx';
import { ProjectContacts } from './project-contacts.tsx';
import { ProjectGeneral } from './project-general.tsx';
import { ProjectPolicies } from './project-policies.tsx';
import { ProjectRoles } from './project-roles.tsx';
import { ProjectTags } from './project-tags.tsx';
import type { SettingsProps } from './settings-props.ts';
import { useLiveProject } from './use-live-project.ts';
import './project-settings.css';

const parts = {
  general: ProjectGeneral,
  columns: ProjectColumns,
  tags: ProjectTags,
  roles: ProjectRoles,
  companies: ProjectCompanies,
  contacts: ProjectContacts,
  policies: ProjectPolicies,
} as const satisfies Record<string, ComponentType<SettingsProps>>;
type Part = keyof typeof parts;
const isPart = (text: string): text is Part => Object.hasOwn(parts, text);

/** Who works here, for whom, and how the board is made. Only the project's owners change it. */
export default function ProjectSettingsPage() {
  const { t } = useTranslation();
  const { tab = 'general' } = useParams();
  const { project, missing, error, retry } = useProject();
  const me = useMe();
  const here = useCurrentInSight<HTMLElement>(project && `${tab} ${project.id}`);
  useLiveProject(project?.id);
  usePageTitle(project === undefined ? undefined : t('settings.title', { name: project.name }));
  if (missing) return <NotFound />;
  if (error) return <Failed error={error} retry={retry} />;
  if (project === undefined) return <ListSkeleton />;
  const owner = project.role === 'superadmin' || me.superuser;
  const seesPeople = owner || project.role === 'admin' || project.role === 'manager';
  const offered = (Object.keys(parts) as Part[]).filter((part) =>
    part === 'roles' || part === 'contacts' ? seesPeople : part !== 'policies' || project.role || owner,
  );
  if (!isPart(tab) || !offered.includes(tab)) return <NotFound />;
  const Shown = parts[tab];
  const mayChange = (owner || (tab === 'contacts' && project.role === 'admin')) && !project.archived;
  return (
    <div className="board-page">
      <ProjectBar project={project} />
      <div className="settings-page">
        <nav ref={here} className="settings-tabs" aria-label={t('nav.settings')}>
          {offered.map((part) => (
            <Link
              key={part}
              to={`/projects/${project.key}/settings/${part}`}
              className={part === tab ? 'settings-tab active' : 'settings-tab'}
              aria-current={part === tab ? 'page' : undefined}
            >
              {t(`settings.tab.${part}`)}
            </Link>
          ))}
        </nav>
        <div className="settings-part">
          {!mayChange && (
            <p className="settings-note">
              {t(project.archived ? 'settings.readOnlyArchived' : 'settings.readOnlyRole')}
            </p>
          )}
          <Shown key={project.id} project={project} mayChange={mayChange} />
        </div>
      </div>
    </div>
  );
}
