import type { CardView } from '@ticketing/contracts/views.ts';
import { useCallback, useEffect, useRef, useState } from 'react';

/** Which tickets are chosen, as they were when they were chosen. */
export type Selection = {
  readonly cards: ReadonlyMap<string, CardView>;
  /** @param range also everything between this one and the one chosen last, of what is shown */
  readonly toggle: (card: CardView, range: boolean) => void;
  readonly set: (cards: readonly CardView[]) => void;
};

/** @param shown the tickets in the order in which they stand */
export function useSelection(shown: readonly CardView[]): Selection {
  const [cards, setCards] = useState<ReadonlyMap<string, CardView>>(new Map());
  const last = useRef<string>(undefined);
  const order = useRef(shown);
  useEffect(() => {
    order.current = shown;
  });
  const toggle = useCallback((card: CardView, range: boolean) => {
    const from = order.current.findIndex(({ id }) => id === last.current);
    const to = order.current.findIndex(({ id }) => id === card.id);
    const between =
      range && from >= 0 && to >= 0
        ? order.current.slice(Math.min(from, to), Math.max(from, to) + 1)
        : [card];
    last.current = card.id;
    setCards((now) => {
      const next = new Map(now);
      const taken = now.has(card.id);
      for (const each of between) {
        if (taken) next.delete(each.id);
        else next.set(each.id, each);
      }
      return next;
    });
  }, []);
  const set = useCallback(
    (next: readonly CardView[]) => setCards(new Map(next.map((card) => [card.id, card]))),
    [],
  );
  return { cards, toggle, set };
}
