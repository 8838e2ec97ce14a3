import { ApiError } from '@ticketing/web-kit/api-error.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import Modal from 'antd/es/modal';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A modal form: Enter sends it, what the server refuses is said inside it, and nothing typed is lost. */
export function FormDialog(props: {
  title: string;
  save: string;
  onClose: () => void;
  /** Resolves when it is done; what it throws is shown. */
  onSave: () => Promise<void>;
  ready: boolean;
  /** What is saved cannot be taken back. */
  harm?: boolean;
  width?: number;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<readonly string[]>([]);

  const save = async () => {
    if (!props.ready || busy) return;
    setBusy(true);
    setProblem([]);
    try {
      await props.onSave();
    } catch (error) {
      const fields = error instanceof ApiError ? error.fields.map((field) => field.message) : [];
      setProblem([errorWords(t, error), ...fields]);
    } finally {
      setBusy(false);
    }
  };

  // The dialog's own way out comes first in it, and would have the focus.
  const begin = (open: boolean) => {
    const form = document.getElementById(id);
    if (!open || form === null || form.contains(document.activeElement)) return;
    form.querySelector<HTMLElement>('input:not([type="checkbox"]), textarea, select')?.focus();
  };

  return (
    <Modal
      open
      afterOpenChange={begin}
      title={props.title}
      onCancel={props.onClose}
      okText={props.save}
      cancelText={t('ticket.cancel')}
      okButtonProps={{
        htmlType: 'submit',
        form: id,
        disabled: !props.ready,
        loading: busy,
        danger: props.harm ?? false,
      }}
      width={props.width ?? 460}
    >
      <form
        id={id}
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {props.children}
        <div role="alert" className="problem">
          {problem.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      </form>
    </Modal>
  );
}

/** A label over its control, which has the id that the label names. */
export function Field(props: { id: string; label: string; hint?: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={props.id}>{props.label}</label>
      {props.children}
      {props.hint && <p className="hint">{props.hint}</p>}
    </div>
  );
}
