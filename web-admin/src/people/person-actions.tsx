import {
  deactivateUser,
  grantSuperuser,
  reactivateUser,
  revokeSuperuser,
} from '@ticketing/contracts/endpoints/users.ts';
import type { UserView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import Button from 'antd/es/button';
import Dropdown from 'antd/es/dropdown';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MoreIcon } from '../icons.tsx';
import { useUndoable } from '../shell/use-undoable.ts';

const EditPersonDialog = lazyPart(() => import('./edit-person-dialog.tsx'));
const SetPasswordDialog = lazyPart(() => import('./set-password-dialog.tsx'));
const ConfirmDialog = lazyPart(() => import('../shell/confirm-dialog.tsx'));

type Open = 'edit' | 'password' | 'deactivate' | 'grant' | undefined;

/** What a superuser does about the account of somebody else. What has consequences says them before, and can be taken back after. */
export function PersonActions({ person }: { person: UserView }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const [open, setOpen] = useState<Open>();
  const { busy, run } = useUndoable(['person', 'people', 'me']);
  const params = { id: person.id };
  const name = person.displayName;
  const close = () => setOpen(undefined);
  const changes = {
    deactivate: () => api.call(deactivateUser, { params }),
    reactivate: () => api.call(reactivateUser, { params }),
    grant: () => api.call(grantSuperuser, { params }),
    revoke: () => api.call(revokeSuperuser, { params }),
  };
  const change = (work: keyof typeof changes, undo: keyof typeof changes) =>
    run({ work: changes[work], undo: changes[undo], done: t(`people.done.${work}`, { name }) });

  const items = [
    { key: 'password', label: t('people.setPassword') },
    person.superuser
      ? { key: 'revoke', label: t('people.revokeSuperuser') }
      : { key: 'grant', label: t('people.grantSuperuser') },
    person.active
      ? { key: 'deactivate', label: t('people.deactivate'), danger: true }
      : { key: 'reactivate', label: t('people.reactivate') },
  ];
  const choose = (key: string) => {
    if (key === 'password' || key === 'deactivate' || key === 'grant') setOpen(key);
    if (key === 'revoke') void change('revoke', 'grant');
    if (key === 'reactivate') void change('reactivate', 'deactivate');
  };

  return (
    <div className="person-actions">
      <Button onClick={() => setOpen('edit')}>{t('ticket.edit')}</Button>
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => choose(key) }}>
        <Button icon={<MoreIcon />} aria-label={t('people.more')} loading={busy} />
      </Dropdown>
      <Suspense fallback={null}>
        {open === 'edit' && <EditPersonDialog person={person} onClose={close} />}
        {open === 'password' && <SetPasswordDialog person={person} onClose={close} />}
        {open === 'deactivate' && (
          <ConfirmDialog
            title={t('people.deactivateTitle', { name })}
            text={t('people.deactivateText')}
            confirm={t('people.deactivate')}
            harm
            onClose={close}
            onConfirm={() => void change('deactivate', 'reactivate')}
          />
        )}
        {open === 'grant' && (
          <ConfirmDialog
            title={t('people.grantTitle', { name })}
            text={t('people.grantText')}
            confirm={t('people.grantSuperuser')}
            onClose={close}
            onConfirm={() => void change('grant', 'revoke')}
          />
        )}
      </Suspense>
    </div>
  );
}
