import type { BoardView } from '@ticketing/contracts/views.ts';
import { useBoard } from '@ticketing/web-kit/board.ts';
import type { ReactNode } from 'react';

export type Boards = {
  /** Of the projects whose board has come, in the order of the projects. */
  readonly boards: readonly BoardView[];
  readonly loading: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
};

type Props = {
  readonly projectIds: readonly string[];
  readonly children: (boards: Boards) => ReactNode;
  readonly before?: Boards;
};

const none: Boards = { boards: [], loading: false, error: null, retry: () => undefined };

/**
 * The live boards of several projects at once. A board has every ticket that the person may see and that is not
 * archived, so that a client's list is whole and counts are true. Hooks may not stand in a loop: each project is a
 * component of its own, and the next one stands inside it.
 */
export function WithBoards({ projectIds, children, before = none }: Props) {
  const [first, ...rest] = projectIds;
  if (first === undefined) return children(before);
  return (
    <WithBoard key={first} projectId={first} before={before}>
      {(boards) => (
        <WithBoards projectIds={rest} before={boards}>
          {children}
        </WithBoards>
      )}
    </WithBoard>
  );
}

type OneProps = {
  readonly projectId: string;
  readonly before: Boards;
  readonly children: (boards: Boards) => ReactNode;
};

function WithBoard({ projectId, before, children }: OneProps) {
  const { board, error, retry } = useBoard(projectId);
  return children({
    boards: board === undefined ? before.boards : [...before.boards, board],
    loading: before.loading || (board === undefined && error === null),
    error: before.error ?? (board === undefined ? error : null),
    retry: () => {
      before.retry();
      if (board === undefined && error !== null) retry();
    },
  });
}
