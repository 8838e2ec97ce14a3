import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from './api-error.ts';
import { errorWords } from './i18n.ts';
import './session-ended.css';
import { useMe, useSignIn, useSignOut } from './session.tsx';

/**
 * Stands over a page whose session has ended by itself, and lets nobody see or touch it. Who signs in again finds the page
 * as it was: what was typed, where it was scrolled to, and what could not be sent, which goes now.
 */
export function SessionEnded() {
  const { t } = useTranslation();
  const me = useMe();
  const signIn = useSignIn();
  const signOut = useSignOut();
  const dialog = useRef<HTMLDialogElement>(null);
  const ids = useId();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');

  useEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    // A dialog of the browser is over everything else, also over what floats.
    shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    setBusy(true);
    setProblem('');
    try {
      await signIn(me.username, password);
    } catch (error) {
      setProblem(
        error instanceof ApiError && error.code === 'invalid_credentials'
          ? t('session.wrongPassword')
          : errorWords(t, error),
      );
    } finally {
      setBusy(false);
    }
  };

  return (
    <dialog
      ref={dialog}
      className="session-ended"
      aria-labelledby={`${ids}-title`}
      onCancel={(event) => event.preventDefault()}
    >
      <form onSubmit={(event) => void submit(event)}>
        <h1 id={`${ids}-title`}>{t('session.endedTitle')}</h1>
        <p>{t('session.endedText', { name: me.displayName })}</p>
        <input type="hidden" name="username" autoComplete="username" value={me.username} readOnly />
        <label htmlFor={`${ids}-password`}>{t('session.password')}</label>
        <input
          id={`${ids}-password`}
          name="password"
          type="password"
          autoComplete="current-password"
          autoFocus
          required
          aria-describedby={`${ids}-problem`}
        />
        <p id={`${ids}-problem`} role="alert" className="session-problem">
          {problem}
        </p>
        <button type="submit" disabled={busy}>
          {t('session.goOn')}
        </button>
        <button type="button" className="plain" onClick={() => signOut()}>
          {t('session.somebodyElse')}
        </button>
      </form>
    </dialog>
  );
}
