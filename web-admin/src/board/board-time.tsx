import type { BoardView } from '@ticketing/contracts/views.ts';
import { beginningOf, useProjectMoments } from '@ticketing/web-kit/board-past.ts';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TimeSlider } from '../past/time-slider.tsx';

const NONE: readonly number[] = [];

/** The board's own time slider. @param board of the present */
export default function BoardTime(props: {
  board: BoardView;
  at: number | null;
  waiting: boolean;
  onShow: (at: number | null) => void;
}) {
  const { board, at } = props;
  const { t } = useTranslation();
  const [span, setSpan] = useState<{ readonly start: number; readonly end: number }>();
  const { data } = useProjectMoments(board.project.id, span?.start ?? 0, span?.end ?? 0, span !== undefined);
  const oldest = useMemo(() => beginningOf(board), [board]);
  return (
    <TimeSlider
      label={t('past.board', { project: board.project.key })}
      beginning={Math.min(oldest, at ?? oldest)}
      at={at}
      moments={data ?? NONE}
      waiting={props.waiting || (span !== undefined && data === undefined)}
      onShow={props.onShow}
      onSpan={useCallback((start: number, end: number) => setSpan({ start, end }), [])}
    />
  );
}
