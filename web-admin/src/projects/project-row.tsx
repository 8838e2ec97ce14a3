import type { getPipelineWidget } from '@ticketing/contracts/endpoints/dashboard.ts';
import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CategoryRing } from '../icons.tsx';

/** Tickets that one sees in a project and that are not done, by what their columns mean. */
export type OpenTickets = { readonly todo: number; readonly in_progress: number };
type Pipeline = ResponseOf<typeof getPipelineWidget>['items'];

export const openTickets = (pipeline: Pipeline): ReadonlyMap<string, OpenTickets> =>
  new Map(
    pipeline.map(({ projectId, columns }) => {
      const sum = (category: string) =>
        columns
          .filter((column) => column.category === category)
          .reduce((total, { tickets }) => total + tickets, 0);
      return [projectId, { todo: sum('todo'), in_progress: sum('in_progress') }];
    }),
  );

export function ProjectRow({ project, open }: { project: ProjectView; open: OpenTickets | undefined }) {
  const { t } = useTranslation();
  return (
    <li>
      <Link className="row" to={`/projects/${project.key}`}>
        <span className="key">{project.key}</span>
        <span className="row-main">
          <strong className="clip">{project.name}</strong>
          {project.description && <span className="muted clip project-about">{project.description}</span>}
        </span>
        {open !== undefined &&
          (['todo', 'in_progress'] as const).map((category) => (
            <span
              key={category}
              className="project-count muted"
              title={t(`projects.${category}`, { count: open[category] })}
            >
              <CategoryRing category={category} colour="currentColor" />
              <span aria-hidden="true">{open[category]}</span>
              <span className="unseen">{t(`projects.${category}`, { count: open[category] })}</span>
            </span>
          ))}
        <span className="muted project-role">{project.role && t(`role.${project.role}`)}</span>
      </Link>
    </li>
  );
}
