import type { RefObject } from 'react';
import { useKeys } from '../shell/keys.ts';
import { usePageKey } from './use-page-key.ts';
import { WalkButtons } from './walk-buttons.tsx';

/**
 * The way along the tickets that an open one was opened from, and its keys: J and K walk, Escape leaves first a field
 * and then the ticket, Control with Enter shows it the other way.
 * @returns the buttons of the walk; null where the ticket was opened from no list
 */
export function useWalk(props: {
  ticketKey: string;
  /** Keys of the tickets in the order in which they were shown. */
  order: readonly string[];
  root: RefObject<HTMLElement | null>;
  goTo: (ticketKey: string) => void;
  leave: () => void;
  /** Opens it as a page, or over the page that it came from. */
  turn: () => void;
}) {
  const { order, root } = props;
  const index = order.indexOf(props.ticketKey);
  const walk = (step: 1 | -1) => {
    const next = index < 0 ? undefined : order[index + step];
    if (next !== undefined) props.goTo(next);
  };
  usePageKey(props.turn);
  useKeys({
    Escape: (event) => {
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea')) {
        event.target.blur();
        root.current?.focus();
      } else props.leave();
    },
    j: () => walk(1),
    k: () => walk(-1),
  });
  return order.length === 0 ? null : <WalkButtons index={index} count={order.length} onWalk={walk} />;
}
