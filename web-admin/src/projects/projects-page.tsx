import { useQuery } from '@tanstack/react-query';
import { getPipelineWidget } from '@ticketing/contracts/endpoints/dashboard.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useArchivedProjects, useProjects } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useAddress } from '@ticketing/web-kit/use-address.ts';
import Button from 'antd/es/button';
import Input, { type InputRef } from 'antd/es/input/Input';
import { Suspense, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon, SearchIcon } from '../icons.tsx';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { useKeys } from '../shell/keys.ts';
import { lazyPage } from '../shell/lazy-page.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { recentProjects } from '../shell/recent-projects.ts';
import { type OpenTickets, openTickets, ProjectRow } from './project-row.tsx';

const NewProjectDialog = lazyPage(() => import('./new-project-dialog.tsx'));
/** From this many projects on, those that were opened lately stand first. */
const RECENT_FROM = 8;
const RECENT_SHOWN = 4;

/** Every project that one may see, with what is open in it. */
export default function ProjectsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { api } = useKit();
  const [params, setParams] = useAddress();
  const { data: projects, error, refetch } = useProjects();
  const archivedShown = params.get('archived') === 'yes';
  const archived = useArchivedProjects(archivedShown);
  const [creating, setCreating] = useState(false);
  const search = useRef<InputRef>(null);
  const q = params.get('q') ?? '';
  const words = useDeferredValue(q.trim().toLocaleLowerCase());
  const mayCreate = me.staff || me.superuser;
  const pipeline = useQuery({
    queryKey: ['pipeline', 'all'],
    queryFn: ({ signal }) => api.call(getPipelineWidget, { query: {}, signal }),
  });
  const counts = useMemo(() => openTickets(pipeline.data?.items ?? []), [pipeline.data]);
  usePageTitle(t('nav.projects'));
  useKeys({ '/': () => search.current?.focus() });

  const set = (name: string, value: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const matching = (list: readonly ProjectView[] | undefined) =>
    list?.filter(({ key, name, description }) =>
      `${key} ${name} ${description}`.toLocaleLowerCase().includes(words),
    ) ?? [];
  const found = matching(projects);
  const latest = recentProjects(me.id);
  const recent =
    words === '' && (projects?.length ?? 0) >= RECENT_FROM
      ? latest.flatMap((key) => projects?.find((project) => project.key === key) ?? []).slice(0, RECENT_SHOWN)
      : [];

  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.projects')}</h1>
        {projects !== undefined && projects.length > 0 && (
          <Input
            ref={search}
            className="search"
            prefix={<SearchIcon />}
            placeholder={t('projects.search')}
            aria-label={t('projects.search')}
            allowClear
            value={q}
            onChange={(event) => set('q', event.target.value)}
            suffix={q === '' ? <kbd>/</kbd> : <span />}
          />
        )}
        {mayCreate && (
          <Button type="primary" icon={<PlusIcon />} onClick={() => setCreating(true)}>
            {t('projects.create')}
          </Button>
        )}
      </header>
      {projects === undefined && error === null && <ListSkeleton />}
      {projects === undefined && error !== null && <Failed error={error} retry={() => void refetch()} />}
      {projects?.length === 0 && !archivedShown && (
        <EmptyState
          title={t('projects.empty')}
          text={t(mayCreate ? 'projects.emptyText' : 'projects.emptyDenied')}
        >
          {mayCreate && (
            <Button type="primary" onClick={() => setCreating(true)}>
              {t('projects.create')}
            </Button>
          )}
        </EmptyState>
      )}
      {recent.length > 0 && (
        <ProjectList title={t('projects.recent')} projects={recent} counts={counts} id="recent" />
      )}
      {found.length > 0 && (
        <ProjectList
          {...(recent.length > 0 ? { title: t('projects.all') } : {})}
          projects={found}
          counts={counts}
          id="all"
        />
      )}
      {words !== '' && found.length === 0 && <p className="muted">{t('projects.noMatch')}</p>}
      {archivedShown && archived.data === undefined && !archived.error && <ListSkeleton rows={2} />}
      {archivedShown && archived.data !== undefined && (
        <ProjectList
          title={t('projects.archived')}
          projects={matching(archived.data)}
          counts={counts}
          id="archived"
          none={t('projects.noArchived')}
        />
      )}
      {projects !== undefined && (
        <p className="projects-more">
          <Button type="link" size="small" onClick={() => set('archived', archivedShown ? '' : 'yes')}>
            {t(archivedShown ? 'projects.hideArchived' : 'projects.showArchived')}
          </Button>
        </p>
      )}
      <Suspense fallback={null}>
        {creating && <NewProjectDialog onClose={() => setCreating(false)} />}
      </Suspense>
    </div>
  );
}

function ProjectList(props: {
  id: string;
  title?: string;
  projects: readonly ProjectView[];
  counts: ReadonlyMap<string, OpenTickets>;
  none?: string;
}) {
  const { projects, counts } = props;
  const titleId = `projects-${props.id}`;
  return (
    <section className="project-list" {...(props.title === undefined ? {} : { 'aria-labelledby': titleId })}>
      {props.title !== undefined && <h2 id={titleId}>{props.title}</h2>}
      {projects.length === 0 && <p className="muted">{props.none}</p>}
      <ul className="rows">
        {projects.map((project) => (
          <ProjectRow key={project.id} project={project} open={counts.get(project.id)} />
        ))}
      </ul>
    </section>
  );
}
