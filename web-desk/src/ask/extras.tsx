import type { Draft } from '@ticketing/web-kit/drafts.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon, ScreenIcon } from '../icons.tsx';
import { Field } from '../shell/field.tsx';
import { TITLE_LIMIT } from './help-request.ts';

type Props = { readonly subject: Draft; readonly remote: Draft; readonly busy: boolean };

/** What a few people want to say besides: each is a box only for who asks for it. */
export function Extras({ subject, remote, busy }: Props) {
  const { t } = useTranslation();
  const [withSubject, setWithSubject] = useState(subject.text !== '');
  const [withRemote, setWithRemote] = useState(remote.text !== '');
  return (
    <>
      {(!withSubject || !withRemote) && (
        <div className="-my-2 flex flex-wrap gap-x-6 px-1">
          {!withSubject && (
            <button type="button" className="quiet-action" onClick={() => setWithSubject(true)}>
              <PlusIcon />
              {t('desk.ask.addSubject')}
            </button>
          )}
          {!withRemote && (
            <button type="button" className="quiet-action" onClick={() => setWithRemote(true)}>
              <ScreenIcon />
              {t('desk.ask.remote')}
            </button>
          )}
        </div>
      )}
      {withSubject && (
        <Field
          label={t('desk.ask.subject')}
          value={subject.text}
          readOnly={busy}
          maxLength={TITLE_LIMIT}
          onChange={(event) => subject.write(event.target.value)}
        />
      )}
      {withRemote && (
        <Field
          label={t('desk.ask.remoteLabel')}
          hint={t('desk.ask.remoteHint')}
          value={remote.text}
          readOnly={busy}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => remote.write(event.target.value)}
        />
      )}
    </>
  );
}
