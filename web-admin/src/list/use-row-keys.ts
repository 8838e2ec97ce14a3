import type { CardView } from '@ticketing/contracts/views.ts';
import type { RefObject } from 'react';
import { useNavigate } from 'react-router';
import { useKeys } from '../shell/keys.ts';
import { pageOf } from '../ticket/ticket-address.ts';
import { usePageKey } from '../ticket/use-page-key.ts';

/** The key of the ticket whose link has the focus. */
export const focusedTicket = (): string | null => document.activeElement?.getAttribute('data-ticket') ?? null;

/**
 * Keys of a table of tickets: J and K walk from row to row, Control with Enter opens the page of a ticket.
 * @param back address of the table; leaving the page goes there, and J and K walk along its order
 * @param open a ticket lies over the table, and the keys are its
 */
export function useRowKeys(props: {
  scroller: RefObject<HTMLElement | null>;
  order: readonly Pick<CardView, 'key'>[];
  back: string;
  open: boolean;
}): void {
  const { scroller, open } = props;
  const walk = (step: 1 | -1) => {
    if (open) return false;
    const links = [...(scroller.current?.querySelectorAll<HTMLElement>('a.row-link') ?? [])];
    const at = links.findIndex((link) => link.matches(':focus'));
    links[at < 0 ? 0 : Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
    return true;
  };
  useKeys({ j: () => walk(1), k: () => walk(-1) });
  useFocusedPage(props);
}

/** Control with Enter on the link of a ticket opens its page. */
export function useFocusedPage(props: {
  order: readonly Pick<CardView, 'key'>[];
  back: string;
  open: boolean;
}): void {
  const navigate = useNavigate();
  usePageKey(() => {
    const key = focusedTicket();
    if (key === null || props.open) return false;
    void navigate(pageOf(key), { state: { order: props.order.map((each) => each.key), back: props.back } });
    return true;
  });
}
