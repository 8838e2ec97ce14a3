import { useTranslation } from 'react-i18next';
import { DueEditor } from '../board/due-editor.tsx';
import { Popover } from '../shell/popover.tsx';

/** A date for all the chosen tickets: a near one with one click, any by its field, or none. */
export function BulkDate(props: { label: string; onChoose: (date: string | null) => void }) {
  const { t } = useTranslation();
  return (
    <Popover className="plain-button" panelLabel={props.label} face={props.label}>
      {(close) => (
        <DueEditor
          due=""
          label={props.label}
          none={t('list.bulk.noDate')}
          onSave={(date) => {
            close();
            props.onChoose(date);
          }}
        />
      )}
    </Popover>
  );
}
