import { attachCompany, detachCompany } from '@ticketing/contracts/endpoints/projects.ts';
import type { CompanyView, ProjectView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useProjects } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Button from 'antd/es/button';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ListSkeleton } from '../shell/empty-states.tsx';
import { useUndoable } from '../shell/use-undoable.ts';
import { SectionFailed } from './section-failed.tsx';

/** The projects that serve the company. Who owns a project lets the company in and out of it. */
export function CompanyProjects({ company, mayManage }: { company: CompanyView; mayManage: boolean }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const me = useMe();
  const { data: projects, error, refetch } = useProjects();
  const { busy, run } = useUndoable(['company', 'companies', 'projects', 'board']);
  const owns = (project: ProjectView) => me.superuser || project.role === 'superadmin';
  const attached = projects?.filter((project) => company.projectIds.includes(project.id));
  const others = projects?.filter((project) => !company.projectIds.includes(project.id) && owns(project));

  const change = (project: ProjectView, into: boolean) => {
    const params = { id: project.id, companyId: company.id };
    const attach = () => api.call(attachCompany, { params });
    const detach = () => api.call(detachCompany, { params });
    void run({
      work: into ? attach : detach,
      undo: into ? detach : attach,
      done: t(into ? 'company.attached' : 'company.detached', { name: project.name }),
    });
  };

  return (
    <section aria-labelledby="company-projects">
      <h2 id="company-projects">{t('nav.projects')}</h2>
      <p className="muted">{t('company.projectsText')}</p>
      {projects === undefined &&
        (error ? <SectionFailed error={error} retry={() => void refetch()} /> : <ListSkeleton rows={2} />)}
      {attached?.length === 0 && <p className="muted">{t('company.noProjects')}</p>}
      <ul className="rows">
        {attached?.map((project) => (
          <li key={project.id} className="row">
            <span className="key">{project.key}</span>
            <span className="row-main">
              <Link to={`/projects/${project.key}`} className="clip">
                {project.name}
              </Link>
            </span>
            {owns(project) && (
              <Button
                type="text"
                size="small"
                disabled={busy}
                aria-label={`${t('settings.remove')}: ${project.name}`}
                onClick={() => change(project, false)}
              >
                {t('settings.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayManage && others !== undefined && others.length > 0 && (
        <div className="add-line">
          <Select
            className="picker"
            aria-label={t('company.attachProject')}
            placeholder={t('company.attachProject')}
            value={null}
            disabled={busy}
            showSearch={{ optionFilterProp: 'label' }}
            options={others.map((project) => ({
              value: project.id,
              label: `${project.key} · ${project.name}`,
            }))}
            onChange={(id: string | null) => {
              const project = others.find((each) => each.id === id);
              if (project) change(project, true);
            }}
          />
        </div>
      )}
    </section>
  );
}
