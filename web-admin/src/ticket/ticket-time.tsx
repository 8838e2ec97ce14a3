import { useHistory } from '@ticketing/web-kit/ticket.ts';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TimeSlider } from '../past/time-slider.tsx';
import { useInstant } from '../past/use-instant.ts';
import { useScene } from './scene.ts';

/** Pages of history that are read for the slider's steps; what lies before them is slid over. */
const PAGES = 12;

/** The ticket's own time slider: its steps are the entries of its history. */
export function TicketTime({ waiting }: { waiting: boolean }) {
  const { ticket } = useScene();
  const { t } = useTranslation();
  const [at, show] = useInstant();
  const [from, setFrom] = useState<number>();
  const { data, hasNextPage, isFetching, fetchNextPage } = useHistory(ticket.id);
  const moments = useMemo(
    () =>
      (data?.pages.flatMap((page) => page.items) ?? [])
        .map((each) => Date.parse(each.at))
        .sort((left, right) => left - right),
    [data],
  );
  const reached = moments[0] ?? Number.POSITIVE_INFINITY;
  const more = from !== undefined && hasNextPage && reached > from && (data?.pages.length ?? 0) < PAGES;
  useEffect(() => {
    if (more && !isFetching) void fetchNextPage();
  }, [more, isFetching, fetchNextPage]);
  const opened = Date.parse(ticket.openedAt);
  return (
    <TimeSlider
      label={t('ticket.asItWas', { key: ticket.key })}
      beginning={Math.min(opened, at ?? opened)}
      at={at}
      moments={moments}
      waiting={waiting || more}
      onShow={show}
      onSpan={useCallback((start: number) => setFrom(start), [])}
    />
  );
}
