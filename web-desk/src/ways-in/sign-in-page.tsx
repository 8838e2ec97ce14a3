import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useSignIn } from '@ticketing/web-kit/session.tsx';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { WayIn } from './way-in.tsx';

/** Set by this app alone: the person left by themselves, or has just set a new password. */
type Arrival = { readonly signedOut?: boolean; readonly passwordSet?: boolean } | null;

/** @param ended the person was signed in a moment ago; unless they left by themselves, they are told why they are here */
export function SignInPage({ ended }: { readonly ended: boolean }) {
  const { t } = useTranslation();
  const arrival = useLocation().state as Arrival;
  const signIn = useSignIn();
  const [problem, setProblem] = useState<string | null>(null);
  const [working, setWorking] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const username = String(form.get('username') ?? '').trim();
    const secret = String(form.get('password') ?? '');
    if (username === '' || secret === '') {
      setProblem(t('desk.signIn.missing'));
      return;
    }
    setWorking(true);
    setProblem(null);
    try {
      await signIn(username, secret);
    } catch (error) {
      setProblem(errorWords(t, error));
      setWorking(false);
      password.current?.select();
    }
  }

  const lead = arrival?.passwordSet
    ? t('desk.reset.doneSignIn')
    : ended && arrival?.signedOut !== true
      ? t('desk.signIn.ended')
      : t('desk.signIn.lead');
  return (
    <WayIn title={t('desk.signIn.title')} lead={lead} onSubmit={submit}>
      <label className="mt-8 block">
        <span className="mb-1.5 block font-medium">{t('desk.signIn.username')}</span>
        <input
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={200}
          required
          aria-describedby="sign-in-problem"
          className="field"
        />
      </label>
      <label className="mt-4 block">
        <span className="mb-1.5 block font-medium">{t('desk.signIn.password')}</span>
        <input
          ref={password}
          name="password"
          type="password"
          autoComplete="current-password"
          maxLength={200}
          required
          aria-describedby="sign-in-problem"
          className="field"
        />
      </label>
      <p id="sign-in-problem" role="alert" className="mt-3 min-h-6 text-harm">
        {problem}
      </p>
      <button type="submit" disabled={working} className="button-primary mt-2 w-full">
        {working ? t('desk.signIn.working') : t('desk.signIn.submit')}
      </button>
      <Link to="/forgot-password" className="link mt-3 flex min-h-11 items-center justify-center">
        {t('desk.signIn.forgot')}
      </Link>
    </WayIn>
  );
}
