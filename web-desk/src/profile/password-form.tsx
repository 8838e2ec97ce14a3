import { changePassword } from '@ticketing/contracts/endpoints/users.ts';
import type { MeView } from '@ticketing/contracts/views.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { isApiError, useKit } from '@ticketing/web-kit/kit.tsx';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../shell/field.tsx';

type Problem = { readonly where: 'current' | 'new' | 'all'; readonly words: string };

/** A new password with the current one at hand. It ends every other session of theirs. */
export function PasswordForm({ me }: { readonly me: MeView }) {
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [shown, setShown] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [state, setState] = useState<'idle' | 'working' | 'changed'>('idle');

  async function change(event: FormEvent) {
    event.preventDefault();
    if (state === 'working') return;
    if (current === '') return setProblem({ where: 'current', words: t('desk.profile.currentMissing') });
    if (next.length < 4) return setProblem({ where: 'new', words: t('desk.profile.tooShort') });
    setProblem(null);
    setState('working');
    try {
      await api.call(changePassword, { params: { id: me.id }, body: { current, password: next } });
      await queries.invalidateQueries({ queryKey: ['sessions'] });
      setCurrent('');
      setNext('');
      setState('changed');
    } catch (error) {
      setState('idle');
      setProblem(
        isApiError(error) && error.code === 'invalid_credentials'
          ? { where: 'current', words: t('desk.profile.currentWrong') }
          : { where: 'all', words: t('desk.profile.notSaved', { reason: errorWords(t, error) }) },
      );
    }
  }

  const problemAt = (where: Problem['where']) => (problem?.where === where ? problem.words : null);
  const type = shown ? 'text' : 'password';
  return (
    <form onSubmit={change} noValidate className="flex flex-col gap-4">
      <input type="text" name="username" autoComplete="username" value={me.username} readOnly hidden />
      <Field
        label={t('desk.profile.current')}
        name="current"
        type={type}
        autoComplete="current-password"
        maxLength={200}
        value={current}
        problem={problemAt('current')}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <Field
        label={t('desk.profile.new')}
        name="new"
        type={type}
        autoComplete="new-password"
        maxLength={200}
        value={next}
        problem={problemAt('new')}
        onChange={(event) => {
          setNext(event.target.value);
          setState('idle');
        }}
      />
      <label className="-my-2 flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          className="size-[18px] accent-accent"
          checked={shown}
          onChange={(event) => setShown(event.target.checked)}
        />
        {t('desk.profile.show')}
      </label>
      <div className="flex flex-wrap items-center gap-3">
        <button type="submit" className="button-quiet" disabled={state === 'working'}>
          {state === 'working' ? t('desk.profile.saving') : t('desk.profile.change')}
        </button>
        <p
          role={problemAt('all') === null ? 'status' : 'alert'}
          className={problemAt('all') ? 'text-harm' : 'text-muted'}
        >
          {problemAt('all') ?? (state === 'changed' && t('desk.profile.changed'))}
        </p>
      </div>
    </form>
  );
}
