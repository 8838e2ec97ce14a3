import type { ProjectView } from '@ticketing/contracts/views.ts';
import { useProjects } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { createContext, type ReactNode, Suspense, useCallback, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { PlusIcon } from '../icons.tsx';
import { Button } from './button.tsx';
import { useKeys } from './keys.ts';
import { lazyPage } from './lazy-page.tsx';
import { mayOpenIn } from './rights.ts';

const NewTicketDialog = lazyPage(() => import('../ticket/new-ticket-dialog.tsx'));

/** What is filled in already when the dialog opens. */
export type NewTicketStart = {
  readonly projectId?: string;
  readonly companyId?: string;
  readonly columnId?: string;
  readonly dueDate?: string;
  readonly title?: string;
};

const NewTicketContext = createContext<(start?: NewTicketStart) => void>(() => undefined);

/** Opens the dialog for a new ticket from anywhere: `open({ projectId })`. */
export const useNewTicket = () => useContext(NewTicketContext);

/** Gives every page the dialog for a new ticket, on `C` too; a page of a project begins with that project. */
export function NewTicketProvider({ children }: { children: ReactNode }) {
  const me = useMe();
  const { data: projects } = useProjects();
  const { pathname } = useLocation();
  const [start, setStart] = useState<NewTicketStart | null>(null);
  const key = /^\/projects\/([^/]+)/.exec(pathname)?.[1]?.toUpperCase();
  const here = projects?.find((project) => project.key === key)?.id;

  const open = useCallback(
    (given: NewTicketStart = {}) => setStart(here === undefined ? given : { projectId: here, ...given }),
    [here],
  );
  const mayOpen = projects?.some((project) => mayOpenIn(me, project)) ?? false;
  useKeys({ c: () => (mayOpen ? open() : false) });

  return (
    <NewTicketContext value={open}>
      {children}
      <Suspense fallback={null}>
        {start !== null && <NewTicketDialog start={start} onClose={() => setStart(null)} />}
      </Suspense>
    </NewTicketContext>
  );
}

/** `+ New`, for whoever may open tickets in the project. */
export function NewTicketButton({ project }: { project: ProjectView }) {
  const { t } = useTranslation();
  const me = useMe();
  const open = useNewTicket();
  if (!mayOpenIn(me, project)) return null;
  return (
    <Button
      kind="primary"
      icon={<PlusIcon />}
      title={t('board.newHint')}
      onClick={() => open({ projectId: project.id })}
    >
      {t('board.new')}
    </Button>
  );
}
