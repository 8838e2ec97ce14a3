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

/** A ticket that waited and was refused, to be put right. */
export type RefusedTicket = {
  readonly commandId: string;
  /** The form that it was written in. */
  readonly draft: string;
};

type OpenDialog = (start?: NewTicketStart, refused?: RefusedTicket) => void;

const NewTicketContext = createContext<OpenDialog>(() => undefined);

/** Opens the dialog for a new ticket from anywhere: `open({ projectId })`. */
export const useNewTicket = () => useContext(NewTicketContext);

/** Gives every page the dialog for a new ticket, on `C` too; a page of a project begins with that project. */
export function NewTicketProvider({ children }: { children: ReactNode }) {
  const me = useMe();
  const { data: projects } = useProjects();
  const { pathname } = useLocation();
  const [shown, setShown] = useState<{ start: NewTicketStart; refused: RefusedTicket | undefined } | null>(
    null,
  );
  const key = /^\/projects\/([^/]+)/.exec(pathname)?.[1]?.toUpperCase();
  const here = projects?.find((project) => project.key === key)?.id;

  const open = useCallback<OpenDialog>(
    (given = {}, refused) => {
      const start = here === undefined || refused !== undefined ? given : { projectId: here, ...given };
      setShown({ start, refused });
    },
    [here],
  );
  const mayOpen = projects?.some((project) => mayOpenIn(me, project)) ?? false;
  useKeys({ c: () => (mayOpen ? open() : false) });

  return (
    <NewTicketContext value={open}>
      {children}
      <Suspense fallback={null}>
        {shown !== null && (
          <NewTicketDialog
            key={shown.refused?.commandId ?? 'new'}
            {...shown}
            onClose={() => setShown(null)}
          />
        )}
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
