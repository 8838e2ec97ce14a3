import type { CardView, TagView } from '@ticketing/contracts/views.ts';
import { createContext, type KeyboardEvent, type MouseEvent, useContext } from 'react';
import type { PeopleById } from '../shell/avatar.tsx';
import type { ChosenStore } from './chosen-store.ts';
import type { DragStore } from './drag/drag-store.ts';

/** What cards look names up in; the same object until one of them changes. */
export type CardNames = {
  readonly people: PeopleById;
  readonly tags: ReadonlyMap<string, TagView>;
  readonly companies: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
  /** Columns whose tickets are finished: their due dates no longer press. */
  readonly doneColumns: ReadonlySet<string>;
};

/** What every card of a board shares. The same object for as long as the board is shown, so that no card is drawn for it. */
export type CardTools = {
  readonly drag: DragStore;
  readonly chosen: ChosenStore;
  readonly click: (card: CardView, event: MouseEvent) => void;
  readonly key: (card: CardView, cellId: string, event: KeyboardEvent<HTMLElement>) => void;
  readonly menu: (card: CardView, anchor: DOMRect) => void;
};

export const CardToolsContext = createContext<CardTools | null>(null);

export function useCardTools(): CardTools {
  const tools = useContext(CardToolsContext);
  if (tools === null) throw new Error('a card lies on a board');
  return tools;
}
