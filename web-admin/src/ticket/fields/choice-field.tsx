import Select, { type RefSelectProps } from 'antd/es/select';
import { type ReactNode, useRef, useState } from 'react';
import { useKeys } from '../../shell/keys.ts';
import { useScene } from '../scene.ts';

export type FieldOption<T extends string | number> = {
  readonly value: T;
  readonly name: string;
  readonly face: ReactNode;
  readonly disabled?: boolean;
};

/** One of several values, chosen in place by a click or by the field's key; typing narrows. */
export function ChoiceField<T extends string | number>(props: {
  label: string;
  hotkey?: string;
  value: T | undefined;
  options: readonly FieldOption<T>[];
  onChange: (value: T) => void;
}) {
  const { leaveField } = useScene();
  const handle = useRef<RefSelectProps>(null);
  const [open, setOpen] = useState(false);
  useKeys(
    props.hotkey === undefined
      ? {}
      : {
          [props.hotkey]: () => {
            handle.current?.focus();
            setOpen(true);
          },
        },
  );
  return (
    <Select
      ref={handle}
      variant="borderless"
      aria-label={props.label}
      open={open}
      onOpenChange={setOpen}
      value={props.value ?? null}
      showSearch={{ optionFilterProp: 'name' }}
      options={props.options.map(({ value, name, face, disabled = false }) => ({
        value,
        name,
        label: face,
        disabled,
      }))}
      onChange={(value) => {
        setOpen(false);
        leaveField();
        if (value !== null) props.onChange(value);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        setOpen(false);
        leaveField();
      }}
    />
  );
}
