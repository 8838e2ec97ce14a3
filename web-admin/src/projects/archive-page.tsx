import { useTickets } from '@ticketing/web-kit/lists.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import Input, { type InputRef } from 'antd/es/input';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet } from 'react-router';
import { ProjectBar } from '../board/project-bar.tsx';
import { useProject } from '../board/use-project.ts';
import { SearchIcon, TypeIcon } from '../icons.tsx';
import { EmptyState, Failed, ListSkeleton, NotFound } from '../shell/empty-states.tsx';
import { useKeys } from '../shell/keys.ts';
import { usePageTitle } from '../shell/page-title.ts';
import type { DrawerContext } from '../ticket/drawer-context.ts';

/** Tickets that are out of the way; each opens as any other and can be brought back. */
export default function ArchivePage() {
  const { t } = useTranslation();
  const { project, missing, error: projectError, retry } = useProject();
  const [q, setQ] = useState('');
  const words = useDeferredValue(q.trim());
  const search = useRef<InputRef>(null);
  const found = useTickets(
    { archived: 'true', q: words, ...(project === undefined ? {} : { projectId: project.id }) },
    project !== undefined,
  );
  usePageTitle(project === undefined ? undefined : `${t('archive.title')} · ${project.name}`);
  useKeys({ '/': () => search.current?.focus() });
  const tickets = useMemo(() => found.data?.pages.flatMap((page) => page.items), [found.data]);

  if (missing) return <NotFound />;
  if (projectError) return <Failed error={projectError} retry={retry} />;
  if (project === undefined) return <ListSkeleton />;

  const base = `/projects/${project.key}/archive`;
  const context: DrawerContext = { project, board: undefined, base, order: tickets ?? [] };
  return (
    <div className="board-page">
      <ProjectBar project={project}>
        <Input
          ref={search}
          className="search"
          prefix={<SearchIcon />}
          placeholder={t('archive.search')}
          aria-label={t('archive.search')}
          allowClear
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
      </ProjectBar>
      <div className="page">
        {tickets === undefined && found.error !== null && (
          <Failed error={found.error} retry={() => void found.refetch()} />
        )}
        {tickets === undefined && found.error === null && <ListSkeleton />}
        {tickets?.length === 0 &&
          (words === '' ? (
            <EmptyState title={t('archive.empty')} text={t('archive.emptyText')} />
          ) : (
            <p className="muted">{t('archive.noMatch')}</p>
          ))}
        {tickets !== undefined && tickets.length > 0 && (
          <ul className="rows">
            {tickets.map((ticket) => (
              <li key={ticket.id}>
                <Link className="row" to={`${base}/tickets/${ticket.key}`} data-ticket={ticket.key}>
                  <span className="type-icon" title={t(`type.${ticket.type}`)}>
                    <TypeIcon type={ticket.type} />
                  </span>
                  <span className="key">{ticket.key}</span>
                  <span className="row-main clip">{ticket.title}</span>
                  <span className="muted">
                    <When at={ticket.changedAt} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
        {found.hasNextPage && (
          <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('state.more')}
          </Button>
        )}
      </div>
      <Outlet context={context} />
    </div>
  );
}
