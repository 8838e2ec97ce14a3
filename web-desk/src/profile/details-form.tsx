import { useQueryClient } from '@tanstack/react-query';
import { changeProfile } from '@ticketing/contracts/endpoints/users.ts';
import type { MeView } from '@ticketing/contracts/views.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useTypedOver } from '@ticketing/web-kit/typed-over.ts';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckIcon } from '../icons.tsx';
import { Field } from '../shell/field.tsx';

const looksLikeAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/** Name and address, which one may change, and what others decided. */
export function DetailsForm({ me }: { readonly me: MeView }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const queries = useQueryClient();
  const { boxes, type, forget } = useTypedOver({ name: me.displayName, email: me.email ?? '' });
  const { name, email } = boxes;
  const [state, setState] = useState<'idle' | 'saving' | 'saved'>('idle');
  const [problem, setProblem] = useState<string | null>(null);

  const displayName = name.trim();
  const address = email.trim() === '' ? null : email.trim();
  const changed = displayName !== me.displayName || address !== me.email;
  const nameProblem = displayName === '' ? t('desk.profile.nameMissing') : null;
  const addressProblem =
    address !== null && !looksLikeAddress(address) && state !== 'idle' ? t('desk.profile.emailWrong') : null;

  async function save(event: FormEvent) {
    event.preventDefault();
    if (nameProblem !== null) return;
    setState('saving');
    if (address !== null && !looksLikeAddress(address)) return;
    setProblem(null);
    try {
      await api.call(changeProfile, { params: { id: me.id }, body: { displayName, email: address } });
      // A read that set out before the change would bring the old name back.
      await queries.cancelQueries({ queryKey: ['me'] });
      queries.setQueryData<MeView>(['me'], (known) => known && { ...known, displayName, email: address });
      forget();
      setState('saved');
    } catch (error) {
      setState('idle');
      setProblem(t('desk.profile.notSaved', { reason: errorWords(t, error) }));
    }
  }

  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-4">
      <Field
        label={t('desk.profile.name')}
        name="displayName"
        autoComplete="name"
        maxLength={120}
        value={name}
        problem={nameProblem}
        onChange={(event) => {
          type({ name: event.target.value });
          setState('idle');
        }}
      />
      <Field
        label={t('desk.profile.email')}
        name="email"
        type="email"
        autoComplete="email"
        maxLength={254}
        value={email}
        hint={t('desk.profile.emailHint')}
        problem={addressProblem}
        onChange={(event) => {
          type({ email: event.target.value });
          setState('idle');
        }}
      />
      <dl className="grid gap-x-6 sm:grid-cols-[auto_1fr] sm:gap-y-1.5">
        <dt className="text-muted">{t('desk.profile.username')}</dt>
        <dd className="break-words font-mono max-sm:mb-2 text-[13px]">{me.username}</dd>
        {me.companies.length > 0 && (
          <>
            <dt className="text-muted">{t('desk.profile.company')}</dt>
            <dd className="break-words">{me.companies.map((company) => company.name).join(', ')}</dd>
          </>
        )}
      </dl>
      <div className="flex items-center gap-3">
        <button
          type="submit"
          className="button-primary"
          disabled={!changed || nameProblem !== null || (state === 'saving' && addressProblem === null)}
        >
          {state === 'saving' && addressProblem === null ? t('desk.profile.saving') : t('desk.profile.save')}
        </button>
        <p
          role={problem === null ? 'status' : 'alert'}
          className={problem === null ? 'text-muted' : 'text-harm'}
        >
          {problem ??
            (state === 'saved' && !changed && (
              <span className="flex items-center gap-1.5">
                <CheckIcon />
                {t('desk.profile.saved')}
              </span>
            ))}
        </p>
      </div>
    </form>
  );
}
