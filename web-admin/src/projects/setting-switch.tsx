import Switch from 'antd/es/switch';
import { useId } from 'react';

/** A rule that holds or does not, with what that means. */
export function SettingSwitch(props: {
  label: string;
  hint: string;
  checked: boolean;
  disabled: boolean;
  onChange: (on: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="setting-switch">
      <Switch
        id={id}
        size="small"
        checked={props.checked}
        disabled={props.disabled}
        aria-describedby={`${id}-hint`}
        onChange={props.onChange}
      />
      <div>
        <label htmlFor={id}>{props.label}</label>
        <p id={`${id}-hint`} className="hint">
          {props.hint}
        </p>
      </div>
    </div>
  );
}
