import { useVirtualizer } from '@tanstack/react-virtual';
import type { ConversationRow } from '@ticketing/web-kit/chat/conversation.ts';
import type { TimelineResult } from '@ticketing/web-kit/chat/use-timeline.ts';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DownIcon, UpIcon } from '../icons.tsx';

/** Pixels of a row before it has been measured. */
const GUESS = 52;
/** Pixels from the end within which somebody counts as reading the newest. */
const AT_END = 60;
/** Rows from a side at which the next page is read. */
const NEAR = 12;

export type Place = {
  readonly messageId: string /** Grows with every wish, so that the same place can be wished again. */;
  readonly wish: number;
};

/** The rows of a conversation, of which only those in sight are in the page. It starts at its end and stays there. */
export function MessageList(props: {
  rows: readonly ConversationRow[];
  line: Pick<TimelineResult, 'hasOlder' | 'hasNewer' | 'reading' | 'readOlder' | 'readNewer' | 'toEnd'>;
  label: string;
  /** Where somebody wants to be led. */
  place: Place | undefined;
  /** How many below are not read yet. */
  unread: number;
  /** What was new when the room was opened, and the way there. */
  above: { readonly count: number; readonly go: () => void } | undefined;
  /** Grows with every message that one sends: then the end is what one wants to see. */
  sent: number;
  onAtEnd: (atEnd: boolean) => void;
  draw: (row: ConversationRow) => ReactNode;
}) {
  const { rows, line, place, draw, onAtEnd } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => GUESS,
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    overscan: 10,
    anchorTo: 'end',
    followOnAppend: !line.hasNewer,
    scrollEndThreshold: AT_END,
    paddingStart: 12,
    paddingEnd: 8,
  });

  useLayoutEffect(() => virtual.scrollToEnd(), [virtual]);

  const items = virtual.getVirtualItems();
  const [firstIndex, lastIndex] = [items.at(0)?.index ?? 0, items.at(-1)?.index ?? 0];
  const { hasOlder, hasNewer, reading, readOlder, readNewer } = line;
  useEffect(() => {
    if (reading !== null) return;
    if (hasOlder && firstIndex < NEAR) readOlder();
    else if (hasNewer && lastIndex >= rows.length - NEAR) readNewer();
  }, [hasOlder, hasNewer, reading, readOlder, readNewer, firstIndex, lastIndex, rows.length]);

  const look = useCallback(() => {
    const box = scroller.current;
    if (box === null) return;
    setAtEnd(!hasNewer && box.scrollHeight - box.scrollTop - box.clientHeight <= AT_END);
  }, [hasNewer]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what came may have moved the end
  useEffect(look, [look, rows]);
  useEffect(() => onAtEnd(atEnd), [atEnd, onAtEnd]);

  // Led somewhere: as soon as the row is among those that were read, and once for every wish.
  const led = useRef(0);
  useEffect(() => {
    if (place === undefined || place.wish === led.current) return;
    const index = rows.findIndex((row) => 'message' in row && row.message.id === place.messageId);
    if (index < 0) return;
    led.current = place.wish;
    virtual.scrollToIndex(index, { align: 'center' });
  }, [place, rows, virtual]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: after every message of one's own
  useEffect(() => {
    if (props.sent > 0) virtual.scrollToEnd();
  }, [props.sent]);

  const lineIndex = rows.findIndex(({ kind }) => kind === 'unread');
  const [seenNew, setSeenNew] = useState(false);
  const inSight = lineIndex >= 0 && items.length > 0 && lineIndex >= (virtual.range?.startIndex ?? 0);
  useEffect(() => {
    if (inSight) setSeenNew(true);
  }, [inSight]);

  const goToEnd = async () => {
    await line.toEnd();
    virtual.scrollToEnd();
  };

  return (
    <div className="talk-list">
      <div
        ref={scroller}
        className="talk-scroll"
        role="log"
        aria-label={props.label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        onScroll={look}
      >
        <div className="talk-rows" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className="talk-slot"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {draw(row)}
              </div>
            );
          })}
        </div>
      </div>
      {reading === 'older' && <p className="talk-reading">{t('state.loading')}</p>}
      {props.above !== undefined && !seenNew && (
        <button type="button" className="talk-to-new" onClick={props.above.go}>
          <UpIcon /> {t('chat.newAbove', { count: props.above.count })}
        </button>
      )}
      {!atEnd && (
        <button type="button" className="talk-to-end" onClick={() => void goToEnd()}>
          {props.unread > 0 ? t('chat.newBelow', { count: props.unread }) : t('chat.toEnd')} <DownIcon />
        </button>
      )}
    </div>
  );
}
