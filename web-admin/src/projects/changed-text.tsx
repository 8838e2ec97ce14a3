import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * A text in its place: what was typed is saved by a button that appears, or by Enter where it has one line; Escape
 * brings back what was saved.
 */
export function ChangedText(props: {
  id: string;
  value: string;
  maxLength: number;
  rows?: number;
  required?: boolean;
  disabled: boolean;
  /** Resolves with whether it was taken. */
  onSave: (text: string) => Promise<boolean>;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { id, value, maxLength, disabled } = props;
  const text = typed ?? value;
  const changed = text.trim() !== value.trim();
  const ready = changed && !(props.required && text.trim() === '');
  const save = async () => {
    if (!ready || busy) return;
    setBusy(true);
    const taken = await props.onSave(text.trim());
    setBusy(false);
    if (taken) setTyped(undefined);
  };
  const field = {
    id,
    disabled,
    maxLength,
    value: text,
    onChange: (event: { target: { value: string } }) => setTyped(event.target.value),
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === 'Escape') setTyped(undefined);
      if (event.key === 'Enter' && (props.rows === undefined || event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        void save();
      }
    },
  };
  return (
    <>
      {props.rows === undefined ? (
        <Input {...field} />
      ) : (
        <Input.TextArea {...field} autoSize={{ minRows: props.rows, maxRows: 12 }} />
      )}
      {changed && (
        <div className="form-actions">
          <Button type="primary" size="small" loading={busy} disabled={!ready} onClick={() => void save()}>
            {t('ticket.save')}
          </Button>
          <Button size="small" onClick={() => setTyped(undefined)}>
            {t('ticket.cancel')}
          </Button>
        </div>
      )}
    </>
  );
}
