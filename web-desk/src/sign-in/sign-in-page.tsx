import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useSignIn } from '@ticketing/web-kit/session.tsx';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { Mark } from '../icons.tsx';

/** @param ended the person was signed in a moment ago; unless they left by themselves, they are told why they are here */
export function SignInPage({ ended }: { readonly ended: boolean }) {
  const { t } = useTranslation();
  const location = useLocation();
  const signIn = useSignIn();
  const [problem, setProblem] = useState<string | null>(null);
  const [working, setWorking] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const problemId = useId();
  const left = (location.state as { signedOut?: boolean } | null)?.signedOut === true; // set by the profile menu only

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

  return (
    <main className="flex min-h-dvh items-center justify-center px-4 py-12">
      <title>{`${t('desk.signIn.submit')} · ${t('desk.name')}`}</title>
      <form onSubmit={submit} noValidate className="w-full max-w-[380px]">
        <Mark size={44} />
        <h1 className="mt-6 text-[28px] leading-tight">{t('desk.signIn.title')}</h1>
        <p className="mt-2 text-muted text-pretty">
          {ended && !left ? t('desk.signIn.ended') : t('desk.signIn.lead')}
        </p>
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
            aria-describedby={problemId}
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
            aria-describedby={problemId}
            className="field"
          />
        </label>
        <p id={problemId} role="alert" className="mt-3 min-h-6 text-harm">
          {problem}
        </p>
        <button type="submit" disabled={working} className="button-primary mt-2 w-full">
          {working ? t('desk.signIn.working') : t('desk.signIn.submit')}
        </button>
      </form>
    </main>
  );
}
