import { changeProfile } from '@ticketing/contracts/endpoints/users.ts';
import type { UserView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, FormDialog } from '../shell/form-dialog.tsx';
import { useToast } from '../shell/toasts.tsx';

/** Name and address of a person. The user name stays: it is what they sign in with. */
export default function EditPersonDialog({ person, onClose }: { person: UserView; onClose: () => void }) {
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const toast = useToast();
  const [displayName, setDisplayName] = useState(person.displayName);
  const [email, setEmail] = useState(person.email ?? '');
  const send = async (body: { displayName: string; email: string | null }) => {
    await api.call(changeProfile, { params: { id: person.id }, body });
    const stale = ['person', 'people', 'me', 'board'];
    await Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  };
  const save = async () => {
    await send({ displayName: displayName.trim(), email: email.trim() === '' ? null : email.trim() });
    onClose();
    toast({
      text: t('settings.saved'),
      action: {
        label: t('board.undo'),
        run: () => void send({ displayName: person.displayName, email: person.email }),
      },
    });
  };
  return (
    <FormDialog
      title={t('people.editTitle', { name: person.displayName })}
      save={t('ticket.save')}
      onClose={onClose}
      onSave={save}
      ready={displayName.trim() !== ''}
    >
      <Field id="person-name" label={t('people.displayName')}>
        <Input
          id="person-name"
          autoFocus
          maxLength={120}
          value={displayName}
          onChange={(event) => setDisplayName(event.target.value)}
        />
      </Field>
      <Field id="person-email" label={t('people.email')} hint={t('people.emailHint')}>
        <Input
          id="person-email"
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
