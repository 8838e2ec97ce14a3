import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import {
  type KeyboardEvent,
  type MouseEvent,
  Suspense,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPage } from '../shell/lazy-page.tsx';
import { BoardColumn } from './board-column.tsx';
import type { Grouping, Lane } from './board-lanes.ts';
import { BulkBar } from './bulk-bar.tsx';
import { type CardNames, type CardTools, CardToolsContext } from './card-context.ts';
import type { EditorKind, EditorState } from './card-editor.tsx';
import { ChosenStore } from './chosen-store.ts';
import { ColumnHead } from './column-head.tsx';
import { nextCard } from './drag/keyboard-drag.ts';
import { isNumbered } from './drop-place.ts';
import { LaneRows } from './lane-rows.tsx';
import { LiftedCard } from './lifted-card.tsx';
import { refusalOf } from './move-rules.ts';
import { QuickCreate } from './quick-create.tsx';
import { useStoredSet } from './stored-set.ts';
import { useBoardDrag } from './use-board-drag.ts';
import { useBoardKeys } from './use-board-keys.ts';
import type { CardChanges } from './use-card-changes.ts';
import { useLatest } from './use-latest.ts';

const CardEditor = lazyPage(() => import('./card-editor.tsx'));

/** Keys on a card and what they edit. */
const editors: Readonly<Record<string, EditorKind>> = {
  a: 'assignees',
  p: 'priority',
  l: 'tags',
  d: 'due',
  m: 'move',
  e: 'title',
  t: 'type',
  '.': 'menu',
  ContextMenu: 'menu',
};

export type SurfaceProps = {
  board: BoardView;
  /** The cards that the filter leaves, by lane and column. */
  lanes: readonly Lane[];
  grouping: Grouping | null;
  names: CardNames;
  /** False in the past. */
  mayAct: boolean;
  openKey: string | undefined;
  changes: CardChanges;
  onOpen: (key: string) => void;
  /** Opens the ticket as a page of its own. */
  onOpenPage: (key: string) => void;
  /** False when it was refused. Absent where nothing may be opened. */
  onCreate: ((columnId: string, title: string) => Promise<boolean>) | undefined;
};

/** The columns and cards themselves, with everything that hands can do to them. */
export function BoardSurface(props: SurfaceProps) {
  const { board, lanes, grouping, names, mayAct, changes, onCreate } = props;
  const { t } = useTranslation();
  const me = useMe();
  const root = useRef<HTMLDivElement>(null);
  const hanging = useRef<HTMLDivElement>(null);
  const [chosen] = useState(() => new ChosenStore());
  const [editor, setEditor] = useState<EditorState>();
  const [adding, setAdding] = useState<{ readonly columnId: string; readonly start: string }>();
  const stored = `ticketing.board.${me.id}.${board.project.id}`;
  const [collapsed, collapse] = useStoredSet(`${stored}.columns`);
  const [closedLanes, collapseLane] = useStoredSet(`${stored}.lanes.${grouping ?? ''}`);
  const mayMove = mayAct && board.allowed.includes('ticket.move');
  const { store, drag, words } = useBoardDrag(
    root,
    hanging,
    { board, lanes, grouping, mayMove },
    changes.put,
  );
  const lifted = useSyncExternalStore(store.subscribe, () => store.drag?.card);
  const latest = useLatest({ ...props, mayMove });

  const tools = useMemo((): CardTools => {
    const order = () => [
      ...new Set(
        latest.current.lanes.flatMap((lane) => lane.cells.flatMap((cell) => cell.cards.map(({ id }) => id))),
      ),
    ];
    /** The chosen cards when this one is among them, else this one alone. */
    const meant = (card: CardView) => (chosen.ids.has(card.id) ? [...chosen.ids] : [card.id]);
    const edit = (kind: EditorKind, card: CardView, anchor: DOMRect) =>
      setEditor({ kind, ids: kind === 'title' ? [card.id] : meant(card), anchor });
    return {
      drag: store,
      chosen,
      menu: (card, anchor) => edit('menu', card, anchor),
      click: (card: CardView, event: MouseEvent) => {
        if (!isNumbered(card) || event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        const { mayAct, onOpen } = latest.current;
        const onSign = event.target instanceof Element && event.target.closest('.card-sign') !== null;
        if (mayAct && event.shiftKey) chosen.extendTo(card.id, order());
        else if (mayAct && onSign) chosen.toggle(card.id);
        else onOpen(card.key);
      },
      key: (card: CardView, cellId: string, event: KeyboardEvent<HTMLElement>) => {
        if (event.altKey || !isNumbered(card)) return;
        const handled = () => event.preventDefault();
        if (event.ctrlKey || event.metaKey) {
          if (event.key !== 'Enter') return;
          handled();
          latest.current.onOpenPage(card.key);
          return;
        }
        const kind = editors[event.key.length === 1 ? event.key.toLowerCase() : event.key];
        const next = nextCard(latest.current.lanes, cellId, card.id, event.key);
        if (next !== undefined) {
          handled();
          store.wantFocus(next.cellId, next.cardId);
        } else if (event.key === ' ') {
          handled();
          const slot = event.currentTarget.closest<HTMLElement>('.slot');
          drag.lift(card.id, cellId, 'keys', slot?.offsetHeight ?? 0);
        } else if (latest.current.mayAct && event.key.toLowerCase() === 'x') {
          handled();
          chosen.toggle(card.id);
        } else if (latest.current.mayAct && kind !== undefined) {
          handled();
          edit(kind, card, event.currentTarget.getBoundingClientRect());
        }
      },
    };
  }, [store, chosen, drag, latest]);

  useBoardKeys(chosen, mayAct, (kind, anchor) => setEditor({ kind, ids: [...chosen.ids], anchor }));
  useEffect(() => {
    chosen.keep(new Set(board.columns.flatMap((column) => column.tickets.map((card) => card.id))));
  }, [chosen, board.columns]);

  const add = useMemo(
    () => (onCreate === undefined ? undefined : (columnId: string) => setAdding({ columnId, start: '' })),
    [onCreate],
  );
  const create = async (columnId: string, title: string) => {
    // A title that was refused is given back, so that nothing typed is lost.
    if (onCreate !== undefined && !(await onCreate(columnId, title))) setAdding({ columnId, start: title });
  };
  const createHere = useLatest(create);
  const stable = useMemo(
    () => ({
      create: (columnId: string, title: string) => void createHere.current(columnId, title),
      stop: () => setAdding(undefined),
    }),
    [createHere],
  );
  const partsOf = (column: BoardView['columns'][number], index: number) => ({
    column,
    projectKey: board.project.key,
    shown: new Set(lanes.flatMap((lane) => lane.cells[index]?.cards ?? [])).size,
    total: column.tickets.length,
    mayConfigure: board.allowed.includes('project.configure'),
    collapsed: collapsed.has(column.id),
    onCollapse: collapse,
    // A new ticket begins in the first column, unless its opener may also move it.
    onAdd: mayMove || index === 0 ? add : undefined,
    first: index === 0 && add !== undefined && board.columns.every(({ tickets }) => tickets.length === 0),
    refusal: lifted && refusalOf(board, lifted, column),
  });
  const addingTo = (columnId: string) => (adding?.columnId === columnId ? adding : undefined);
  const template = board.columns
    .map((column) => (collapsed.has(column.id) ? '44px' : 'minmax(var(--column-min), var(--column-max))'))
    .join(' ');

  const laneColumns = useMemo(
    () =>
      board.columns.map((column) => ({
        id: column.id,
        name: column.name,
        collapsed: collapsed.has(column.id),
        refusing: lifted !== undefined && refusalOf(board, lifted, column) !== undefined,
      })),
    [board, collapsed, lifted],
  );

  return (
    <CardToolsContext value={tools}>
      <div ref={root} className={lifted === undefined ? 'board-surface' : 'board-surface dragging-on'}>
        {grouping === null ? (
          <div className="columns" data-scrolls="across" style={{ gridTemplateColumns: template }}>
            {board.columns.map((column, index) => {
              const cell = lanes[0]?.cells[index];
              return cell === undefined ? null : (
                <BoardColumn
                  key={column.id}
                  {...partsOf(column, index)}
                  cell={cell}
                  names={names}
                  mayAct={mayAct}
                  openKey={props.openKey}
                  adding={addingTo(column.id)}
                  onCreate={stable.create}
                  onStopAdding={stable.stop}
                />
              );
            })}
          </div>
        ) : (
          <div className="lanes" data-scrolls="across">
            <div className="lane-columns" style={{ gridTemplateColumns: template }}>
              {board.columns.map((column, index) => (
                <div key={column.id} className="lane-column">
                  <ColumnHead {...partsOf(column, index)} />
                  {addingTo(column.id) && (
                    <QuickCreate
                      key={adding?.start}
                      start={adding?.start ?? ''}
                      column={column.name}
                      onCreate={(title) => stable.create(column.id, title)}
                      onClose={stable.stop}
                    />
                  )}
                </div>
              ))}
            </div>
            <LaneRows
              key={grouping}
              lanes={lanes}
              closed={closedLanes}
              grouping={grouping}
              names={names}
              mayAct={mayAct}
              openKey={props.openKey}
              columns={laneColumns}
              template={template}
              onCollapse={collapseLane}
            />
          </div>
        )}
      </div>
      <LiftedCard drag={store} names={names} handle={hanging} />
      <p id="board-keys" className="unseen">
        {t('board.drag.instructions')}
      </p>
      <p className="unseen" aria-live="assertive">
        {words}
      </p>
      {mayAct && <BulkBar board={board} chosen={chosen} onEdit={setEditor} />}
      <Suspense fallback={null}>
        {editor && (
          <CardEditor
            key={`${editor.kind} ${editor.ids.join(' ')}`}
            editor={editor}
            board={board}
            changes={changes}
            chosen={chosen}
            onEdit={setEditor}
            onOpen={props.onOpen}
            onClose={() => setEditor(undefined)}
          />
        )}
      </Suspense>
    </CardToolsContext>
  );
}
