import { requestPasswordReset } from '@ticketing/contracts/endpoints/passwords.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Field } from '../shell/field.tsx';
import { WayIn } from './way-in.tsx';

/** Asks for a link to set a new password. The answer is the same whether or not there is such a person. */
export default function ForgotPage() {
  const { t } = useTranslation();
  const { api } = useKit();
  const [problem, setProblem] = useState<string | null>(null);
  const [working, setWorking] = useState(false);
  const [who, setWho] = useState('');
  const [sent, setSent] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const named = who.trim();
    if (named === '') {
      setProblem(t('desk.forgot.missing'));
      return;
    }
    setWorking(true);
    setProblem(null);
    try {
      await api.call(requestPasswordReset, {
        body: named.includes('@') ? { email: named } : { username: named },
      });
      setSent(true);
    } catch (error) {
      setProblem(errorWords(t, error));
    }
    setWorking(false);
  }

  const back = (
    <Link to="/" className="link mt-3 flex min-h-11 items-center justify-center">
      {t('desk.forgot.back')}
    </Link>
  );
  if (sent) {
    return (
      <WayIn title={t('desk.forgot.sentTitle')} onSubmit={submit}>
        <p role="status" className="mt-3 text-pretty">
          {t('desk.forgot.sent', { who: who.trim() })}
        </p>
        <p role="alert" className="mt-3 min-h-6 text-harm">
          {problem}
        </p>
        <button type="submit" disabled={working} className="button-quiet mt-2 w-full">
          {working ? t('desk.forgot.working') : t('desk.forgot.again')}
        </button>
        {back}
      </WayIn>
    );
  }
  return (
    <WayIn title={t('desk.forgot.title')} lead={t('desk.forgot.lead')} onSubmit={submit}>
      <div className="mt-8">
        <Field
          label={t('desk.forgot.who')}
          name="who"
          value={who}
          onChange={(event) => setWho(event.target.value)}
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={254}
          problem={problem}
        />
      </div>
      <button type="submit" disabled={working} className="button-primary mt-4 w-full">
        {working ? t('desk.forgot.working') : t('desk.forgot.submit')}
      </button>
      {back}
    </WayIn>
  );
}
