import type { BoundedCount } from '@ticketing/contracts/finding.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import { useTranslation } from 'react-i18next';
import { DownIcon, DownloadIcon } from '../icons.tsx';
import { ChoiceList } from '../shell/choice-list.tsx';
import { Popover } from '../shell/popover.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import type { Arrangement } from './columns.ts';
import { countWords } from './count-words.ts';
import { groupingsOf } from './grouping.ts';
import type { ListAddress } from './use-list-address.ts';
import './list-tools.css';

/** How many there are, and how they are shown: grouped, with which columns; and all of them as a file. */
export function ListTools(props: {
  projects: readonly ProjectView[];
  archived: boolean;
  address: ListAddress;
  arrangement: Arrangement;
  onArrange: (arrangement: Arrangement | null) => void;
  exporting: boolean;
  onExport: () => void;
  count: BoundedCount | undefined;
  /** How often what is asked for happened to them, where that is another number. */
  times: BoundedCount | undefined;
}) {
  const { address } = props;
  const { t } = useTranslation();
  const groupings = groupingsOf(props.projects);
  const groupName = (name: string) => t(`list.group.${name}`);
  return (
    <div className="list-tools">
      <span className="muted" role="status">
        {props.count && t('list.count', { count: props.count.value, shown: countWords(props.count) })}
        {props.times && props.times.value !== props.count?.value && (
          <> · {t('list.times', { shown: countWords(props.times) })}</>
        )}
      </span>
      {!props.archived && (
        <Popover
          className="plain-button"
          panelLabel={t('list.groupBy')}
          face={
            <>
              {t('list.groupBy')}: {groupName(address.grouping ?? 'none')} <DownIcon />
            </>
          }
        >
          {(close) => (
            <ChoiceList
              label={t('list.groupBy')}
              placeholder={`${t('list.groupBy')}…`}
              empty={t('filter.noChoice')}
              choices={['none', ...groupings].map((id) => ({ id, name: groupName(id) }))}
              chosen={[address.grouping ?? 'none']}
              onChoose={(id) => {
                close();
                address.groupBy(groupings.find((each) => each === id) ?? null);
              }}
            />
          )}
        </Popover>
      )}
      {!props.archived && <ColumnChooser arrangement={props.arrangement} onArrange={props.onArrange} />}
      <button
        type="button"
        className="plain-button"
        disabled={props.exporting || props.count?.value === 0}
        onClick={props.onExport}
      >
        <DownloadIcon /> {t('list.export')}
      </button>
    </div>
  );
}
