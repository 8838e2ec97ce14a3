import { isBehind } from '@ticketing/web-kit/api-error.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useTranslation } from 'react-i18next';
import { Notice, Shape } from './states.tsx';

type Props = { readonly error: Error | null; readonly retry: () => void };

/** Until it is known who is signed in: the shape of a page, or why it could not be found out. */
export function SessionWait({ error, retry }: Props) {
  const { t } = useTranslation();
  return (
    <main className="mx-auto max-w-[760px] px-4 pt-24" aria-busy={error === null}>
      {error === null ? (
        <div role="status" aria-label={t('session.restoring')} className="flex flex-col gap-6">
          <Shape className="h-8 w-64" />
          <Shape className="h-11 w-full" />
          <Shape className="h-48 w-full" />
        </div>
      ) : isBehind(error) ? (
        <Notice title={t('session.catchingUp')} hint={t('session.catchingUpText')} />
      ) : (
        <Notice
          alert
          title={t('state.errorTitle')}
          hint={t('state.errorText', { reason: errorWords(t, error) })}
        >
          <button type="button" className="button-primary" onClick={retry}>
            {t('state.retry')}
          </button>
        </Notice>
      )}
    </main>
  );
}
