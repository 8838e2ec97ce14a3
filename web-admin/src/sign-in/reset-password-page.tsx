import { useQuery } from '@tanstack/react-query';
import { confirmPasswordReset, validatePasswordReset } from '@ticketing/contracts/endpoints/passwords.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { isApiError, useKit } from '@ticketing/web-kit/kit.tsx';
import { useSignIn } from '@ticketing/web-kit/session.tsx';
import Button from 'antd/es/button';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { AfterMoment } from '../shell/empty-states.tsx';
import { useToast } from '../shell/toasts.tsx';
import { LinkNotGood, LinkNotLooked } from './link-not-good.tsx';
import { linkToken } from './link-token.ts';
import { NewPasswordField } from './new-password-field.tsx';
import { PASSWORD_LENGTH } from './password-length.ts';
import { Problem, WayIn } from './way-in.tsx';

/** Where the link of a forgotten password leads: a new password, and one is in. */
export default function ResetPasswordPage() {
  const { t } = useTranslation();
  const { api } = useKit();
  const token = linkToken(useLocation().hash);
  const { data, error, refetch } = useQuery({
    queryKey: ['password-reset', token],
    enabled: token !== undefined,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) => api.call(validatePasswordReset, { body: { token: token ?? '' }, signal }),
  });

  if (token === undefined || (isApiError(error) && error.code === 'link_not_valid')) {
    return (
      <LinkNotGood title={t('signIn.linkOver')} text={t('signIn.linkOverText')}>
        <Link to="/forgot-password">{t('signIn.askForNewLink')}</Link>
      </LinkNotGood>
    );
  }
  if (error) return <LinkNotLooked error={error} retry={() => void refetch()} />;
  if (data === undefined) {
    return (
      <AfterMoment>
        <p className="restoring">{t('session.restoring')}</p>
      </AfterMoment>
    );
  }
  return <NewPassword token={token} username={data.username} />;
}

function NewPassword({ token, username }: { token: string; username: string }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const signIn = useSignIn();
  const navigate = useNavigate();
  const toast = useToast();
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await api.call(confirmPasswordReset, { body: { token, password } });
    } catch (error) {
      setProblem(errorWords(t, error));
      setBusy(false);
      return;
    }
    toast({ text: t('signIn.passwordSet') });
    // The password stands from here on: where signing in fails one does it by hand.
    const signedIn = await signIn(username, password).then(
      () => true,
      () => false,
    );
    void navigate(signedIn ? '/' : '/login', { replace: true });
  };

  return (
    <WayIn title={t('signIn.newPasswordTitle')} text={t('signIn.newPasswordFor', { username })}>
      <form onSubmit={(event) => void submit(event)}>
        {/* Password managers learn by it whose password this is. */}
        <input className="unseen" type="text" autoComplete="username" value={username} readOnly hidden />
        <NewPasswordField
          id="new-password"
          label={t('signIn.newPassword')}
          length={PASSWORD_LENGTH}
          value={password}
          onChange={setPassword}
          autoFocus
        />
        <Problem text={problem} />
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          block
          loading={busy}
          disabled={password.length < PASSWORD_LENGTH}
        >
          {t('signIn.setPassword')}
        </Button>
      </form>
    </WayIn>
  );
}
