import { useTranslation } from 'react-i18next';
import { ColumnsIcon } from '../icons.tsx';
import { ChoiceList } from '../shell/choice-list.tsx';
import { Popover } from '../shell/popover.tsx';
import type { WidgetArrangement } from './use-dashboard.ts';

/** Which widgets are shown. */
export function WidgetChooser(props: {
  arrangement: WidgetArrangement;
  onArrange: (arrangement: WidgetArrangement) => void;
}) {
  const { arrangement } = props;
  const { t } = useTranslation();
  return (
    <Popover
      className="plain-button"
      panelLabel={t('dashboard.widgets')}
      face={
        <>
          <ColumnsIcon /> {t('dashboard.widgets')}
        </>
      }
    >
      {() => (
        <ChoiceList
          label={t('dashboard.widgets')}
          placeholder={`${t('dashboard.widgets')}…`}
          empty={t('filter.noChoice')}
          choices={arrangement.map(({ widget }) => ({ id: widget, name: t(`dashboard.widget.${widget}`) }))}
          chosen={arrangement.filter(({ shown }) => shown).map(({ widget }) => widget)}
          onChoose={(id) =>
            props.onArrange(
              arrangement.map((part) => (part.widget === id ? { ...part, shown: !part.shown } : part)),
            )
          }
        />
      )}
    </Popover>
  );
}
