import { useTranslation } from 'react-i18next';
import { EmptyState, Failed, NotFound } from '../shell/empty-states.tsx';
import { TicketSkeleton } from './ticket-skeleton.tsx';

/** What stands in the place of a ticket: it is not there any more, it never was to see, it could not be read, or it is on its way. */
export function TicketAbsence(props: {
  gone: boolean;
  missing: boolean;
  error: Error | null;
  retry: () => void;
}) {
  const { t } = useTranslation();
  if (props.gone) return <EmptyState wholePage title={t('ticket.gone')} text={t('ticket.goneText')} />;
  if (props.missing) return <NotFound />;
  if (props.error) return <Failed error={props.error} retry={props.retry} />;
  return <TicketSkeleton />;
}
