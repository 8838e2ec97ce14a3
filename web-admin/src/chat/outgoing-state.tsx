import type { ShownMessage } from '@ticketing/web-kit/chat/shown-messages.ts';
import { useLiveStatus } from '@ticketing/web-kit/kit.tsx';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import type { MessageActions } from './message-tools.tsx';

/** How one's own message stands that is not there yet: on its way, waiting for the connection, or refused. */
export function OutgoingState(props: {
  outgoing: NonNullable<ShownMessage['outgoing']>;
  actions: Pick<MessageActions, 'onRetry' | 'onDiscard'>;
}) {
  const { commandId, refusal } = props.outgoing;
  const { t } = useTranslation();
  const live = useLiveStatus();
  if (refusal === undefined) {
    return <p className="talk-state">{t(live === 'offline' ? 'chat.waits' : 'chat.sending')}</p>;
  }
  return (
    <p className="talk-state harm" role="alert">
      {t('chat.notSent', { reason: t(`errors.${refusal}`) })}
      <Button type="link" size="small" onClick={() => props.actions.onRetry(commandId)}>
        {t('state.retry')}
      </Button>
      <Button type="link" size="small" onClick={() => props.actions.onDiscard(commandId)}>
        {t('chat.discard')}
      </Button>
    </p>
  );
}
