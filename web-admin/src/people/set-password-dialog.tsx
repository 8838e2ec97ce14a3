import { changePassword } from '@ticketing/contracts/endpoints/users.ts';
import type { UserView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, FormDialog } from '../shell/form-dialog.tsx';
import { PasswordInput } from '../shell/password-input.tsx';
import { useToast } from '../shell/toasts.tsx';
import { PASSWORD_LENGTH } from '../sign-in/password-length.ts';

/** A new password for somebody else. It ends every session of theirs. */
export default function SetPasswordDialog({ person, onClose }: { person: UserView; onClose: () => void }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const toast = useToast();
  const [password, setPassword] = useState('');
  const save = async () => {
    await api.call(changePassword, { params: { id: person.id }, body: { password } });
    onClose();
    toast({ text: t('people.passwordSet', { name: person.displayName }) });
  };
  return (
    <FormDialog
      title={t('people.passwordTitle', { name: person.displayName })}
      save={t('people.setPassword')}
      onClose={onClose}
      onSave={save}
      ready={password.length >= PASSWORD_LENGTH}
    >
      <p className="muted dialog-text">{t('people.passwordText')}</p>
      <Field
        id="new-password"
        label={t('signIn.newPassword')}
        hint={t('signIn.passwordHint', { count: PASSWORD_LENGTH })}
      >
        <PasswordInput
          id="new-password"
          autoFocus
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
        />
      </Field>
    </FormDialog>
  );
}
