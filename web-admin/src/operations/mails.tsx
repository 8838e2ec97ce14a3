import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { listMails, retryMail } from '@ticketing/contracts/endpoints/mails.ts';
import type { MailStatus } from '@ticketing/contracts/kinds.ts';
import type { MailView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import Segmented from 'antd/es/segmented';
import { useTranslation } from 'react-i18next';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { useToast } from '../shell/toasts.tsx';
import { useAction } from '../shell/use-action.ts';

const statuses = ['failed', 'waiting', 'dropped', 'sent'] as const satisfies readonly MailStatus[];

/** What became of mails: those that could not be sent first, each with what the mail server said. */
export function Mails() {
  const { t } = useTranslation();
  const { api } = useKit();
  const [params, setParams] = useAddress();
  const status = statuses.find((each) => each === params.get('status')) ?? 'failed';
  const found = useInfiniteQuery({
    queryKey: ['mails', status],
    placeholderData: keepPreviousData,
    staleTime: 0,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(listMails, {
        query: { status, limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const mails = found.isPlaceholderData ? undefined : found.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <div className="mail-filter">
        <Segmented
          aria-label={t('operations.mailStatus')}
          value={status}
          options={statuses.map((each) => ({ value: each, label: t(`operations.mail.${each}`) }))}
          onChange={(chosen) => setParams(chosen === 'failed' ? {} : { status: chosen }, { replace: true })}
        />
      </div>
      <p className="muted">{t(`operations.mailText.${status}`)}</p>
      {mails === undefined &&
        (found.error ? (
          <Failed error={found.error} retry={() => void found.refetch()} />
        ) : (
          <ListSkeleton rows={4} />
        ))}
      {mails?.length === 0 && (
        <EmptyState title={t(`operations.noMail.${status}`)} text={t('operations.noMailText')} />
      )}
      <ul className="rows">
        {mails?.map((mail) => (
          <MailRow key={mail.id} mail={mail} />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('state.more')}
        </Button>
      )}
    </>
  );
}

function MailRow({ mail }: { mail: MailView }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const toast = useToast();
  const { busy, run } = useAction(['mails']);
  const to = mail.recipient?.displayName ?? mail.address ?? t('operations.forgotten');
  const retry = async () => {
    if (await run(() => api.call(retryMail, { params: { id: mail.id } }))) {
      toast({ text: t('operations.retried', { to }) });
    }
  };
  return (
    <li className="mail">
      <div className="mail-main">
        <strong>{to}</strong>
        <span className="muted">{t(`operations.kind.${mail.kind}`)}</span>
        {mail.lastError !== null && <p className="mail-error">{mail.lastError}</p>}
        <p className="muted">
          {t('operations.queued')} <When at={mail.queuedAt} />
          {mail.attempts > 0 && ` · ${t('operations.attempts', { count: mail.attempts })}`}
          {mail.nextAttemptAt !== null && mail.attempts > 0 && (
            <>
              {' · '}
              {t('operations.next')} <When at={mail.nextAttemptAt} />
            </>
          )}
          {mail.settledAt !== null && (
            <>
              {' · '}
              {t(`operations.mail.${mail.status}`)} <When at={mail.settledAt} />
            </>
          )}
        </p>
      </div>
      {mail.status === 'failed' && (
        <Button
          size="small"
          loading={busy}
          aria-label={`${t('operations.retry')}: ${to}`}
          onClick={() => void retry()}
        >
          {t('operations.retry')}
        </Button>
      )}
    </li>
  );
}
