import { requestPasswordReset } from '@ticketing/contracts/endpoints/passwords.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { isApiError, useKit } from '@ticketing/web-kit/kit.tsx';
import Button from 'antd/es/button';
import Input from 'antd/es/input/Input';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { Problem, WayIn, WayInField } from './way-in.tsx';

/** Asks for a link to set a new password. The answer is the same whoever was named, and so are the words. */
export default function ForgotPasswordPage() {
  const { t } = useTranslation();
  const { api } = useKit();
  const [who, setWho] = useState(usernameFrom(useLocation().state));
  const [sentTo, setSentTo] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const name = who.trim();
    setBusy(true);
    setProblem(undefined);
    try {
      await api.call(requestPasswordReset, {
        body: name.includes('@') ? { email: name } : { username: name },
      });
      setSentTo(name);
    } catch (error) {
      const tooOften = isApiError(error) && error.code === 'rate_limited';
      setProblem(tooOften ? t('signIn.tooManyLinks') : errorWords(t, error));
    } finally {
      setBusy(false);
    }
  };

  const back = (
    <p className="way-in-more">
      <Link to="/login">{t('signIn.backToSignIn')}</Link>
    </p>
  );
  if (sentTo !== undefined) {
    return (
      <WayIn title={t('signIn.lookInMailbox')} text={t('signIn.linkSent', { who: sentTo })}>
        <p className="hint">{t('signIn.noMail')}</p>
        <Button size="large" block onClick={() => setSentTo(undefined)}>
          {t('signIn.askAgain')}
        </Button>
        {back}
      </WayIn>
    );
  }
  return (
    <WayIn title={t('signIn.forgotTitle')} text={t('signIn.forgotText')}>
      <form onSubmit={(event) => void submit(event)}>
        <WayInField id="who" label={t('signIn.nameOrAddress')}>
          <Input
            id="who"
            size="large"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            required
            value={who}
            onChange={(event) => setWho(event.target.value)}
          />
        </WayInField>
        <Problem text={problem} />
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          block
          loading={busy}
          disabled={who.trim() === ''}
        >
          {t('signIn.sendLink')}
        </Button>
      </form>
      {back}
    </WayIn>
  );
}

/** What was typed at the sign-in already. */
function usernameFrom(state: unknown): string {
  if (typeof state !== 'object' || state === null || !('username' in state)) return '';
  return typeof state.username === 'string' ? state.username : '';
}
