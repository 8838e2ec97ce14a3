import { changePassword, changeProfile } from '@ticketing/contracts/endpoints/users.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { isApiError, useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe, useSignIn } from '@ticketing/web-kit/session.tsx';
import { useTypedOver } from '@ticketing/web-kit/typed-over.ts';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../shell/form-dialog.tsx';
import { PasswordInput } from '../shell/password-input.tsx';
import { useToast } from '../shell/toasts.tsx';
import { useUndoable } from '../shell/use-undoable.ts';
import { PASSWORD_LENGTH } from '../sign-in/password-length.ts';

/** One's own name, address and password. */
export default function AccountSettings() {
  return (
    <div className="settings narrow">
      <Profile />
      <Password />
    </div>
  );
}

function Profile() {
  const { t } = useTranslation();
  const { api } = useKit();
  const me = useMe();
  const { boxes, type, forget } = useTypedOver({ displayName: me.displayName, email: me.email ?? '' });
  const { displayName, email } = boxes;
  const { busy, run } = useUndoable(['me', 'person', 'people', 'board']);
  const before = { displayName: me.displayName, email: me.email };
  const now = { displayName: displayName.trim(), email: email.trim() === '' ? null : email.trim() };
  const ready =
    now.displayName !== '' && (now.displayName !== before.displayName || now.email !== before.email);
  const send = (body: typeof now) => api.call(changeProfile, { params: { id: me.id }, body });
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    void run({
      work: () => send(now),
      undo: async () => {
        await send(before);
        forget();
      },
      done: t('settings.saved'),
    });
  };
  return (
    <section aria-labelledby="profile">
      <h2 id="profile">{t('account.profile')}</h2>
      <form className="form" onSubmit={save}>
        <Field id="my-name" label={t('people.displayName')}>
          <Input
            id="my-name"
            autoComplete="name"
            maxLength={120}
            required
            value={displayName}
            onChange={(event) => type({ displayName: event.target.value })}
          />
        </Field>
        <Field id="my-email" label={t('people.email')} hint={t('account.emailHint')}>
          <Input
            id="my-email"
            type="email"
            autoComplete="email"
            value={email}
            onChange={(event) => type({ email: event.target.value })}
          />
        </Field>
        <Button type="primary" htmlType="submit" disabled={!ready} loading={busy}>
          {t('ticket.save')}
        </Button>
      </form>
    </section>
  );
}

function Password() {
  const { t } = useTranslation();
  const { api } = useKit();
  const me = useMe();
  const signIn = useSignIn();
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
      // Every session has ended with it, this one too: it begins anew without the person noticing.
      await signIn(me.username, password);
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
