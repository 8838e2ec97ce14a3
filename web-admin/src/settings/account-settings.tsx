import { changePassword, changeProfile } from '@ticketing/contracts/endpoints/users.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { isApiError, useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Button from 'antd/es/button';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  PersonAddressField,
  type PersonDetails,
  PersonNameField,
  usePersonForm,
} from '../people/person-fields.tsx';
import { Field } from '../shell/form-dialog.tsx';
import { PasswordInput } from '../shell/password-input.tsx';
import { useToast } from '../shell/toasts.tsx';
import { useUndoable } from '../shell/use-undoable.ts';
import { PASSWORD_LENGTH } from '../sign-in/password-length.ts';
import { Sessions } from './sessions.tsx';

/** One's own name, address and password, and where one is signed in. */
export default function AccountSettings() {
  return (
    <div className="settings narrow">
      <Profile />
      <Password />
      <Sessions />
    </div>
  );
}

function Profile() {
  const { t } = useTranslation();
  const { api } = useKit();
  const me = useMe();
  const before = { displayName: me.displayName, email: me.email };
  const form = usePersonForm(before);
  const { busy, run } = useUndoable(['me', 'person', 'people', 'board']);
  const ready = form.complete && form.changed;
  const send = (body: PersonDetails) => api.call(changeProfile, { params: { id: me.id }, body });
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    void run({
      work: () => send(form.details),
      undo: async () => {
        await send(before);
        form.forget();
      },
      done: t('settings.saved'),
    });
  };
  return (
    <section aria-labelledby="profile">
      <h2 id="profile">{t('account.profile')}</h2>
      <form className="form" onSubmit={save}>
        <PersonNameField form={form} own />
        <PersonAddressField form={form} own />
        <Button type="primary" htmlType="submit" disabled={!ready} loading={busy}>
          {t('ticket.save')}
        </Button>
      </form>
    </section>
  );
}

function Password() {
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const me = useMe();
  const toast = useToast();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const ready = current !== '' && password.length >= PASSWORD_LENGTH;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await api.call(changePassword, { params: { id: me.id }, body: { current, password } });
      setCurrent('');
      setPassword('');
      // Every other session has ended with it.
      await queries.invalidateQueries({ queryKey: ['sessions'] });
      toast({ text: t('account.passwordChanged') });
    } catch (error) {
      const wrong = isApiError(error) && error.code === 'invalid_credentials';
      setProblem(wrong ? t('account.wrongPassword') : errorWords(t, error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-labelledby="password">
      <h2 id="password">{t('account.password')}</h2>
      <p className="muted">{t('account.passwordText')}</p>
      <form className="form" onSubmit={(event) => void save(event)}>
        <input type="text" autoComplete="username" value={me.username} readOnly hidden />
        <Field id="current-password" label={t('account.currentPassword')}>
          <PasswordInput
            id="current-password"
            autoComplete="current-password"
            value={current}
            onChange={setCurrent}
          />
        </Field>
        <Field
          id="new-password"
          label={t('signIn.newPassword')}
          hint={t('signIn.passwordHint', { count: PASSWORD_LENGTH })}
        >
          <PasswordInput
            id="new-password"
            autoComplete="new-password"
            value={password}
            onChange={setPassword}
          />
        </Field>
        <p role="alert" className="problem">
          {problem}
        </p>
        <Button htmlType="submit" disabled={!ready} loading={busy}>
          {t('account.changePassword')}
        </Button>
      </form>
    </section>
  );
}
