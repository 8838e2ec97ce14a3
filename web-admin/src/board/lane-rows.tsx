import { type ComponentProps, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DownIcon } from '../icons.tsx';
import { ChoiceList } from '../shell/choice-list.tsx';
import { Popover } from '../shell/popover.tsx';
import type { Grouping, Lane } from './board-lanes.ts';
import { LaneRow, laneName } from './lane-row.tsx';
import { lanesShown, MANY_LANES } from './lanes-shown.ts';

type RowProps = Omit<ComponentProps<typeof LaneRow>, 'lane' | 'collapsed'>;

/** The lanes below the names of the columns. Of many, those without a card are not there until somebody goes to one. */
export function LaneRows(props: RowProps & { lanes: readonly Lane[]; closed: ReadonlySet<string> }) {
  const { lanes, closed, ...row } = props;
  const { t } = useTranslation();
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  const [goingTo, goTo] = useState<string>();
  const shown = lanesShown(lanes, asked);
  const hidden = lanes.length - shown.length;

  useEffect(() => {
    if (goingTo === undefined) return;
    const lane = document.querySelector(`[data-lane="${CSS.escape(goingTo)}"]`);
    lane?.scrollIntoView({ block: 'start' });
    lane?.querySelector<HTMLElement>('.lane-head button')?.focus({ preventScroll: true });
    goTo(undefined);
  }, [goingTo]);

  return (
    <>
      {lanes.length > MANY_LANES && (
        <div className="lane-tools">
          <LaneChooser
            lanes={lanes}
            grouping={row.grouping}
            onChoose={(id) => {
              setAsked((now) => new Set([...now, id]));
              goTo(id);
            }}
          />
          {hidden > 0 && (
            <>
              <span className="muted">{t('board.lane.hidden', { count: hidden })}</span>
              <button
                type="button"
                className="plain-button"
                onClick={() => setAsked(new Set(lanes.map(({ id }) => id)))}
              >
                {t('board.lane.showAll')}
              </button>
            </>
          )}
          {asked.size > 0 && hidden === 0 && (
            <button type="button" className="plain-button" onClick={() => setAsked(new Set())}>
              {t('board.lane.hide')}
            </button>
          )}
        </div>
      )}
      {shown.map((lane) => (
        <LaneRow key={lane.id} {...row} lane={lane} collapsed={closed.has(lane.id)} />
      ))}
    </>
  );
}

function LaneChooser(props: {
  lanes: readonly Lane[];
  grouping: Grouping;
  onChoose: (laneId: string) => void;
}) {
  const { t } = useTranslation();
  const label = t('board.lane.goTo');
  return (
    <Popover
      className="plain-button"
      panelLabel={label}
      face={
        <>
          {label} <DownIcon />
        </>
      }
    >
      {(close) => (
        <ChoiceList
          label={label}
          placeholder={`${label}…`}
          empty={t('board.edit.nothing')}
          choices={props.lanes.map((lane) => ({ id: lane.id, name: laneName(t, lane, props.grouping) }))}
          chosen={[]}
          onChoose={(id) => {
            close();
            props.onChoose(id);
          }}
        />
      )}
    </Popover>
  );
}
