import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { takeReturn, useSession, useSignIn } from '@ticketing/web-kit/session.tsx';
import Button from 'antd/es/button';
import Input from 'antd/es/input/Input';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';

export function SignInPage() {
  const { t } = useTranslation();
  const session = useSession();
  const signIn = useSignIn();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  if (session.state !== 'signed-out') return <Return />;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await signIn(username, password);
    } catch (error) {
      setProblem(errorWords(t, error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={(event) => void submit(event)}>
        <img src="/icon.svg" alt="" width="36" height="36" />
        <h1>{t('signIn.title')}</h1>
        <label htmlFor="username">{t('session.username')}</label>
        <Input
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
        <label htmlFor="password">{t('session.password')}</label>
        <Input
          id="password"
          size="large"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <p role="alert" className="problem">
          {problem}
        </p>
        <Button type="primary" size="large" htmlType="submit" block loading={busy}>
          {t('session.signIn')}
        </Button>
      </form>
    </main>
  );
}

/** Back to where the person wanted to go; decided once, as asking forgets it. */
function Return() {
  const [to] = useState(takeReturn);
  return <Navigate to={to} replace />;
}
