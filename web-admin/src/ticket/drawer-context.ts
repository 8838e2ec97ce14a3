import type { BoardView, CardView, ProjectView } from '@ticketing/contracts/views.ts';
import { useOutletContext } from 'react-router';

/** What the page under the drawer tells it. */
export type DrawerContext = {
  readonly project: ProjectView;
  /** Absent where the page under the drawer is not a board. */
  readonly board: BoardView | undefined;
  /** Address of the page under it; closing goes there. */
  readonly base: string;
  /** The page's own part of the address (`?at=…`), which stays while tickets are opened, walked along and closed. */
  readonly search?: string;
  /** The tickets in the order in which they are shown: J and K walk along it. */
  readonly order: readonly Pick<CardView, 'id' | 'key'>[];
};

export const useDrawerContext = (): DrawerContext => useOutletContext<DrawerContext>();
