import { useTranslation } from 'react-i18next';
import { ColumnsIcon, DownIcon, UpIcon } from '../icons.tsx';
import { Popover } from '../shell/popover.tsx';
import { type Arrangement, moved } from './columns.ts';

/** Which columns the list has, and in which order. */
export function ColumnChooser(props: {
  arrangement: Arrangement;
  /** Null as it was at first. */
  onArrange: (arrangement: Arrangement | null) => void;
}) {
  const { arrangement, onArrange } = props;
  const { t } = useTranslation();
  return (
    <Popover
      className="plain-button choose-columns"
      panelLabel={t('list.columns')}
      face={
        <>
          <ColumnsIcon /> {t('list.columns')}
        </>
      }
    >
      {() => (
        <div className="column-chooser">
          <ul>
            {arrangement.map(({ name, shown }, index) => {
              const label = t(`list.column.${name}`);
              return (
                <li key={name}>
                  <label>
                    <input
                      type="checkbox"
                      checked={shown}
                      onChange={() =>
                        onArrange(
                          arrangement.map((part) => (part.name === name ? { name, shown: !shown } : part)),
                        )
                      }
                    />
                    {label}
                  </label>
                  <button
                    type="button"
                    className="plain-button"
                    disabled={index === 0}
                    aria-label={t('list.up', { column: label })}
                    onClick={() => onArrange(moved(arrangement, name, -1))}
                  >
                    <UpIcon />
                  </button>
                  <button
                    type="button"
                    className="plain-button"
                    disabled={index === arrangement.length - 1}
                    aria-label={t('list.down', { column: label })}
                    onClick={() => onArrange(moved(arrangement, name, 1))}
                  >
                    <DownIcon />
                  </button>
                </li>
              );
            })}
          </ul>
          <button type="button" className="plain-button" onClick={() => onArrange(null)}>
            {t('list.usual')}
          </button>
        </div>
      )}
    </Popover>
  );
}
