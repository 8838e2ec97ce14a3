import { ApiError } from '@ticketing/web-kit/api-error.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { takeReturn, useSession, useSignIn } from '@ticketing/web-kit/session.tsx';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { Button } from '../shell/button.tsx';
import { PasswordInput } from '../shell/password-input.tsx';
import { TextField } from '../shell/text-field.tsx';
import { FirstRun } from './first-run.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { Problem, WayIn, WayInField } from './way-in.tsx';

export function SignInPage() {
  const { t } = useTranslation();
  const session = useSession();
  const signIn = useSignIn();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const passwordBox = useRef<HTMLInputElement>(null);

  if (session.state !== 'signed-out') return <Return />;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await signIn(username.trim(), password);
    } catch (error) {
      const tooOften = error instanceof ApiError && error.code === 'rate_limited';
      setProblem(tooOften ? t('signIn.tooOften') : errorWords(t, error));
      passwordBox.current?.select();
    } finally {
      setBusy(false);
    }
  };

  return (
    <WayIn title={t('signIn.title')}>
      <FirstRun />
      <form onSubmit={(event) => void submit(event)}>
        <WayInField id="username" label={t('session.username')}>
          <TextField
            id="username"
            size="large"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            required
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        </WayInField>
        <WayInField id="password" label={t('session.password')}>
          <PasswordInput
            ref={passwordBox}
            id="password"
            size="large"
            autoComplete="current-password"
            required
            value={password}
            onChange={setPassword}
          />
        </WayInField>
        <Problem text={problem} />
        <Button kind="primary" size="large" submit wide busy={busy}>
          {t('session.signIn')}
        </Button>
      </form>
      <p className="way-in-more">
        <Link to="/forgot-password" state={{ username }}>
          {t('signIn.forgot')}
        </Link>
      </p>
      <LanguageSwitch />
    </WayIn>
  );
}

/** Back to where the person wanted to go; decided once, as asking forgets it. */
function Return() {
  const [to] = useState(takeReturn);
  return <Navigate to={to} replace />;
}
