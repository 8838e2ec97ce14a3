import type { Level } from '@ticketing/contracts/kinds.ts';
import type { TFunction } from 'i18next';
import { memo, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CompaniesIcon, DownIcon, ExpandIcon, PriorityBars, TypeIcon } from '../icons.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { CellBody, ClosedCell } from './board-column.tsx';
import { type Grouping, type Lane, NONE } from './board-lanes.ts';
import type { CardNames } from './card-context.ts';
import { CardList } from './card-list.tsx';

/** Pixels around the window in which lanes are drawn. */
const NEAR = '400px';

/** A lane across all columns. What is far out of sight keeps its height and draws nothing. */
export const LaneRow = memo(function LaneRow(props: {
  lane: Lane;
  grouping: Grouping;
  names: CardNames;
  mayAct: boolean;
  openKey: string | undefined;
  collapsed: boolean;
  /** Of the columns: their names, which are collapsed, and which do not take the card in the air. */
  columns: readonly {
    readonly id: string;
    readonly name: string;
    readonly collapsed: boolean;
    readonly refusing: boolean;
  }[];
  template: string;
  onCollapse: (laneId: string) => void;
}) {
  const { lane, collapsed } = props;
  const { t } = useTranslation();
  const row = useRef<HTMLDivElement>(null);
  const [near, height] = useNear(row);
  const name = laneName(t, lane, props.grouping);
  return (
    <section className="lane" data-lane={lane.id} aria-label={name}>
      <h3 className="lane-head">
        <button type="button" aria-expanded={!collapsed} onClick={() => props.onCollapse(lane.id)}>
          {collapsed ? <ExpandIcon /> : <DownIcon />}
          <LaneFace lane={lane} grouping={props.grouping} name={name} />
          <span className="lane-name">{name}</span>
          <span className="lane-count">{lane.count}</span>
          <span className="unseen">{t('board.count', { count: lane.count })}</span>
        </button>
      </h3>
      {!collapsed && (
        <div
          ref={row}
          className="lane-cells"
          style={{ gridTemplateColumns: props.template, minHeight: near ? undefined : height }}
        >
          {near &&
            lane.cells.map((cell, index) => {
              const column = props.columns[index];
              return (
                <div key={cell.id} className="lane-cell" data-cell={cell.id} data-column={column?.name}>
                  {column?.collapsed ? (
                    <ClosedCell cellId={cell.id} />
                  ) : (
                    <CellBody cell={cell} refusing={column?.refusing === true}>
                      <CardList
                        cell={cell}
                        names={props.names}
                        mayAct={props.mayAct}
                        openKey={props.openKey}
                      />
                    </CellBody>
                  )}
                </div>
              );
            })}
        </div>
      )}
    </section>
  );
});

export function laneName(t: TFunction, lane: Lane, grouping: Grouping): string {
  if (lane.id === NONE) return t(`board.lane.none.${grouping}`);
  if (grouping === 'priority') return t(`level.${Number(lane.id) as Level}`);
  return lane.name ?? t(grouping === 'assignee' ? 'person.unknown' : 'board.lane.elsewhere');
}

function LaneFace({ lane, grouping, name }: { lane: Lane; grouping: Grouping; name: string }) {
  if (lane.id === NONE) return null;
  switch (grouping) {
    case 'assignee':
      return (
        <span aria-hidden="true">
          <Avatar id={lane.id} name={name} />
        </span>
      );
    case 'priority':
      return <PriorityBars level={Number(lane.id)} label="" />;
    case 'company':
      return <CompaniesIcon />;
    case 'parent':
      return <TypeIcon type="epic" />;
    default:
      return grouping satisfies never;
  }
}

/** Whether the element is near the window, and the height that it had when it was last. */
function useNear(element: RefObject<HTMLElement | null>): readonly [near: boolean, height: number] {
  const [near, setNear] = useState(false);
  const [height, setHeight] = useState(120);
  useEffect(() => {
    const watched = element.current;
    if (watched === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry === undefined) return;
        if (!entry.isIntersecting) setHeight(entry.boundingClientRect.height);
        setNear(entry.isIntersecting);
      },
      { rootMargin: NEAR },
    );
    observer.observe(watched);
    return () => observer.disconnect();
  });
  return [near, height];
}
