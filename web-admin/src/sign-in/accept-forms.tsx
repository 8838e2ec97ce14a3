import { acceptInvitation } from '@ticketing/contracts/endpoints/invitations.ts';
import { getProject } from '@ticketing/contracts/endpoints/projects.ts';
import type { MeView } from '@ticketing/contracts/views.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useSignIn, useSignOut } from '@ticketing/web-kit/session.tsx';
import Button from 'antd/es/button';
import Input from 'antd/es/input/Input';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { PasswordInput } from '../shell/password-input.tsx';
import { NewPasswordField } from './new-password-field.tsx';
import { PASSWORD_LENGTH } from './password-length.ts';
import { Problem, WayInField } from './way-in.tsx';

/** Runs what accepts, then goes to the project; what is refused is said in the form. */
function useAccepting() {
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  /** @param accept answers the project's id; the person is signed in when it is done */
  const run = async (accept: () => Promise<string>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const id = await accept();
      await queries.invalidateQueries({ queryKey: ['me'] });
      await queries.invalidateQueries({ queryKey: ['projects'] });
      const { key } = await api.call(getProject, { params: { id } });
      await navigate(`/projects/${key}`, { replace: true });
    } catch (error) {
      setProblem(errorWords(t, error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run };
}

/** Somebody who is signed in already. */
export function AcceptAsSelf({ token, me }: { token: string; me: MeView }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const signOut = useSignOut();
  const { busy, problem, run } = useAccepting();
  const accept = async () =>
    (await api.call(acceptInvitation, { params: { token }, body: {}, asSelf: true })).id;
  return (
    <>
      <Problem text={problem} />
      <Button type="primary" size="large" block loading={busy} onClick={() => void run(accept)}>
        {t('signIn.acceptAs', { name: me.displayName })}
      </Button>
      <p className="way-in-more">
        <button type="button" className="plain-link" onClick={signOut}>
          {t('signIn.somebodyElse')}
        </button>
      </p>
    </>
  );
}

/** Somebody who has an account and is not signed in. */
export function AcceptAsMember({ token }: { token: string }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const signIn = useSignIn();
  const { busy, problem, run } = useAccepting();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      await signIn(username.trim(), password);
      return (await api.call(acceptInvitation, { params: { token }, body: {}, asSelf: true })).id;
    });
  };
  return (
    <form onSubmit={submit}>
      <TextField
        id="username"
        label={t('session.username')}
        value={username}
        onChange={setUsername}
        username
      />
      <WayInField id="password" label={t('session.password')}>
        <PasswordInput
          id="password"
          size="large"
          autoComplete="current-password"
          required
          value={password}
          onChange={setPassword}
        />
      </WayInField>
      <Problem text={problem} />
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>
        {t('signIn.signInAndAccept')}
      </Button>
    </form>
  );
}

/** Somebody who is registered by accepting. */
export function AcceptAsNewcomer({ token }: { token: string }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const signIn = useSignIn();
  const { busy, problem, run } = useAccepting();
  const [displayName, setDisplayName] = useState('');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const person = { username: username.trim(), displayName: displayName.trim(), password };
      const { id } = await api.call(acceptInvitation, { params: { token }, body: person });
      await signIn(person.username, password);
      return id;
    });
  };
  return (
    <form onSubmit={submit}>
      <TextField id="name" label={t('signIn.yourName')} value={displayName} onChange={setDisplayName} />
      <TextField
        id="username"
        label={t('session.username')}
        hint={t('signIn.usernameHint')}
        value={username}
        onChange={setUsername}
        username
      />
      <NewPasswordField
        id="password"
        label={t('session.password')}
        length={PASSWORD_LENGTH}
        value={password}
        onChange={setPassword}
      />
      <Problem text={problem} />
      <Button
        type="primary"
        size="large"
        htmlType="submit"
        block
        loading={busy}
        disabled={
          displayName.trim() === '' || username.trim().length < 2 || password.length < PASSWORD_LENGTH
        }
      >
        {t('signIn.register')}
      </Button>
    </form>
  );
}

function TextField(props: {
  id: string;
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  /** A user name: no capitals, no spelling. */
  username?: boolean;
}) {
  return (
    <WayInField id={props.id} label={props.label} {...(props.hint === undefined ? {} : { hint: props.hint })}>
      <Input
        id={props.id}
        size="large"
        autoComplete={props.username ? 'username' : 'name'}
        {...(props.username ? { autoCapitalize: 'none', spellCheck: false } : {})}
        {...(props.hint === undefined ? {} : { 'aria-describedby': `${props.id}-hint` })}
        required
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </WayInField>
  );
}
