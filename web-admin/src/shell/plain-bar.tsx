import { useProjects } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Button from 'antd/es/button';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon } from '../icons.tsx';
import { useNewTicket } from './new-ticket.tsx';
import { mayOpenIn } from './rights.ts';

/** The one bar of a page that belongs to no project: its title, what the page adds, and a new ticket. */
export function PlainBar({ title, children }: { title: string; children?: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const open = useNewTicket();
  const { data: projects } = useProjects();
  return (
    <header className="project-bar">
      <h1>{title}</h1>
      <div className="bar-tools">
        {children}
        {projects?.some((project) => mayOpenIn(me, project)) && (
          <Button type="primary" icon={<PlusIcon />} title={t('board.newHint')} onClick={() => open()}>
            {t('board.new')}
          </Button>
        )}
      </div>
    </header>
  );
}
