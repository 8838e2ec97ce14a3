import { expect, test } from 'vitest';
import { boardCache, boardWithPending, cardOn, patchBoard } from './board-cache.ts';
import type { PendingCommand } from './pending-commands.ts';
import { board, card, frame, shown } from './testing/samples.ts';

const fresh = () => boardCache(board(), '100', []);
const cardFrame = (position: string, commandId: string, row: ReturnType<typeof card>) =>
  frame(position, commandId, { entity: 'card', id: row.id, row });
const moved = (revision: string, columnId: string, rank: string) => card('a', { revision, columnId, rank });

const moving: PendingCommand = {
  commandId: 'mine',
  intent: { kind: 'move', ticketId: 'a', columnId: 'doing', after: 'd', before: null },
};
const answered: PendingCommand = { ...moving, answer: { id: 'a', revision: '1', position: '110' } };

test('a card that somebody moved stands in its new column, by its rank', () => {
  const next = patchBoard(fresh(), cardFrame('110', 'other', moved('1', 'doing', 'a0')));
  expect(shown(next.board)).toEqual(['todo: b c', 'doing: a d']);
});

test('an older row never overwrites a newer one', () => {
  const newer = patchBoard(fresh(), cardFrame('120', 'second', moved('2', 'doing', 'a2')));
  const late = patchBoard(newer, cardFrame('110', 'first', moved('1', 'todo', 'a9')));
  expect(shown(late.board)).toEqual(['todo: b c', 'doing: d a']);
});

test('a revision of ten is newer than one of nine', () => {
  const ten = patchBoard(fresh(), cardFrame('120', 'x', moved('10', 'doing', 'a2')));
  const nine = patchBoard(ten, cardFrame('119', 'y', moved('9', 'todo', 'a1')));
  expect(shown(nine.board)).toEqual(['todo: b c', 'doing: d a']);
});

test('a card that is gone or archived leaves the board, and a late frame does not bring it back', () => {
  const gone = patchBoard(fresh(), frame('120', 'x', { entity: 'card', id: 'a', row: null }));
  expect(shown(gone.board)).toEqual(['todo: b c', 'doing: d']);
  const late = patchBoard(gone, cardFrame('110', 'y', moved('1', 'doing', 'a0')));
  expect(shown(late.board)).toEqual(['todo: b c', 'doing: d']);
  const archived = patchBoard(fresh(), cardFrame('120', 'x', card('a', { revision: '1', archived: true })));
  expect(shown(archived.board)).toEqual(['todo: b c', 'doing: d']);
});

test('columns that a frame does not touch stay the same object', () => {
  const before = fresh();
  const next = patchBoard(
    before,
    cardFrame('110', 'x', card('a', { revision: '1', title: 'New', rank: 'a1' })),
  );
  expect(next.board.columns[1]).toBe(before.board.columns[1]);
});

test('frames that came while the board was being read are laid over it, older ones are not', () => {
  const frames = [
    cardFrame('90', 'old', card('a', { revision: '0', title: 'Old words' })),
    cardFrame('110', 'new', moved('1', 'doing', 'a2')),
  ];
  const cache = boardCache(board(), '100', frames);
  expect(shown(cache.board)).toEqual(['todo: b c', 'doing: d a']);
  expect(cardOn(cache.board, 'a')?.title).toBe('Ticket a');
});

test('a person that the board does not know asks for a new read', () => {
  const next = patchBoard(
    fresh(),
    cardFrame('110', 'x', card('a', { revision: '1', assigneeIds: ['stranger'] })),
  );
  expect(next.incomplete).toBe(true);
  expect(
    patchBoard(fresh(), cardFrame('110', 'x', card('a', { revision: '1', assigneeIds: ['nino'] })))
      .incomplete,
  ).toBe(false);
});

test('a move shows before the server has answered', () => {
  expect(shown(boardWithPending(fresh(), [moving]))).toEqual(['todo: b c', 'doing: d a']);
});

test('a move that was answered stays until its frame comes, through changes by others', () => {
  const other = patchBoard(
    fresh(),
    cardFrame('105', 'other', card('b', { revision: '1', title: 'New words' })),
  );
  expect(shown(boardWithPending(other, [answered]))).toEqual(['todo: b c', 'doing: d a']);
});

test('when its own frame has come the server’s place counts, with or without the answer', () => {
  const cache = patchBoard(fresh(), cardFrame('110', 'mine', moved('1', 'doing', 'a0')));
  expect(shown(boardWithPending(cache, [moving]))).toEqual(['todo: b c', 'doing: a d']);
  expect(shown(boardWithPending(cache, [answered]))).toEqual(['todo: b c', 'doing: a d']);
});

test('somebody else’s later move wins over an own one that was answered before', () => {
  const cache = patchBoard(fresh(), cardFrame('120', 'other', moved('2', 'todo', 'a9')));
  expect(shown(boardWithPending(cache, [answered]))).toEqual(['todo: b c a', 'doing: d']);
});

test('a read at or after the command’s position has it, whatever its frame does', () => {
  expect(shown(boardWithPending(boardCache(board(), '110', []), [answered]))).toEqual([
    'todo: a b c',
    'doing: d',
  ]);
  expect(shown(boardWithPending(boardCache(board(), '109', []), [answered]))).toEqual([
    'todo: b c',
    'doing: d a',
  ]);
});

test('several moves on their way show one after the other', () => {
  const second: PendingCommand = {
    commandId: 'second',
    intent: { kind: 'move', ticketId: 'b', columnId: 'doing', after: 'a', before: null },
  };
  expect(shown(boardWithPending(fresh(), [moving, second]))).toEqual(['todo: c', 'doing: d a b']);
});

test('a new ticket shows at once, takes its id from the answer and is not shown twice', () => {
  const opening: PendingCommand = {
    commandId: 'open',
    intent: { kind: 'open', projectId: 'ops', card: card('new-1', { key: '', title: 'New' }) },
  };
  expect(shown(boardWithPending(fresh(), [opening]))).toEqual(['todo: a b c new-1', 'doing: d']);
  const known = { ...opening, answer: { id: 'e', revision: '0', position: '110' } };
  expect(shown(boardWithPending(fresh(), [known]))).toEqual(['todo: a b c e', 'doing: d']);
  const told = patchBoard(fresh(), cardFrame('110', 'other-frame', card('e', { rank: 'a4' })));
  expect(shown(boardWithPending(told, [known]))).toEqual(['todo: a b c e', 'doing: d']);
});

test('a new ticket of another project does not show here', () => {
  const opening: PendingCommand = {
    commandId: 'open',
    intent: { kind: 'open', projectId: 'web', card: card('new-1') },
  };
  expect(shown(boardWithPending(fresh(), [opening]))).toEqual(['todo: a b c', 'doing: d']);
});

test('a column that was added, renamed or removed keeps the cards of the others', () => {
  const row = {
    id: 'review',
    name: 'Review',
    colour: '#6B6F76',
    category: 'in_progress',
    minimum: null,
    maximum: null,
    leadsTo: null,
    rank: 'a05',
  } as const;
  const added = patchBoard(
    fresh(),
    frame('110', 'x', { entity: 'column', id: 'review', projectId: 'ops', row }),
  );
  expect(shown(added.board)).toEqual(['todo: a b c', 'review:', 'doing: d']);
  const removed = patchBoard(
    added,
    frame('111', 'y', { entity: 'column', id: 'review', projectId: 'ops', row: null }),
  );
  expect(shown(removed.board)).toEqual(['todo: a b c', 'doing: d']);
});
