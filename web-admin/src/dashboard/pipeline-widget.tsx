import { getPipelineWidget } from '@ticketing/contracts/endpoints/dashboard.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CategoryRing } from '../icons.tsx';
import { useWidget } from './use-dashboard.ts';
import { WidgetState } from './widget-state.tsx';

/** Where the tickets of each project stand. */
export function PipelineWidget({ companyId }: { companyId: string | undefined }) {
  const { t } = useTranslation();
  const query = useWidget('pipeline', companyId, (api, asked, signal) =>
    api.call(getPipelineWidget, { query: asked, signal }),
  );
  return (
    <WidgetState query={query} isEmpty={({ items }) => items.length === 0} empty={t('list.empty')}>
      {({ items }) => (
        <ul className="pipeline">
          {items.map((project) => (
            <li key={project.projectId}>
              <Link to={`/projects/${project.projectKey}`} className="pipeline-project clip">
                <span className="key">{project.projectKey}</span> {project.projectName}
              </Link>
              <ul className="pipeline-columns">
                {project.columns.map((column) => {
                  const filters = new URLSearchParams({ columnId: column.id });
                  if (companyId !== undefined) filters.set('companyId', companyId);
                  return (
                    <li key={column.id} style={{ flexGrow: Math.max(1, Math.sqrt(column.tickets)) }}>
                      <Link to={`/projects/${project.projectKey}/list?${filters}`}>
                        <span className="with-icon">
                          <CategoryRing category={column.category} colour={column.colour} />
                          <span className="clip muted">{column.name}</span>
                        </span>
                        <strong>{column.tickets}</strong>
                      </Link>
                    </li>
                  );
                })}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </WidgetState>
  );
}
