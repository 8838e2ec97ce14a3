import { useProjects } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ChoiceList } from './choice-list.tsx';
import { recentFirst, recentProjects } from './recent-projects.ts';

/** Finds another project by key or name; those opened last come first. Leads to the same view of it. */
export function ProjectSwitcher(props: { current: string; view: string; close: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { data: projects } = useProjects();
  const choices = useMemo(
    () =>
      recentFirst(projects ?? [], recentProjects(me.id)).map((project) => ({
        id: project.key,
        name: `${project.key} ${project.name}`,
        face: (
          <>
            <span className="key">{project.key}</span> {project.name}
          </>
        ),
      })),
    [projects, me.id],
  );
  return (
    <ChoiceList
      label={t('nav.switchProject')}
      placeholder={t('nav.findProject')}
      empty={t('nav.noProject')}
      choices={choices}
      chosen={[props.current]}
      onChoose={(key) => {
        props.close();
        void navigate(`/projects/${key}${props.view}`);
      }}
    />
  );
}
