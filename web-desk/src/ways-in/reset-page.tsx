import { useQuery } from '@tanstack/react-query';
import { confirmPasswordReset, validatePasswordReset } from '@ticketing/contracts/endpoints/passwords.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { isApiError, useKit } from '@ticketing/web-kit/kit.tsx';
import { useSignIn } from '@ticketing/web-kit/session.tsx';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { Field } from '../shell/field.tsx';
import { Shape } from '../shell/states.tsx';
import { WayIn } from './way-in.tsx';

/** Fewest characters of a password (contracts, `Password`). */
const SHORTEST = 4;

/** Where the link in the mail leads: `/reset-password#token=…`. The token stays in the address, which no server sees. */
export default function ResetPage() {
  const { t } = useTranslation();
  const { api } = useKit();
  const token = new URLSearchParams(useLocation().hash.slice(1)).get('token') ?? '';
  const link = useQuery({
    queryKey: ['reset-link', token],
    queryFn: () => api.call(validatePasswordReset, { body: { token } }),
    enabled: token !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isInvalid = token === '' || (isApiError(link.error) && link.error.code === 'link_not_valid');

  if (link.data !== undefined) return <NewPassword token={token} username={link.data.username} />;
  if (isInvalid) return <LinkIsOver />;
  return (
    <WayIn title={t('desk.reset.title')}>
      {link.error === null ? (
        <div role="status" aria-label={t('desk.reset.checking')} className="late mt-8">
          <Shape className="h-11 w-full" />
        </div>
      ) : (
        <div className="mt-6">
          <p role="alert">{t('state.errorText', { reason: errorWords(t, link.error) })}</p>
          <button type="button" className="button-primary mt-4 w-full" onClick={() => void link.refetch()}>
            {t('state.retry')}
          </button>
        </div>
      )}
    </WayIn>
  );
}

function LinkIsOver() {
  const { t } = useTranslation();
  return (
    <WayIn title={t('desk.reset.invalidTitle')} lead={t('desk.reset.invalid')}>
      <Link to="/forgot-password" className="button-primary mt-8 w-full">
        {t('desk.reset.askAgain')}
      </Link>
      <Link to="/" className="link mt-3 flex min-h-11 items-center justify-center">
        {t('desk.forgot.back')}
      </Link>
    </WayIn>
  );
}

function NewPassword({ token, username }: { readonly token: string; readonly username: string }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const signIn = useSignIn();
  const navigate = useNavigate();
  const [shown, setShown] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [working, setWorking] = useState(false);
  const [isOver, setOver] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    if (password.length < SHORTEST) {
      setProblem(t('desk.reset.tooShort'));
      return;
    }
    setWorking(true);
    setProblem(null);
    try {
      await api.call(confirmPasswordReset, { body: { token, password } });
    } catch (error) {
      setWorking(false);
      if (isApiError(error) && error.code === 'link_not_valid') setOver(true);
      else setProblem(errorWords(t, error));
      return;
    }
    // Whoever was signed in on this device gives way to whom the link belongs to.
    await signIn(username, password).then(
      () => navigate('/', { replace: true }),
      () => navigate('/', { replace: true, state: { passwordSet: true } }),
    );
  }

  if (isOver) return <LinkIsOver />;
  return (
    <WayIn
      title={t('desk.reset.title')}
      lead={t('desk.reset.lead', { username })}
      onSubmit={(event) => void submit(event)}
    >
      {/* For password managers, which want to know whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <div className="mt-8">
        <Field
          label={t('desk.reset.password')}
          name="password"
          type={shown ? 'text' : 'password'}
          autoComplete="new-password"
          maxLength={200}
          problem={problem}
        />
      </div>
      <label className="mt-1 flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          className="size-[18px] accent-accent"
          checked={shown}
          onChange={(event) => setShown(event.target.checked)}
        />
        {t('desk.reset.show')}
      </label>
      <button type="submit" disabled={working} className="button-primary mt-3 w-full">
        {working ? t('desk.reset.working') : t('desk.reset.submit')}
      </button>
    </WayIn>
  );
}
